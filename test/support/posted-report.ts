import { createHash } from "node:crypto";
import type { SeenMessage } from "../../sandbox/discord/act/view.ts";

type Leg = {
  position: string;
  leg: string;
  label: string;
  opening: string | null;
  closing: string | null;
  paidIn: string;
  takenOut: string;
  unexplained: string | null;
  income: string | null;
  token: { name: string; symbol: string; decimals: number };
};
type Entry = { kind: string; position: string; leg: string; token: string; units: string; usd: string | null };
type Waterfall = Record<string, string> & { leftOut: string[] };

/** What a report's thread carries, as whoever downloads it reads it. */
export type Posted = {
  statement: {
    name: string;
    title: string;
    from: number;
    to: number;
    positions: Leg[];
    entries: Entry[];
    waterfall: Waterfall | null;
    unknowns: string[];
    corrections?: { at: number; changes: string[] }[];
    residualUsd: string | null;
    prices: { name: string; answer: string; stale: boolean }[];
    totals: Record<string, string | null>;
  };
  rows: Record<string, string>[];
};

const kinds: Readonly<Record<string, string>> = {
  ...{ paidIn: "principal-in", paidOut: "principal-out", realised: "income-realised", accrued: "income-accrued" },
  ...{ expenses: "expense", capitalRealised: "capital-realised", capitalUnrealised: "capital-unrealised" },
  internal: "internal",
};

const sum = (values: readonly (string | null)[]) => values.reduce((all, value) => all + BigInt(value ?? 0), 0n);

/** Downloads a report's two files; throws where the hash is another. */
export async function download(message: SeenMessage): Promise<Posted> {
  const text = async (end: string) => {
    const file = message.attachments.find(({ filename }) => filename.endsWith(end));
    if (!file) throw new Error(`no ${end} among ${message.attachments.map(({ filename }) => filename).join(", ")}`);
    return (await fetch(file.url)).text();
  };
  const { sha256, statement } = JSON.parse(await text(".json")) as { sha256: string; statement: Posted["statement"] };
  if (createHash("sha256").update(JSON.stringify(statement)).digest("hex") !== sha256) throw new Error("another hash");
  return { statement, rows: parseCsv(await text(".csv")) };
}

/** Everything in the files that does not add up, recomputed from them alone; empty where the books balance. */
export function imbalances({ statement: { positions, entries, waterfall }, rows }: Posted): string[] {
  const wrong: string[] = [];
  const check = (what: string, one: bigint, other: bigint) => one === other || wrong.push(`${what}: ${one} ≠ ${other}`);
  const listed = rows.filter(({ kind }) => kind === "entry");
  check("entries in the CSV", BigInt(listed.length), BigInt(entries.length));
  for (const { position, leg, label, opening, closing } of positions) {
    if (opening === null || closing === null) continue;
    const change = BigInt(closing) - BigInt(opening);
    const own = <Of extends Record<"position" | "leg", string>>(one: Of) =>
      one.position === position && one.leg === leg;
    check(`units of ${label}`, change, sum(entries.filter(own).map(({ units }) => units)));
    check(
      `raw of ${label}`,
      change,
      sum((listed as Record<"position" | "leg" | "raw", string>[]).filter(own).map(({ raw }) => raw || "0")),
    );
  }
  if (waterfall === null) return wrong;
  const { opening, closing, leftOut, ...steps } = waterfall;
  check("the value", BigInt(closing ?? 0) - BigInt(opening ?? 0), sum(Object.values(steps)));
  const symbols = new Map(positions.map(({ token }) => [token.name, token.symbol]));
  for (const [step, kind] of Object.entries(kinds)) {
    const own = entries.filter((entry) => entry.kind === kind && !leftOut.includes(symbols.get(entry.token) ?? ""));
    check(step, BigInt(steps[step] ?? 0), sum(own.map(({ usd }) => usd)));
  }
  return wrong;
}

/** RFC 4180, with a heading. */
function parseCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = "", end = ""] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end.endsWith("\n")) rows.push([]);
    if (end === "") break;
  }
  const [heading = [], ...lines] = rows;
  return lines
    .filter(({ length }) => length > 1)
    .map((line) => Object.fromEntries(heading.map((name, index) => [name, line[index] ?? ""])));
}
