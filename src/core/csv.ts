import { Refusal } from "../errors.ts";

/** A cell in quotes, or without any; then a comma, the line's end, or the text's. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;

/** A table as RFC 4180 has it, row by row; empty lines are left out. Throws Refusal where a quote is not where one may be, with the line. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = new RegExp(CELL);
  const content = text.replace(/^\uFEFF/, "");
  for (let at = 0; at < content.length; ) {
    cell.lastIndex = at;
    const found = cell.exec(content);
    if (!found)
      throw new Refusal(`There is a quote in the middle of line ${content.slice(0, at).split(/\r\n|\n|\r/).length}.`);
    const [whole, quoted, bare = "", end] = found;
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    at += whole.length;
    if (end === "," && at < content.length) continue;
    if (end === ",") row.push("");
    if (row.some((one) => one !== "")) rows.push(row);
    row = [];
  }
  return rows;
}
