import { WHOLE } from "../governance/share.ts";

/** Who has which part of a node, in millionths: by wallet (checksummed) or Discord id. */
export type Shares = Readonly<Record<string, bigint>>;

/** What the parts of a node add up to, in millionths. */
export function sharesTotal(shares: Shares): bigint {
  return Object.values(shares).reduce((sum, share) => sum + share, 0n);
}

/**
 * The part of a node that somebody has who goes by several names: what is listed for them, and for the owner also what is listed for nobody.
 * An owner who is listed has what is listed. Undefined for somebody who has no part.
 */
export function shareOf(names: ReadonlySet<string>, owner: string, shares: Shares | undefined): bigint | undefined {
  const listed = Object.entries(shares ?? {}).filter(([name]) => names.has(name));
  const sum = listed.reduce((total, [, share]) => total + share, 0n);
  const isOwner = names.has(owner) && shares?.[owner] === undefined;
  const all = sum + (isOwner ? WHOLE - sharesTotal(shares ?? {}) : 0n);
  return listed.length > 0 || names.has(owner) ? all : undefined;
}

/** A part of an amount, floored. */
export function partOf(amount: bigint, share: bigint): bigint {
  return (amount * share) / WHOLE;
}
