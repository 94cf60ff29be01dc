import { Refusal } from "../../../errors.ts";
import { parseDecimal } from "../../decimal.ts";
import { greatestCommonDivisor } from "../share.ts";
import type { Split } from "./choice.ts";
import { describe, readPlace } from "./read-place.ts";

/** Finer than anybody votes; keeps exact sums of many splits small. */
const MOST_PARTS = 1_000_000n;
/** Digits that a JSON number keeps through a double whatever they are. */
const SAFE_DIGITS = 15;
const LONGEST = 40;

/** A split from `{ choice: part }` or `[[choice, part], …]`: parts above zero, in lowest terms; what is given nothing is left out. */
export function readSplit(written: unknown, names: readonly string[]): Split {
  const entries = entriesOf(written);
  const parts = new Map<number, { digits: bigint; places: number }>();
  for (const [key, part] of entries) {
    const choice = readPlace(key, names);
    if (parts.has(choice)) throw new Refusal(`The ballot names "${names[choice]}" twice.`);
    parts.set(choice, readPart(part, names[choice] ?? ""));
  }
  const places = Math.max(0, ...[...parts.values()].map((part) => part.places));
  const scaled = [...parts]
    .map(([choice, part]) => ({ choice, part: part.digits * 10n ** BigInt(places - part.places) }))
    .filter(({ part }) => part > 0n)
    .sort((a, b) => a.choice - b.choice);
  if (scaled.length === 0) throw new Refusal("A ballot that gives no choice anything says nothing.");
  const divisor = scaled.reduce((all, { part }) => greatestCommonDivisor(all, part), 0n);
  const reduced = scaled.map(({ part }) => part / divisor);
  if (reduced.reduce((sum, part) => sum + part, 0n) > MOST_PARTS) {
    throw new Refusal("The ballot divides its weight more finely than into a million parts.");
  }
  return { choices: scaled.map(({ choice }) => choice), parts: reduced };
}

function entriesOf(written: unknown): readonly (readonly [unknown, unknown])[] {
  if (Array.isArray(written)) {
    if (written.every((one): one is [unknown, unknown] => Array.isArray(one) && one.length === 2)) return written;
    throw new Refusal("A split is written as { choice: part } or as pairs of choice and part.");
  }
  if (typeof written !== "object" || written === null) {
    throw new Refusal(`A ballot here divides its weight, such as {"1": 60, "2": 40}; it is not ${describe(written)}.`);
  }
  return Object.entries(written);
}

function readPart(written: unknown, name: string): { digits: bigint; places: number } {
  const text = typeof written === "number" ? numberText(written) : written;
  const decimal =
    typeof text === "string" && text.length <= LONGEST && !text.includes(",") ? parseDecimal(text) : undefined;
  if (decimal === undefined)
    throw new Refusal(`The part of "${name}" is ${describe(written)}, not a number that can be counted exactly.`);
  if (decimal.digits < 0n) throw new Refusal(`The part of "${name}" is below zero.`);
  return decimal;
}

/** The number as it was written, or nothing where it may not be that any more. */
export function numberText(number: number): string | undefined {
  if (!Number.isFinite(number)) return undefined;
  if (Number.isInteger(number)) return Number.isSafeInteger(number) ? String(number) : undefined;
  const text = String(number);
  return /^-?\d+\.\d+$/.test(text) && text.replace(/[-.]/g, "").replace(/^0+/, "").length <= SAFE_DIGITS
    ? text
    : undefined;
}
