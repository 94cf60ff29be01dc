/** A decimal number in text with its whole part in groups of three; the digits stay as they are. */
export function groupDigits(amount: string): string {
  const [whole = "", ...rest] = amount.split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...rest].join(".");
}

/** The same with at most two decimals, cut and never rounded; a cut is marked by "…". */
export function shortDigits(amount: string): string {
  const cut = /^(\d+\.\d{2})\d+$/.exec(amount)?.[1];
  return cut === undefined ? groupDigits(amount) : `${groupDigits(cut)}…`;
}
