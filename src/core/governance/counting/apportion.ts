/**
 * Divides an amount by parts so that nothing is lost: each share floored, then one more for the largest remainders,
 * of equal ones to the lowest index. The same parts always give the same shares.
 */
export function apportion(amount: bigint, parts: readonly bigint[]): bigint[] {
  const whole = parts.reduce((sum, part) => sum + part, 0n);
  if (whole <= 0n) throw new RangeError("Nothing can be divided by no parts.");
  const shares = parts.map((part) => (amount * part) / whole);
  const remainders = parts.map((part, index) => ({ index, left: (amount * part) % whole }));
  const rest = Number(amount - shares.reduce((sum, share) => sum + share, 0n));
  remainders.sort((a, b) => (a.left === b.left ? a.index - b.index : a.left > b.left ? -1 : 1));
  for (const { index } of remainders.slice(0, rest)) shares[index] = (shares[index] ?? 0n) + 1n;
  return shares;
}
