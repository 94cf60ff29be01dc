import { apportion } from "../counting/apportion.ts";
import type { DelegationRule } from "../rule-pack.ts";
import { asFraction, type Fraction } from "../share.ts";
import { type Delegation, delegationsAt } from "./check-delegations.ts";
import type { Electorate } from "./make-electorate.ts";

/**
 * The electorate as it votes: weight moved from those who gave it to those they gave it to. Nothing is lost or made;
 * units that shares leave over go by largest remainder, of equal ones to the delegate whose name sorts first.
 */
export function resolveDelegations(
  electorate: Electorate,
  delegations: readonly Delegation[],
  { depth, override }: DelegationRule,
  hasVoted: (voter: string) => boolean,
  at: number | undefined,
): Electorate {
  const given = delegationsAt(delegations, at);
  const own = new Map(electorate.voters.map((voter, index) => [voter, electorate.weights[index] ?? 0n]));
  const held = new Map<string, bigint>();
  const hold = (voter: string, weight: bigint) => held.set(voter, (held.get(voter) ?? 0n) + weight);
  const pass = (from: string, weight: bigint, to: (voter: string, weight: bigint) => void) => {
    const gives = override && hasVoted(from) ? undefined : given.get(from);
    if (gives === undefined || weight === 0n) return hold(from, weight);
    const parts = partsOf(gives);
    const shares = apportion(weight, parts);
    gives.forEach((delegation, place) => {
      to(delegation.to, shares[place] ?? 0n);
    });
    return hold(from, shares[gives.length] ?? 0n);
  };
  if (depth === "one-hop") for (const [voter, weight] of own) pass(voter, weight, hold);
  else cascade(own, given, pass);
  const voters = [...held.keys()];
  const weights = voters.map((voter) => held.get(voter) ?? 0n);
  return { voters, weights, index: new Map(voters.map((voter, index) => [voter, index])), total: electorate.total };
}

/** Givers before those they give to, so that each passes on all it received at once. */
function cascade(
  own: ReadonlyMap<string, bigint>,
  given: ReadonlyMap<string, readonly Delegation[]>,
  pass: (from: string, weight: bigint, to: (voter: string, weight: bigint) => void) => void,
): void {
  const waiting = new Map<string, number>();
  for (const gives of given.values()) for (const { to } of gives) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const inflow = new Map(own);
  const receive = (voter: string, weight: bigint) => inflow.set(voter, (inflow.get(voter) ?? 0n) + weight);
  const ready = [...new Set([...own.keys(), ...given.keys(), ...waiting.keys()])].filter(
    (voter) => !waiting.get(voter),
  );
  for (let voter = ready.pop(); voter !== undefined; voter = ready.pop()) {
    pass(voter, inflow.get(voter) ?? 0n, receive);
    for (const { to } of given.get(voter) ?? []) {
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
}

/** The delegates' parts, then the giver's own. */
function partsOf(gives: readonly Delegation[]): bigint[] {
  const fractions: Fraction[] = gives.map(({ share }) => asFraction(share ?? 1_000_000n));
  const whole = fractions.reduce((product, { denominator }) => product * denominator, 1n);
  const parts = fractions.map(({ numerator, denominator }) => numerator * (whole / denominator));
  return [...parts, whole - parts.reduce((sum, part) => sum + part, 0n)];
}
