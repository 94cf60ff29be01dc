import { Refusal } from "../../../errors.ts";
import { sides } from "./choice.ts";
import type { WrittenChoice } from "./written-choice.ts";

/** Characters of a packed choice at most: what a button's sealed id has room for beside its kind, its proposal and its seal. */
export const LONGEST_PACKED = 50;

/** The letter of the first place; 25 follow it, so that every place has one. */
const FIRST = "A".charCodeAt(0);
const PARTS_BASE = 36;

/**
 * A kept choice as a short text: a side's word, else a letter for each place (`C`, `BAC`), where weight is divided each with its
 * part in base 36 (`A1oB14`). Refusal where that is longer than a button can carry.
 */
export function packChoice(written: WrittenChoice): string {
  const packed = pack(written);
  if (packed.length <= LONGEST_PACKED) return packed;
  throw new Refusal("This ballot divides its weight more finely than a button can carry.", {
    hint: "Give parts to fewer choices, or use rounder numbers.",
  });
}

/** What `packChoice` has packed, as `readChoice` takes it by place, whatever the choices are called; Refusal for any other text. */
export function unpackChoice(packed: string): unknown {
  if (sides.some((side) => side === packed)) return packed;
  if (/^[A-Z]+$/.test(packed)) return [...packed].map(placeOf);
  if (!/^(?:[A-Z][0-9a-z]{1,4})+$/.test(packed)) throw new Refusal("This is no ballot that Steward has prepared.");
  return [...packed.matchAll(/([A-Z])([0-9a-z]+)/g)].map(([, letter = "", part = ""]) => [
    placeOf(letter),
    String(Number.parseInt(part, PARTS_BASE)),
  ]);
}

/** A kept choice in the form that `readChoice` takes by place: in a kept split places are texts, which it takes for names first. */
export function byPlace(written: WrittenChoice): unknown {
  if (typeof written !== "object" || Array.isArray(written)) return written;
  return Object.entries(written).map(([place, part]) => [Number(place), part]);
}

function pack(written: WrittenChoice): string {
  if (typeof written === "string") return written;
  if (typeof written === "number") return letterOf(written);
  if (Array.isArray(written)) return written.map(letterOf).join("");
  const parts = Object.entries(written);
  return parts.map(([place, part]) => letterOf(Number(place)) + BigInt(part).toString(PARTS_BASE)).join("");
}

function letterOf(place: number): string {
  return String.fromCharCode(FIRST + place - 1);
}

function placeOf(letter: string): number {
  return letter.charCodeAt(0) - FIRST + 1;
}
