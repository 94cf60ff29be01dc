import { sizeOf } from "../../core/size.ts";

/** What a spreadsheet may take for the start of a formula or a command, full-width forms included. */
const ACTIVE = /^[=+\-@\t\r\n|%＝＋－＠]/u;

/** Spaces of every kind, and characters that show as nothing, which a spreadsheet may skip before it looks. */
const LEADING = /^[\s\p{Cc}\p{Cf}]+/u;

/** A number as this house writes it into a file: no grouping, a point, and a hyphen for less than nothing. */
const NUMBER = /^-?\d+(\.\d+)?$/;

/** A cell's text that no spreadsheet runs: an apostrophe goes before anything that could begin a formula; numbers stay as they are. */
export function inertCell(text: string): string {
  if (NUMBER.test(text)) return text;
  return ACTIVE.test(text) || ACTIVE.test(text.replace(LEADING, "")) ? `'${text}` : text;
}

/** An amount in smallest units as an exact decimal number: `-1234.500000`, always with all its decimals. */
export function exactDecimal(amount: bigint, decimals: number): string {
  const digits = `${sizeOf(amount)}`.padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals);
  return `${amount < 0n ? "-" : ""}${whole}${decimals > 0 ? `.${fraction}` : ""}`;
}
