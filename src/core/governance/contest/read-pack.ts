import { Refusal } from "../../../errors.ts";
import { describe } from "../ballots/read-place.ts";
import { parsePack, writePack } from "../pack/parse-pack.ts";
import { packs } from "../packs/index.ts";
import type { Counting, RulePack } from "../rule-pack.ts";

/** A pack by its name, as JSON, or as one that `extends` a named pack with other keys; checked like any other. */
export function readPack(written: unknown): RulePack<Counting> {
  if (typeof written === "string") return named(written);
  if (typeof written !== "object" || written === null || Array.isArray(written)) {
    throw new Refusal(`pack is ${describe(written)}, not a name or a rule pack.`);
  }
  const { extends: base, ...rest } = written as Record<string, unknown>;
  if (base === undefined) return parsePack(rest);
  if (typeof base !== "string") throw new Refusal(`pack.extends is ${describe(base)}, not a name.`);
  return parsePack({ ...(writePack(named(base)) as object), ...rest });
}

function named(name: string): RulePack<Counting> {
  const pack = Object.hasOwn(packs, name) ? packs[name] : undefined;
  if (pack !== undefined) return pack;
  throw new Refusal(`There is no rule pack "${name}". Known are ${Object.keys(packs).join(", ")}.`);
}
