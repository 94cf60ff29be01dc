import { Refusal } from "../../../errors.ts";

/** The index of the choice named, from zero. */
export function readPlace(written: unknown, names: readonly string[]): number {
  if (typeof written === "string") {
    const named = names.indexOf(written);
    if (named >= 0) return named;
    if (/^0\d+$/.test(written))
      throw new Refusal(`"${clip(written)}" is no choice: places are written without leading zeros.`);
  }
  const place = typeof written === "string" && /^[1-9]\d{0,4}$/.test(written) ? Number(written) : written;
  if (typeof place === "number" && Number.isInteger(place) && place >= 1 && place <= names.length) return place - 1;
  if (typeof place === "number" && !Number.isInteger(place))
    throw new Refusal(`${place} is no choice: places are whole numbers.`);
  throw new Refusal(`There is no choice ${describe(written)}: choose from 1 to ${names.length}.`);
}

/** What was written, short enough to be shown. */
export function describe(written: unknown): string {
  if (typeof written === "string") return `"${clip(written)}"`;
  if (typeof written === "number" || typeof written === "boolean" || written === null) return String(written);
  if (written === undefined) return "nothing";
  return Array.isArray(written) ? "a list" : "an object";
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
