import { readFileSync } from "node:fs";
import { type Advances, readAdvances } from "./font-advances.ts";
import { type FontWeight, fontFiles } from "./fonts.ts";

const read = new Map<FontWeight, Advances>();

/** How wide a text is drawn, in pixels, kerning aside. Characters that the font lacks count as a full square. */
export function textWidth(text: string, size: number, weight: FontWeight = 400): number {
  const advances = advancesOf(weight);
  const units = [...text].reduce(
    (sum, character) => sum + (advances.of(character.codePointAt(0) ?? 0) ?? advances.unitsPerEm),
    0,
  );
  return (units * size) / advances.unitsPerEm;
}

/** The text, cut with an ellipsis where it would be wider than there is room. */
export function fitText(text: string, room: number, size: number, weight: FontWeight = 400): string {
  if (textWidth(text, size, weight) <= room) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join("").trimEnd()}…`, size, weight) > room) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** The largest of the sizes at which the text fits, else the smallest. */
export function fitSize(text: string, room: number, sizes: readonly number[], weight: FontWeight = 400): number {
  return sizes.find((size) => textWidth(text, size, weight) <= room) ?? Math.min(...sizes);
}

function advancesOf(weight: FontWeight): Advances {
  const known = read.get(weight) ?? readAdvances(readFileSync(fontFiles[weight]));
  read.set(weight, known);
  return known;
}
