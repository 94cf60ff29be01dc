import { positionLabel } from "../by-position.ts";
import { sumUsd } from "../money.ts";
import type { PositionFacts, ReadingFact } from "../position-facts.ts";
import type { StatementToken, Usd } from "../statement.ts";
import { addFees, type Kept, nothingIn, type Part, putIn, rootOf, takeOut } from "./kept-in-pool.ts";
import type { PoolAccount } from "./pool-account.ts";
import { type PoolMove, poolMoves } from "./pool-moves.ts";

/** What an amount of a token is worth now, in USD 1e-8. */
export type ValueNow = (amount: bigint, token: StatementToken) => Usd;

type Pool = { pooled: readonly PositionFacts[]; claimable: readonly PositionFacts[]; value: ValueNow };

/**
 * Holds a pool position against its deposits: what each would be worth now if it had been held, and what is there instead, without fees and with them, all
 * at the prices of now. What was withdrawn took its part of every deposit before it with it, and of the fees until then. Of the readings it takes the first,
 * one at or after each withdrawal, and that of the closing block. Undefined for what is in no pool, or not any more, or was not read at that block.
 */
export function againstHolding(
  legs: readonly PositionFacts[],
  closing: bigint | undefined,
  value: ValueNow,
): PoolAccount | undefined {
  const of = (kind: PositionFacts["kind"]) => legs.filter((leg) => leg.kind === kind);
  const pool: Pool = { pooled: of("pooled"), claimable: of("claimable"), value };
  const ends = pool.pooled.flatMap(({ readings }) => readings.find(({ block }) => block === closing) ?? []);
  const [end] = ends;
  if (!end || ends.length < pool.pooled.length || ends.every(({ amount }) => amount === 0n)) return undefined;
  const moves = poolMoves(pool.pooled, end.block);
  const kept = begin(pool, moves);
  for (const [index, move] of moves.entries()) {
    if (move.direction === "in") putIn(kept, move);
    else {
      addFees(kept, pool.claimable, move.block);
      takeOut(kept, partOf(pool, kept, moves.slice(index)), move.shares);
    }
  }
  addFees(kept, pool.claimable, end.block);
  return accountOf(pool, kept, ends);
}

/** What was there at the first reading, and nobody saw come, counts as put in then. */
function begin({ pooled, claimable }: Pool, moves: readonly PoolMove[]): Kept {
  const kept = nothingIn(pooled.length, claimable.length);
  const firsts = pooled.flatMap(({ readings }) => readings[0] ?? []);
  const [first] = firsts;
  const isUnseen =
    first && firsts.some(({ amount }) => amount > 0n) && !moves.some(({ block }) => block <= first.block);
  if (!isUnseen) return kept;
  putIn(kept, { at: first.at, amounts: firsts.map(({ amount }) => amount), shares: first.shares });
  addFees(kept, claimable, first.block);
  return { ...kept, fees: kept.fees.map(() => 0n) };
}

/** The first move's part of what was there before it: of the shares, or where they are not told, of what both tokens are worth. */
function partOf({ pooled, value }: Pool, kept: Kept, [move, ...later]: readonly PoolMove[]): Part {
  const { block = 0n, shares, amounts = [] } = move ?? {};
  if (shares !== undefined && kept.shares !== undefined && kept.shares > 0n)
    return { part: shares < kept.shares ? shares : kept.shares, whole: kept.shares };
  kept.isExact = false;
  const left = pooled.map(({ readings }, index) => {
    const reading = readings.find((one) => one.block >= block);
    const since = later.filter((one) => one.block <= (reading?.block ?? block));
    return since.reduce((sum, one) => {
      const amount = one.amounts[index] ?? 0n;
      return one.direction === "in" ? sum - amount : sum + amount;
    }, reading?.amount ?? 0n);
  });
  const [part, rest] = [worth(pooled, amounts, value), worth(pooled, left, value)];
  if (part === undefined || rest === undefined || part <= 0n) return { part: 0n, whole: 1n };
  return { part, whole: part + (rest > 0n ? rest : 0n) };
}

function accountOf({ pooled, claimable, value }: Pool, kept: Kept, ends: readonly ReadingFact[]): PoolAccount {
  const [leg] = pooled as [PositionFacts];
  const amounts = ends.map(({ amount }) => amount);
  const bare = withoutFees(kept, ends);
  const inside = amounts.map((amount, index) => amount - (bare[index] ?? 0n));
  const heldUsd = isSeen(kept, ends) ? worth(pooled, kept.deposits, value) : undefined;
  const poolUsd = worth(pooled, bare, value);
  const feesUsd = sumUsd([worth(pooled, inside, value), worth(claimable, kept.fees, value)]);
  const lossUsd = heldUsd === undefined || poolUsd === undefined ? undefined : poolUsd - heldUsd;
  return {
    ...{
      position: leg.position,
      label: positionLabel(leg),
      since: kept.since ?? ends[0]?.at ?? 0,
      isExact: kept.isExact,
    },
    ...{ heldUsd, poolUsd, lossUsd, feesUsd, netUsd: sumUsd([lossUsd, feesUsd]) },
  };
}

/** A pool that tells its growth keeps its fees among its tokens: without them it would hold what the roots of the deposits say. */
function withoutFees({ root }: Kept, ends: readonly ReadingFact[]): bigint[] {
  const amounts = ends.map(({ amount }) => amount);
  const now = rootOf(amounts);
  if (ends.some(({ growth }) => growth === undefined) || now <= root) return amounts;
  return amounts.map((amount) => (amount * root) / now);
}

/** Where shares came or went that no log told of, nobody knows what was put in. */
function isSeen({ shares }: Kept, [end]: readonly ReadingFact[]): boolean {
  return shares === undefined || end?.shares === undefined || shares === end.shares;
}

function worth(legs: readonly PositionFacts[], amounts: readonly bigint[], value: ValueNow): Usd {
  return sumUsd(legs.map(({ token }, index) => (amounts[index] ? value(amounts[index], token) : 0n)));
}
