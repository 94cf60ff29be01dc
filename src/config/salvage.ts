import type { core } from "zod";

/** Sections whose entries stand by themselves: a bad one can be left out without losing the others. */
const RECORDS: readonly string[] = [
  "chains",
  "tokens",
  "prices",
  "electorates",
  "rulePacks",
  "executors",
  "parameters",
  "parameterGroups",
  "presets",
  "rewards",
  "positions",
  "reports",
];

/** Sound values of the sections that nothing else refers to, standing in for those that are not. */
const STAND_INS: Record<string, unknown> = {
  server: "100000000000000000",
  channels: { proposals: "100000000000000000", reports: "100000000000000000" },
  roles: { maintainer: [], treasurer: [] },
};

/** What is left of a config without its bad entries, and which names were left out of which section. */
export type Salvage = { input: unknown; left: ReadonlySet<string> };

/** Leaves out whatever has the wrong shape, so that the rest can still be checked for its meaning and all be said at once. */
export function salvage(input: unknown, issues: readonly core.$ZodIssue[]): Salvage | undefined {
  if (!isRecord(input)) return undefined;
  const copy = structuredClone(input);
  const left = new Set<string>();
  for (const { code, path, ...issue } of issues) {
    const [section, name] = path.map(String);
    if (code === "unrecognized_keys" && "keys" in issue) drop(copy, path, issue.keys);
    else if (section === undefined) return undefined;
    else if (name !== undefined && RECORDS.includes(section)) {
      drop(copy, [section], [name]);
      left.add(`${section}.${name}`);
    } else if (section === "voting") copy["voting"] = { ...pick(input["voting"]), periodSeconds: 1 };
    else if (section in STAND_INS) copy[section] = STAND_INS[section];
    else drop(copy, [], [section]);
  }
  return { input: copy, left };
}

/** The two names of `voting` that can be looked up, whatever else is wrong with it. */
function pick(voting: unknown): Record<string, unknown> {
  return isRecord(voting) ? { rulePack: voting["rulePack"], electorate: voting["electorate"] } : {};
}

function drop(from: unknown, path: readonly PropertyKey[], keys: readonly string[]): void {
  const holder = path.reduce<unknown>((at, key) => (isRecord(at) ? at[String(key)] : undefined), from);
  if (isRecord(holder)) for (const key of keys) delete holder[key];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
