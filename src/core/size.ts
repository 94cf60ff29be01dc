/** How far a value is from nothing, whatever its sign. */
export function sizeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Orders by size, the largest first, whatever the sign; what is unknown comes last. */
export function largestFirst(one: bigint | undefined, other: bigint | undefined): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
  const [a, b] = [sizeOf(one), sizeOf(other)];
  return a === b ? 0 : a > b ? -1 : 1;
}
