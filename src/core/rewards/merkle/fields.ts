import { type Address, checksumAddress, type Hex } from "viem";
import { z } from "zod";
import { Refusal } from "../../../errors.ts";
import { bare } from "../../sanitize.ts";

/** What helps against most faults of a file. */
export const FETCH_AGAIN = "Fetch the file again; if it stays so, ask whoever published it.";

const MOST = 2n ** 256n - 1n;
const HASH = /^0x[0-9a-f]{64}$/i;
const DEEPEST_TREE = 64;
const LONGEST_MESSAGE = 400;

/** An amount as decimal digits in quotes; any other writing is refused by name, a JSON number above all. */
export const amount = amountField((text) => (/^\d{1,80}$/.test(text) ? BigInt(text) : undefined));

/** The same where the format writes hexadecimal too. */
export const hexAmount = amountField((text) =>
  /^(\d{1,80}|0x[0-9a-f]{1,80})$/i.test(text) ? BigInt(text) : undefined,
);

/** An amount that the format writes as a JSON number. Sound only because numbers are read here digit by digit. */
export const numberAmount = field((value) => {
  if (typeof value === "bigint") return fitting(value, String(value));
  return readAmount(value, (text) => (/^\d{1,80}$/.test(text) ? BigInt(text) : undefined));
});

/** An address, in lower case or with the right checksum; with its checksum afterwards. */
export const account = field((value): Address | Fault => {
  if (typeof value !== "string" || !/^0x[0-9a-f]{40}$/i.test(value)) return fault("is no address", value);
  const right = checksumAddress(value as Address);
  return value === right || value === value.toLowerCase()
    ? right
    : fault("has a broken checksum: a letter or a digit of it was changed", value);
});

/** 32 bytes in hexadecimal; in lower case afterwards. */
export const hash = field(readHash);

/** The nodes of a proof, from the leaf's sibling upwards; one field, because there are a hundred thousand of them. */
export const proof = field((value): Hex[] | Fault => {
  if (!Array.isArray(value) || value.length > DEEPEST_TREE) return fault("is no proof: a list of hashes is", value);
  const nodes = value.map(readHash);
  return nodes.find(isFault) ?? (nodes as Hex[]);
});

/** A whole number from 0 that counts something: an index, a version, an epoch. */
export const count = field((value): number | Fault => {
  const isCount = typeof value === "bigint" && value >= 0n && value <= Number.MAX_SAFE_INTEGER;
  return isCount ? Number(value) : fault("is no whole number from 0", value);
});

/** Named parts of which each is read by itself. */
export const parts = field((value): Record<string, unknown> | Fault =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : fault("is no object", value),
);

/** A part of a file by its schema; the Refusal names the part and its first fault. */
export function readPart<Schema extends z.ZodType>(schema: Schema, value: unknown, part: string): z.output<Schema> {
  const read = schema.safeParse(value, { error: explain });
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const path = [part, ...(issue?.path ?? []).map(String)].filter(Boolean).join(" › ");
  throw new Refusal(`${bare(path, 200) || "The file"} ${issue?.message ?? "cannot be read"}.`, { hint: FETCH_AGAIN });
}

/** A Refusal about a file that can be read but does not hold; its words may be the file's own. */
export function broken(message: string): Refusal {
  return new Refusal(bare(message, LONGEST_MESSAGE), { hint: FETCH_AGAIN });
}

/** A row of a list, by its place and, where it says one, by its account. */
export function rowName(list: string, index: number, owner: unknown): string {
  return typeof owner === "string" ? `${list} › ${index} (${bare(owner, 42)})` : `${list} › ${index}`;
}

/** Marked by a symbol, because no file can write one. */
const FAULT = Symbol("fault");
type Fault = { [FAULT]: string };

function readHash(value: unknown): Hex | Fault {
  return typeof value === "string" && HASH.test(value)
    ? (value.toLowerCase() as Hex)
    : fault("is not 0x and 64 hexadecimal digits", value);
}

function fault(what: string, value: unknown): Fault {
  return { [FAULT]: value === undefined ? "is missing" : `${what}: ${show(value)}` };
}

/** A field read by a function of its own, whose faults are sentences without their subject. */
function field<Value>(read: (value: unknown) => Value | Fault) {
  return z.unknown().transform((value, context): Value => {
    const result = read(value);
    if (!isFault(result)) return result;
    context.addIssue({ code: "custom", message: result[FAULT] });
    return z.NEVER;
  });
}

function isFault(result: unknown): result is Fault {
  return typeof result === "object" && result !== null && FAULT in result;
}

function amountField(read: (text: string) => bigint | undefined) {
  return field((value) => readAmount(value, read));
}

function readAmount(value: unknown, read: (text: string) => bigint | undefined): bigint | Fault {
  if (typeof value === "bigint" || typeof value === "number")
    return fault("is a number; amounts beyond 2^53 lose digits as JSON numbers, so it must stand in quotes", value);
  if (typeof value !== "string") return fault("is no amount in quotes", value);
  const amount = read(value);
  if (amount !== undefined) return fitting(amount, value);
  if (/^-/.test(value)) return fault("is negative, as no reward can be", value);
  if (/^\d+\.\d+$/.test(value)) return fault("is a fraction; amounts are whole numbers of the smallest unit", value);
  return fault("is no amount: whole digits in the smallest unit are", value);
}

function fitting(amount: bigint, written: string): bigint | Fault {
  if (amount < 0n) return fault("is negative, as no reward can be", written);
  return amount <= MOST ? amount : fault("is more than 2^256 - 1, so no contract can hold it", written);
}

function show(value: unknown): string {
  if (typeof value === "string") return `"${bare(value, 60)}"`;
  if (value === null || typeof value !== "object") return bare(String(value), 60);
  return Array.isArray(value) ? "a list" : "an object";
}

const explain: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === "unrecognized_keys")
    return `has "${bare(issue.keys.join('", "'), 80)}", which is not known here; it may be money`;
  if (issue.input === undefined) return "is missing";
  if (issue.code === "invalid_type") return `is no ${EXPECTED[issue.expected] ?? issue.expected}: ${show(issue.input)}`;
  return "is not what it must be";
};

const EXPECTED: Record<string, string> = { array: "list", record: "object" };
