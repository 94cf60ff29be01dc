import { integerRoot } from "../../governance/counting/integer-root.ts";
import { RAY } from "../legs.ts";
import type { PositionFacts } from "../position-facts.ts";
import { gainedBy, type PoolMove } from "./pool-moves.ts";

/** What is still in a pool of what was put in, in the tokens' smallest units; withdrawals take their part of all of it with them. */
export type Kept = {
  /** When the first deposit came that is still in, in Unix seconds. */
  since: number | undefined;
  /** Of each of the pool's tokens. */
  deposits: bigint[];
  /** The root of both tokens of each deposit, at a scale of 1e27: what a pool of one price curve holds of them but for fees. */
  root: bigint;
  /** By the shares that the logs name; unknown as soon as one names none. */
  shares: bigint | undefined;
  /** Collected and to collect, for each of the position's claimable legs, and what each had gained when that was last added up. */
  fees: bigint[];
  gained: bigint[];
  /** False where a withdrawal did not say its part. */
  isExact: boolean;
};

/** A part of a whole, never negative. */
export type Part = { part: bigint; whole: bigint };

/** Nothing yet in a pool of so many tokens whose fees go to so many legs. */
export function nothingIn(tokens: number, feeLegs: number): Kept {
  const none = (count: number) => Array.from({ length: count }, () => 0n);
  const [fees, gained] = [none(feeLegs), none(feeLegs)];
  return { since: undefined, deposits: none(tokens), root: 0n, shares: 0n, fees, gained, isExact: true };
}

/** Adds a deposit. */
export function putIn(kept: Kept, { at, amounts, shares }: Omit<PoolMove, "block" | "direction">): void {
  kept.since ??= at;
  kept.deposits = kept.deposits.map((amount, index) => amount + (amounts[index] ?? 0n));
  kept.root += rootOf(amounts);
  kept.shares = shares === undefined || kept.shares === undefined ? undefined : kept.shares + shares;
}

/** Takes a withdrawal's part of every deposit out, and of the fees until then. */
export function takeOut(kept: Kept, { part, whole }: Part, shares: bigint | undefined): void {
  const left = (amount: bigint) => (amount * (whole - part)) / whole;
  kept.deposits = kept.deposits.map(left);
  kept.root = left(kept.root);
  kept.fees = kept.fees.map(left);
  if (part === whole) Object.assign(kept, { since: undefined, shares: 0n, isExact: true });
  else kept.shares = shares === undefined || kept.shares === undefined ? undefined : kept.shares - shares;
}

/** Adds the fees that each leg has gained since they were last added up, by its first reading at or after the block. */
export function addFees(kept: Kept, legs: readonly PositionFacts[], since: bigint): void {
  for (const [index, leg] of legs.entries()) {
    const reading = leg.readings.find(({ block }) => block >= since);
    if (reading === undefined) continue;
    const gained = gainedBy(leg, reading);
    kept.fees[index] = (kept.fees[index] ?? 0n) + gained - (kept.gained[index] ?? 0n);
    kept.gained[index] = gained;
  }
}

/** The root of both tokens' amounts at a scale of 1e27, floored; 0 where the pool has not two tokens. */
export function rootOf([amount0 = 0n, amount1 = 0n, ...others]: readonly bigint[]): bigint {
  return others.length > 0 ? 0n : integerRoot(amount0 * amount1 * RAY * RAY);
}
