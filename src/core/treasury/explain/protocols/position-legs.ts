import type { Address } from "viem";
import type { Facts } from "../facts.ts";
import { findLeg, isWrapped, type Leg, legOf } from "../legs.ts";

/** The transfers of these amounts between an account and a pool, or the coin that the manager wrapped or unwrapped for it. */
export function findLegs(
  facts: Facts,
  way: "in" | "out",
  manager: Address,
  log: number,
  amounts: readonly bigint[],
): (Leg | undefined)[] {
  const used = new Set<number>();
  return amounts.map((raw) => {
    if (raw === 0n) return undefined;
    const move = facts.moves.find(
      (one) => one.way === way && one.raw === raw && one.asset.item === undefined && !used.has(one.log),
    );
    const wrapped = move === undefined ? facts.wraps.find((one) => one.raw === raw && one.who === manager) : undefined;
    const token =
      move?.token ??
      (wrapped === undefined
        ? undefined
        : facts.transfers.find((one) => one.raw === raw && isWrapped(facts, one.token))?.token);
    const leg =
      token === undefined
        ? way === "out"
          ? findWithChange(facts, raw, used)
          : undefined
        : findLeg(facts, { way, token, raw, via: manager });
    for (const claim of leg?.claims ?? []) used.add(claim);
    return leg && { ...leg, log: Math.max(leg.log, way === "in" ? log : 0) };
  });
}

/** What was given less what came back of it: a contract in between takes as much as is wished, and gives back what does not fit. */
function findWithChange({ moves }: Facts, raw: bigint, used: ReadonlySet<number>): Leg | undefined {
  for (const given of moves) {
    if (given.way !== "out" || given.raw <= raw || given.asset.address === undefined || used.has(given.log)) continue;
    const back = moves.find(
      (one) =>
        one.way === "in" &&
        !used.has(one.log) &&
        one.token === given.token &&
        one.from === given.to &&
        one.raw === given.raw - raw,
    );
    if (back !== undefined) return { ...legOf(given), raw, claims: [given.log, back.log] };
  }
  return undefined;
}
