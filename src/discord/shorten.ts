/**
 * A text of at most so many UTF-16 units, cut between characters: short enough whether Discord counts units or characters.
 * What was cut ends with `end`.
 */
export function shorten(text: string, length: number, end = "…"): string {
  if (text.length <= length) return text;
  let kept = "";
  for (const character of text) {
    if (kept.length + character.length + end.length > length) break;
    kept += character;
  }
  return `${kept.trimEnd()}${end}`;
}
