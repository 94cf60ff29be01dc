/** Whether two titles say much the same: by the letter triples they share (Dice's coefficient), whatever capitals and signs. Decides nothing; it only points. */
export function isMuchAlike(one: string, other: string): boolean {
  const [a, b] = [triples(one), triples(other)];
  if (a.size === 0 || b.size === 0) return plain(one) === plain(other);
  const common = [...a].filter((triple) => b.has(triple)).length;
  // Six tenths.
  return 20 * common >= 6 * (a.size + b.size);
}

function triples(text: string): Set<string> {
  const letters = [...` ${plain(text)} `];
  return new Set(letters.slice(2).map((_, index) => letters.slice(index, index + 3).join("")));
}

function plain(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
