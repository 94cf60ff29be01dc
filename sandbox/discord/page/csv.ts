/** Splits comma-separated text into at most `limit` rows of cells; quotes may hold commas, line breaks and doubled quotes. */
export function parseCsv(text: string, limit: number): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  const source = text.replace(/^\uFEFF/, "");
  while (pattern.lastIndex < source.length && rows.length < limit) {
    const match = pattern.exec(source);
    if (!match) break;
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === ",") continue;
    rows.push(row);
    row = [];
  }
  return row.length > 0 && rows.length < limit ? [...rows, row] : rows;
}
