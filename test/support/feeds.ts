import { type Address, getAddress } from "viem";
import type { Call, Outcome, Read } from "../../src/chain/chain.ts";
import { runReads } from "../../src/chain/rounds.ts";

/** A feed's contract in memory: answers a function with its arguments; undefined reverts. */
export type Answerer = (name: string, args: readonly unknown[]) => unknown;

/** Contracts by address, as a node would have them. */
export type Contracts = Readonly<Record<string, Answerer>>;

/** What feeds answer rounds with. */
export type RoundAnswer = readonly [id: bigint, answer: bigint, startedAt: bigint, updatedAt: bigint, inRound: bigint];

/** Rounds of phases, the first of them phase 1: the time of each by its number less one; undefined for one that is not there. */
export type Phases = readonly (readonly (number | undefined)[])[];

/** An address by its number. */
export function addressOf(number: number): Address {
  return getAddress(`0x${number.toString(16).padStart(40, "0")}`);
}

/** A round as feeds answer it. */
export function roundAnswer(id: bigint, answer: bigint, at: number): RoundAnswer {
  return [id, answer, BigInt(at), BigInt(at), id];
}

/** A feed of those phases whose answer is its round's own id, so that a test sees which one was found. */
export function feedOf(phases: Phases): Answerer {
  const find = (id: bigint) => {
    const at = phases[Number(id >> 64n) - 1]?.[Number(id & ((1n << 64n) - 1n)) - 1];
    return at === undefined ? undefined : roundAnswer(id, id, at);
  };
  const last = (BigInt(phases.length) << 64n) | BigInt(phases.at(-1)?.length ?? 0);
  return (name, [id]) => {
    if (name === "decimals") return 8;
    if (name === "latestRoundData") return find(last);
    return name === "getRoundData" ? find(id as bigint) : undefined;
  };
}

/** Runs one read against contracts in memory; gives how many rounds of calls it took as well. */
export async function runRead<T>(
  read: Read<T>,
  contracts: Contracts,
): Promise<{ outcome: Outcome<T>; rounds: number }> {
  let rounds = 0;
  const answer = ({ address, abi, args }: Call) =>
    contracts[address]?.(abi.name, args) ?? { failed: `${abi.name} of ${address} reverted` };
  const [outcome] = await runReads([read], async (calls) => {
    rounds += 1;
    return calls.map(answer);
  });
  return { outcome: outcome as Outcome<T>, rounds };
}
