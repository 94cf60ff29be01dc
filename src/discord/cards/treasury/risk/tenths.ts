/** A number of tenths, as members read it: `17.3`. */
export function tenths(value: bigint): string {
  return `${value / 10n}.${value % 10n}`;
}
