import { type Address, getAddress } from "viem";
import { coinTwins, readCoinTransfers, readWraps, type Wrap } from "./coin.ts";
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
  /** The account that acts in it: the Safe that carried something out, else the sender. */
  actor: Address | undefined;
};

/** One protocol's rule: the lines that it can tell of logs that are not told yet. */
export type Rule = { protocol: string; explain: (facts: Facts) => readonly Line[] };

/** The facts before any rule has told anything. */
export function gatherFacts(receipt: Receipt, chain: number, accounts: readonly Address[]): Facts {
  const ours = new Set(accounts.map((account) => getAddress(account)));
  const isOurs = (address: Address) => ours.has(address);
  const { from, to, logs } = receipt;
  const transfers = [...readTransfers(logs), ...readCoinTransfers(logs, chain)].sort(
    (left, right) => left.log - right.log,
  );
  const moves = ownMoves(transfers, isOurs);
  return {
    ...{ chain, receipt, logs, isOurs, transfers, isFree: () => true },
    actor: to !== undefined && isOurs(to) && hasActed(logs, to) ? to : isOurs(from) ? from : undefined,
    moves,
    wraps: readWraps(logs, chain).map((wrap) => ({ ...wrap, twins: [...wrap.twins, ...coinTwins(wrap, moves)] })),
  };
}

/** ExecutionSuccess(bytes32,uint256): what a Safe logs of what it carried out. */
const EXECUTED = "0x442e715f626346e8c54381002da614f62bee8d27386535b2521ec8540898556e";

function hasActed(logs: readonly Log[], account: Address): boolean {
  return logs.some(({ address, topics: [topic] }) => address === account && topic === EXECUTED);
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
