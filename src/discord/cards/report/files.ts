import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { OutgoingFile } from "../../../app.ts";
import { isoDay } from "../../../core/treasury/format-time.ts";
import type { Statement } from "../../../core/treasury/statement.ts";
import { renderPng } from "../../../reports/drawing/render-png.ts";
import { nodesPicture, nodesWords } from "../../../reports/nodes-picture.ts";
import { promisePicture, promiseWords } from "../../../reports/promise-picture.ts";
import { statementCsv } from "../../../reports/tables/statement-csv.ts";
import { statementJson } from "../../../reports/tables/statement-json.ts";
import { waterfallPicture, waterfallWords } from "../../../reports/waterfall-picture.ts";
import { limits } from "../../limits.ts";

/** Bytes of one file; the pictures and the rest of the message go beside two of them. */
const MOST = limits.file / 4;

/** `daily-2026-11-22`: what a statement's files are called. */
export function fileName({ name, from, timeZone }: Statement): string {
  return `${name}-${isoDay(from, timeZone)}`;
}

/** What the card's own picture has no room for; each undefined where there is nothing to see. */
export async function reportPictures(statement: Statement) {
  const picture = async (name: string, svg: string | undefined, description: string | undefined) =>
    svg === undefined
      ? undefined
      : { name: `${fileName(statement)}-${name}.png`, data: await renderPng(svg), description: description ?? "" };
  return {
    waterfall: await picture("value", waterfallPicture(statement), waterfallWords(statement)),
    promise: await picture("rates", promisePicture(statement), promiseWords(statement)),
    nodes: await picture("nodes", nodesPicture(statement), nodesWords(statement)),
  };
}

/** A statement for a spreadsheet and for a program, each with the SHA-256 of what is in the file. */
export function reportFiles(statement: Statement): { files: OutgoingFile[]; hashLines: string[] } {
  const contents = [
    { name: `${fileName(statement)}.csv`, data: Buffer.from(statementCsv(statement)) },
    { name: `${fileName(statement)}.json`, data: Buffer.from(statementJson(statement).text) },
  ];
  return {
    files: contents.map(packed),
    hashLines: contents.map(
      ({ name, data }) => `-# SHA-256 of ${name}: ${createHash("sha256").update(data).digest("hex")}`,
    ),
  };
}

/** As it is, or compressed where it is large: a ledger of a lively month is mostly the same words. */
export function packed({ name, data }: OutgoingFile): OutgoingFile {
  return data.length <= MOST ? { name, data } : { name: `${name}.gz`, data: gzipSync(data, { level: 9 }) };
}
