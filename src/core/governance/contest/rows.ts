import { Refusal } from "../../../errors.ts";
import { parseDecimal, scaleDecimal } from "../../decimal.ts";
import { describe } from "../ballots/read-place.ts";
import { numberText } from "../ballots/read-split.ts";
import type { WeightRow } from "../electorate/make-electorate.ts";

/** A JSON object whose keys are still anybody's. */
export type Row = Readonly<Record<string, unknown>>;

const LONGEST = 100;

/** The object, or a Refusal that names what should have been one. */
export function requireRow(written: unknown, what: string): Row {
  if (typeof written === "object" && written !== null && !Array.isArray(written)) return written as Row;
  throw new Refusal(`${what} is ${describe(written)}, not an object.`);
}

/** The first of a key's names that a row has of its own. */
export function field(row: Row, ...names: readonly string[]): unknown {
  const name = names.find((one) => Object.hasOwn(row, one));
  return name === undefined ? undefined : row[name];
}

/** Who votes: any text; an address in lower case, because it is one however it is written. */
export function readVoter(written: unknown, what: string): string {
  if (typeof written === "number" && Number.isSafeInteger(written)) return String(written);
  if (typeof written !== "string" || written === "") throw new Refusal(`${what} names no voter.`);
  return /^0x[0-9a-fA-F]{40}$/.test(written) ? written.toLowerCase() : written;
}

/** A weight in smallest units from a number or decimal text with at most so many decimals; exact, or a Refusal. */
export function readWeight(written: unknown, decimals: number, what: string): bigint {
  const text = typeof written === "number" ? numberText(written) : written;
  const decimal =
    typeof text === "string" && text.length <= LONGEST && !text.includes(",") ? parseDecimal(text) : undefined;
  if (decimal === undefined) {
    const isLarge =
      typeof written === "number" && Number.isFinite(written) && Math.abs(written) > Number.MAX_SAFE_INTEGER;
    throw new Refusal(
      `${what} has the weight ${describe(written)}${isLarge ? ", which a JSON number cannot hold exactly: write it as text" : ", which is not a number that can be counted exactly"}.`,
    );
  }
  const weight = scaleDecimal(decimal, { times: 10n ** BigInt(decimals) });
  if (weight === undefined)
    throw new Refusal(`${what} has the weight ${describe(written)}, finer than its ${decimals} decimals.`);
  if (weight < 0n) throw new Refusal(`${what} has a weight below zero.`);
  return weight;
}

/** A unix second, or nothing where there is none. */
export function readTime(written: unknown, what: string): number | undefined {
  if (written === undefined || written === null) return undefined;
  if (typeof written === "number" && Number.isSafeInteger(written) && written >= 0) return written;
  throw new Refusal(`${what} is ${describe(written)}, not a time in whole unix seconds.`);
}

/** The electorate from `[{ voter, weight }]`, `[[voter, weight]]` or `{ voter: weight }`; all wrong rows are named at once. */
export function readElectorate(written: unknown, decimals: number, where: string): WeightRow[] {
  const rows = Array.isArray(written)
    ? written
    : typeof written === "object" && written !== null
      ? Object.entries(written)
      : undefined;
  if (rows === undefined) throw new Refusal(`${where}electorate is ${describe(written)}, not a list of rows.`);
  return readAll(rows, (row, number) => {
    const what = `${where}electorate row ${number}`;
    const [voter, weight] = Array.isArray(row)
      ? row
      : [field(requireRow(row, what), "voter", "address"), field(row as Row, "weight", "vp", "balance")];
    return { voter: readVoter(voter, what), weight: readWeight(weight, decimals, what) };
  });
}

/** The list, empty where there is none. */
export function readList(written: unknown, what: string): readonly unknown[] {
  if (written === undefined) return [];
  if (Array.isArray(written)) return written;
  throw new Refusal(`${what} is ${describe(written)}, not a list.`);
}

/** Reads every row before it complains, so that one look finds all that is wrong. */
export function readAll<T>(rows: readonly unknown[], read: (row: unknown, number: number) => T): T[] {
  const problems: string[] = [];
  const found = rows.flatMap((row, index) => {
    try {
      return [read(row, index + 1)];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(error.message);
      return [];
    }
  });
  if (problems.length > 0)
    throw new Refusal(
      problems.slice(0, 20).join("\n") + (problems.length > 20 ? `\n… and ${problems.length - 20} more` : ""),
    );
  return found;
}
