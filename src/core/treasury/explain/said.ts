import type { AbiEvent, Address } from "viem";
import { eventsOf } from "./decode.ts";
import { canBeIncome, type Facts, type Rule } from "./facts.ts";
import { tell } from "./legs.ts";
import { COIN, type Line } from "./line.ts";
import type { Move } from "./moves.ts";

/** What an event says of one amount of an account's. */
export type Saying = {
  event: AbiEvent;
  /** Which argument is the amount; of a list, its sum. */
  amount: string;
  /** Which argument names the token; without one any token of that amount will do. */
  token?: string;
  /** Which argument must be one of the accounts, where others do the same with the same money in one transaction. */
  holder?: string;
  /** Which argument names the account, where no transfer does: of the chain's own coin, which most logs do not show. */
  coinOf?: string;
  way: "in" | "out";
  type: Line["type"];
  subtype: Line["subtype"];
  /** By the contract that logs it, where one event is used by many. */
  protocol?: string | ((contract: Address) => string | undefined);
};

type Args = Readonly<Record<string, unknown>>;

/** A rule of events that each say what one transfer is: the transfer of that amount is told in the event's words. */
export function ruleOf(protocol: string, sayings: readonly Saying[]): Rule {
  const readers = sayings.map((saying) => ({ saying, read: eventsOf([saying.event]) }));
  return {
    protocol,
    explain: (facts) => {
      const told = new Set<number>();
      const lines: Line[] = [];
      for (const { saying, read } of readers) {
        for (const { log, args } of read(facts.logs)) {
          const line = tellSaying(facts, saying, {
            log: log.index,
            contract: log.address,
            args: args as Args,
            told,
            protocol,
          });
          if (line === undefined) continue;
          lines.push(line);
          for (const claim of line.claims) told.add(claim);
        }
      }
      return lines;
    },
  };
}

type Said = { log: number; contract: Address; args: Args; told: ReadonlySet<number>; protocol: string };

function tellSaying(
  facts: Facts,
  saying: Saying,
  { log, contract, args, told, protocol: fallback }: Said,
): Line | undefined {
  const { event, amount, token, holder, coinOf, way, type, subtype } = saying;
  const raw = sum(args[amount]);
  const isOthers = holder !== undefined && !facts.isOurs(args[holder] as Address);
  if (raw === 0n || isOthers) return undefined;
  const named = typeof saying.protocol === "function" ? saying.protocol(contract) : saying.protocol;
  const words = { type, subtype, protocol: named ?? fallback, reason: `${event.name} (log ${log}): ${amount} ${raw}.` };
  if (coinOf !== undefined) {
    const account = args[coinOf] as Address;
    // Nothing but the event says so, and a stranger's contract can say anything.
    const isSaid = facts.actor !== undefined && facts.isOurs(account);
    return isSaid ? { ...words, log, asset: COIN, raw, account, claims: [] } : undefined;
  }
  const isThis = (move: Move) =>
    move.way === way && move.raw === raw && !told.has(move.log) && (token === undefined || move.token === args[token]);
  const isIncome = subtype === "reward" || subtype === "airdrop";
  const isPlausible = (move: Move) => !isIncome || (canBeIncome(facts, move.token) && move.token !== contract);
  const move = nearest(
    facts.moves.filter((one) => isThis(one) && isPlausible(one)),
    log,
  );
  return move === undefined ? undefined : tell(move, words);
}

function nearest(moves: readonly Move[], log: number): Move | undefined {
  return [...moves].sort((left, right) => Math.abs(left.log - log) - Math.abs(right.log - log))[0];
}

function sum(value: unknown): bigint {
  return Array.isArray(value) ? value.reduce((total: bigint, one) => total + (one as bigint), 0n) : (value as bigint);
}
