import { readFileSync } from "node:fs";
import { type Advances, readAdvances } from "./font-advances.ts";
import { type FontWeight, fontFiles } from "./fonts.ts";

const read = new Map<FontWeight, Advances>();
const widths = new Map<string, number>();

/** How wide a text is drawn, in pixels, kerning aside. Characters that the font lacks count as a full square. */
export function textWidth(text: string, size: number, weight: FontWeight = 400): number {
  return [...text].reduce((sum, character) => sum + advance(character, weight), 0) * size;
}

/** The text, cut with an ellipsis where it would be wider than there is room. */
export function fitText(text: string, room: number, size: number, weight: FontWeight = 400): string {
  const characters = [...text];
  const limit = room / size;
  const ellipsis = advance("…", weight);
  let [width, fits] = [0, 0];
  for (const character of characters) {
    width += advance(character, weight);
    if (width + ellipsis <= limit) fits += 1;
    if (width > limit) return `${characters.slice(0, Math.max(fits, 1)).join("").trimEnd()}…`;
  }
  return text;
}

/** The largest of the sizes at which the text fits, else the smallest. */
export function fitSize(text: string, room: number, sizes: readonly number[], weight: FontWeight = 400): number {
  return sizes.find((size) => textWidth(text, size, weight) <= room) ?? Math.min(...sizes);
}

/** In font sizes. */
function advance(character: string, weight: FontWeight): number {
  const key = `${weight}${character}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  const advances = advancesOf(weight);
  const width = (advances.of(character.codePointAt(0) ?? 0) ?? advances.unitsPerEm) / advances.unitsPerEm;
  // Names from outside may hold any character; what is common is kept.
  if (widths.size < 1_000) widths.set(key, width);
  return width;
}

function advancesOf(weight: FontWeight): Advances {
  const known = read.get(weight) ?? readAdvances(readFileSync(fontFiles[weight]));
  read.set(weight, known);
  return known;
}
