/** A decimal number in text with its whole part in groups of three; the digits stay as they are. */
export function groupDigits(amount: string): string {
  const [whole = "", ...rest] = amount.split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...rest].join(".");
}
