import { type Address, getAddress } from "viem";
import { readCoinTransfers, readWraps, type Wrap, withTwins } from "./coin.ts";
import type { Line } from "./line.ts";
import { type Move, ownMoves, readTransfers, type Transfer } from "./moves.ts";
import type { Log, Receipt } from "./receipt.ts";
import { findPinned } from "./tokens.ts";

/** What the rules read: a transaction as its accounts see it, less what earlier rules have told. */
export type Facts = {
  chain: number;
  receipt: Receipt;
  /** All logs, told or not. */
  logs: readonly Log[];
  /** All transfers of tokens, told or not, whoever takes part. */
  transfers: readonly Transfer[];
  /** Transfers from or to the accounts that no line tells yet. */
  moves: readonly Move[];
  /** Wrapping and unwrapping of the chain's own coin that no line tells yet. */
  wraps: readonly Wrap[];
  isOurs: (address: Address) => boolean;
  /** Whether a log is told by no line yet. */
  isFree: (log: number) => boolean;
  /** The account that acts in it: the Safe that carried something out, else the sender; nobody where a Safe of others carried it out. */
  actor: Address | undefined;
};

/** One protocol's rule: the lines that it can tell of logs that are not told yet. */
export type Rule = { protocol: string; explain: (facts: Facts) => readonly Line[] };

/** The facts before any rule has told anything. */
export function gatherFacts(receipt: Receipt, chain: number, accounts: readonly Address[]): Facts {
  const ours = new Set(accounts.map((account) => getAddress(account)));
  const isOurs = (address: Address) => ours.has(address);
  const { logs } = receipt;
  const transfers = [...readTransfers(logs), ...readCoinTransfers(logs, chain)].sort(
    (left, right) => left.log - right.log,
  );
  const moves = ownMoves(transfers, isOurs);
  return {
    ...{ chain, receipt, logs, isOurs, transfers, isFree: () => true },
    actor: findActor(receipt, isOurs),
    moves,
    wraps: withTwins(readWraps(logs, chain), moves),
  };
}

/** ExecutionSuccess(bytes32,uint256) and ExecutionFromModuleSuccess(address): what a Safe logs of what it carried out. */
const EXECUTED: ReadonlySet<string> = new Set([
  "0x442e715f626346e8c54381002da614f62bee8d27386535b2521ec8540898556e",
  "0x6895c13664aa4f67288b25d7a21d7aaa34916e355fb9b6fae0a139a9085becb8",
]);

function findActor({ from, to, logs }: Receipt, isOurs: Facts["isOurs"]): Address | undefined {
  const acted = logs.filter(({ topics: [topic] }) => topic !== undefined && EXECUTED.has(topic));
  const own = acted.find(({ address }) => isOurs(address))?.address;
  if (own !== undefined) return own;
  const isSafe = acted.some(({ address }) => address === to);
  return isOurs(from) && !isSafe ? from : undefined;
}

/**
 * Whether a token can be income. In a transaction that one of the accounts sent any can; strangers can send a token of their own making
 * with any events beside it, so that from them only tokens known here are.
 */
export function canBeIncome({ actor, chain }: Facts, token: Address): boolean {
  return actor !== undefined || findPinned(chain, token) !== undefined;
}

/** The facts less what these logs say. */
export function without(facts: Facts, told: ReadonlySet<number>): Facts {
  return {
    ...facts,
    isFree: (log) => !told.has(log),
    moves: facts.moves.filter(({ log }) => !told.has(log)),
    wraps: facts.wraps.filter(({ log, twins }) => ![log, ...twins].some((one) => told.has(one))),
  };
}
