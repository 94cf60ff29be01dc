/** An epoch as a number; one too large for that is none that anybody counts. */
export function safeEpoch(value: bigint | undefined): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}
