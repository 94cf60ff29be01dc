import { z } from "zod";
import { Refusal } from "../../../errors.ts";
import type { Counting, RulePack } from "../rule-pack.ts";
import { asFraction, formatExactShare, type Share } from "../share.ts";
import { checkPack } from "./check-pack.ts";
import { rulePackSchema } from "./schema.ts";

/** A rule pack from its JSON, understood and found to make sense; Refusal naming every key that is wrong, or why the rules cannot be used. */
export function parsePack(written: unknown): RulePack<Counting> {
  const read = rulePackSchema.safeParse(written);
  if (!read.success) throw new Refusal(`This is not a rule pack: ${listIssues(read.error)}`);
  checkPack(read.data);
  return read.data;
}

/** The JSON that `parsePack` reads back as this very pack. */
export function writePack(pack: RulePack<Counting>): unknown {
  return write(pack, "");
}

const SHARE_KEYS = ["share", "cap"];

function write(value: unknown, key: string): unknown {
  if (SHARE_KEYS.includes(key)) return formatExactShare(normal(value as Share));
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map((inner) => write(inner, ""));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([name, inner]) => [name, write(inner, name)]));
}

function normal(share: Share): Share {
  return typeof share === "bigint" ? share : asFraction(share);
}

function listIssues(error: z.ZodError): string {
  const sentences = error.issues.map(
    ({ path, message }) => `${path.length === 0 ? "" : `${z.core.toDotPath(path)} `}${message}`,
  );
  return `${sentences.join("; ")}.`;
}
