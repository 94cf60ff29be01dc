/** How far each character moves the pen, in font units, and how many units the font's size has. */
export type Advances = { unitsPerEm: number; of: (codePoint: number) => number | undefined };

/** Reads the advances of a TrueType font from its head, hhea, hmtx and cmap (format 4) tables. */
export function readAdvances(font: Buffer): Advances {
  const table = (tag: string) => {
    const count = font.readUInt16BE(4);
    const entry = Array.from({ length: count }, (_, index) => 12 + index * 16).find(
      (at) => font.toString("latin1", at, at + 4) === tag,
    );
    if (entry === undefined) throw new Error(`The font has no ${tag} table`);
    return font.subarray(font.readUInt32BE(entry + 8), font.readUInt32BE(entry + 8) + font.readUInt32BE(entry + 12));
  };
  const metrics = table("hmtx");
  const measured = table("hhea").readUInt16BE(34);
  const glyphOf = readGlyphs(table("cmap"));
  return {
    unitsPerEm: table("head").readUInt16BE(18),
    of: (codePoint) => {
      const glyph = glyphOf(codePoint);
      // Glyphs past the measured ones share the last one's advance.
      return glyph === 0 ? undefined : metrics.readUInt16BE(Math.min(glyph, measured - 1) * 4);
    },
  };
}

/** The glyph of a character of the basic plane, 0 where the font has none. */
function readGlyphs(cmap: Buffer): (codePoint: number) => number {
  const offsets = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) => cmap.readUInt32BE(4 + index * 8 + 4));
  const at = offsets.find((offset) => cmap.readUInt16BE(offset) === 4);
  if (at === undefined) throw new Error("The font has no character map of format 4");
  const map = cmap.subarray(at);
  const width = map.readUInt16BE(6);
  const [ends, starts, deltas, ranges] = [14, 16 + width, 16 + 2 * width, 16 + 3 * width];
  return (codePoint) => {
    if (codePoint > 0xffff) return 0;
    for (let segment = 0; segment < width; segment += 2) {
      if (map.readUInt16BE(ends + segment) < codePoint) continue;
      const start = map.readUInt16BE(starts + segment);
      if (start > codePoint) return 0;
      const range = map.readUInt16BE(ranges + segment);
      const delta = map.readUInt16BE(deltas + segment);
      if (range === 0) return (codePoint + delta) & 0xffff;
      const glyph = map.readUInt16BE(ranges + segment + range + (codePoint - start) * 2);
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}
