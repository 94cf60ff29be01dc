import { Refusal } from "../../../errors.ts";
import { asFraction, type Share } from "../share.ts";

/** Weight given to another to vote with: all of it unless a share is named, until it expires (unix seconds) or is taken back. */
export type Delegation = { from: string; to: string; share?: Share; expiresAt?: number };

/** The delegations in force at a moment, by who gave them; one that has come to its expiry no longer is. */
export function delegationsAt(delegations: readonly Delegation[], at: number | undefined): Map<string, Delegation[]> {
  const given = new Map<string, Delegation[]>();
  for (const delegation of delegations) {
    const { from, expiresAt } = delegation;
    if (expiresAt !== undefined && at === undefined)
      throw new Refusal(`The delegation of ${from} expires, but no time is told to hold that against.`);
    if (expiresAt !== undefined && at !== undefined && expiresAt <= at) continue;
    given.set(from, [...(given.get(from) ?? []), delegation]);
  }
  for (const [from, own] of given) checkShares(from, own);
  checkCycles(given);
  // The same delegates in the same order, whatever order they were told in: remainders go by it.
  for (const own of given.values()) own.sort((a, b) => (a.to < b.to ? -1 : 1));
  return given;
}

function checkShares(from: string, own: readonly Delegation[]): void {
  const delegates = new Set(own.map(({ to }) => to));
  if (delegates.has(from)) throw new Refusal(`${from} delegates to itself.`);
  if (delegates.size < own.length) throw new Refusal(`${from} delegates to the same voter twice.`);
  const fractions = own.map(({ share }) => asFraction(share ?? 1_000_000n));
  if (fractions.some(({ numerator }) => numerator <= 0n)) throw new Refusal(`${from} delegates a share of nothing.`);
  const denominator = fractions.reduce((product, fraction) => product * fraction.denominator, 1n);
  const sum = fractions.reduce((all, fraction) => all + fraction.numerator * (denominator / fraction.denominator), 0n);
  if (sum > denominator) throw new Refusal(`${from} delegates more than 100 %.`);
}

/** Refuses a circle of delegations and names who is in it. */
function checkCycles(given: ReadonlyMap<string, readonly Delegation[]>): void {
  const done = new Set<string>();
  for (const start of [...given.keys()].sort()) {
    const path: { voter: string; next: number }[] = [{ voter: start, next: 0 }];
    const onPath = new Set([start]);
    while (path.length > 0) {
      const top = path[path.length - 1] as { voter: string; next: number };
      const to = done.has(top.voter) ? undefined : given.get(top.voter)?.[top.next++]?.to;
      if (to === undefined) {
        done.add(top.voter);
        onPath.delete(top.voter);
        path.pop();
      } else if (onPath.has(to)) {
        const circle = path.slice(path.findIndex(({ voter }) => voter === to)).map(({ voter }) => voter);
        throw new Refusal(`These delegate in a circle: ${[...circle, to].join(" → ")}.`);
      } else {
        onPath.add(to);
        path.push({ voter: to, next: 0 });
      }
    }
  }
}
