import { Refusal } from "../../../errors.ts";
import { canonical } from "../../canonical.ts";
import { parsePack } from "../pack/parse-pack.ts";
import type { Counting, RulePack } from "../rule-pack.ts";
import { formatExactShare, type Share } from "../share.ts";

/** The rule pack as a proposal froze it (shares as millionths or fractions), checked like any other; Refusal where it is not one. */
export function readFrozenPack(frozen: unknown): RulePack<Counting> {
  const pack = parsePack(asWritten(frozen, ""));
  if (canonical(pack) !== canonical(frozen))
    throw new Refusal("The rule pack reads differently from how it was frozen.");
  return pack;
}

const SHARE_KEYS = ["share", "cap"];

function asWritten(value: unknown, key: string): unknown {
  if (SHARE_KEYS.includes(key)) return formatExactShare(readShare(value));
  if (Array.isArray(value)) return value.map((inner) => asWritten(inner, ""));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asWritten(inner, name)]));
}

function readShare(value: unknown): Share {
  if (typeof value === "string" && /^\d{1,40}$/.test(value)) return BigInt(value);
  const { numerator, denominator } = Object(value) as { numerator?: unknown; denominator?: unknown };
  const [above, below] = [String(numerator), String(denominator)];
  if (/^\d{1,40}$/.test(above) && /^\d{1,40}$/.test(below))
    return { numerator: BigInt(above), denominator: BigInt(below) };
  throw new Refusal("The rule pack has a share that is not one.");
}
