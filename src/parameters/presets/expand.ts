import type { Problem } from "../../config/problem.ts";
import { presets } from "./index.ts";
import type { Preset, PresetParameter } from "./preset.ts";

type Entry = Record<string, unknown>;

/** Where an expanded parameter comes from: the preset's entry in the config, and the parameter's name in the preset. */
type Origin = { name: string; parameter: string };

/** A config with its presets' parameters, what is wrong with its presets, and where each of those parameters comes from. */
export type Expanded = { input: unknown; problems: Problem[]; origins: ReadonlyMap<string, Origin> };

/** What a preset's entry says for all its parameters at once. */
const SHARED: readonly string[] = ["chain", "executor", "rulePack", "level"];

/** Problems of expanded parameters where their preset is written, each once: nobody wrote `parameters.lp-inflation`. */
export function atPresets(problems: readonly Problem[], origins: Expanded["origins"]): Problem[] {
  const moved = problems.map((problem): Problem => {
    const [section, id = "", ...rest] = problem.where.split(".");
    const origin = section === "parameters" ? origins.get(id) : undefined;
    if (origin === undefined) return problem;
    const key = SHARED.includes(rest[0] ?? "") ? rest : ["overrides", origin.parameter, ...rest];
    return { ...problem, where: ["presets", origin.name, ...key].join(".") };
  });
  return moved.filter(
    ({ where, what }, index) => moved.findIndex((one) => one.where === where && one.what === what) === index,
  );
}

/**
 * A config as it was read, with its presets' parameters under `parameters` as `<name>-<parameter>`. What has the wrong
 * shape is left for the schema to say; what names nothing is said here.
 */
export function expandPresets(input: unknown): Expanded {
  if (!isEntry(input) || !isEntry(input["presets"])) return { input, problems: [], origins: new Map() };
  const problems: Problem[] = [];
  const origins = new Map<string, Origin>();
  const added: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(input["presets"])) {
    const preset = isEntry(entry) ? presets.find((one) => one.name === entry["preset"]) : undefined;
    if (!preset || !isEntry(entry)) continue;
    const report = (key: string, what: string) => problems.push({ where: `presets.${name}.${key}`, what });
    checkNames(preset, entry, report);
    for (const [parameter, declared] of wanted(preset, entry)) {
      const id = `${name}-${parameter}`;
      added[id] = expand(name, parameter, declared, preset, entry, report);
      origins.set(id, { name, parameter });
    }
  }
  const own = isEntry(input["parameters"]) ? input["parameters"] : {};
  for (const id of Object.keys(added).filter((one) => Object.hasOwn(own, one)))
    problems.push({
      where: `parameters.${id}`,
      what: "comes from a preset too: give it another name, or use `overrides`",
    });
  return { input: { ...input, parameters: { ...own, ...added } }, problems, origins };
}

type Report = (key: string, what: string) => void;

function checkNames({ contracts, parameters }: Preset, entry: Entry, report: Report): void {
  const known = (section: Readonly<Record<string, unknown>>, names: readonly string[], key: string) => {
    for (const name of names.filter((one) => !Object.hasOwn(section, one)))
      report(key, `names "${name}", which the preset does not have; it has ${Object.keys(section).join(", ")}`);
  };
  known(contracts, keysOf(entry["contracts"]), "contracts");
  known(parameters, Array.isArray(entry["only"]) ? entry["only"].map(String) : [], "only");
  known(parameters, keysOf(entry["overrides"]), "overrides");
}

function wanted({ parameters }: Preset, entry: Entry): [string, PresetParameter][] {
  const { only } = entry;
  return Object.entries(parameters).filter(([name]) => !Array.isArray(only) || only.includes(name));
}

function expand(
  name: string,
  parameter: string,
  { contract, readFrom, sideEffects, ...declared }: PresetParameter,
  preset: Preset,
  entry: Entry,
  report: Report,
): Entry {
  const isAtHome = preset.everywhere === true || (entry["chain"] ?? preset.chain) === preset.chain;
  const addressOf = (which: string) => {
    const given = isEntry(entry["contracts"]) ? entry["contracts"][which] : undefined;
    const address = given ?? (isAtHome ? preset.contracts[which] : undefined);
    if (address === undefined)
      report("contracts", `needs the address of "${which}", where "${parameter}" is; or leave that out with \`only\``);
    return address ?? "0x0000000000000000000000000000000000000000";
  };
  const override = isEntry(entry["overrides"]) ? entry["overrides"][parameter] : undefined;
  const isVoted = declared.authority === undefined || declared.authority === "executor";
  return {
    ...declared,
    chain: entry["chain"] ?? preset.chain,
    target: addressOf(contract),
    ...(readFrom === undefined ? {} : { readFrom: addressOf(readFrom) }),
    // An effect on a parameter that is left out is not followed.
    ...(sideEffects === undefined
      ? {}
      : {
          sideEffects: sideEffects
            .filter((one) => wanted(preset, entry).some(([id]) => id === one))
            .map((one) => `${name}-${one}`),
        }),
    ...(isVoted && entry["executor"] === undefined ? { authority: "foundation" } : {}),
    ...pick(entry, isVoted ? ["executor", "rulePack", "level"] : ["executor"]),
    ...(isEntry(override) ? override : {}),
  };
}

function pick(entry: Entry, keys: readonly string[]): Entry {
  return Object.fromEntries(keys.flatMap((key) => (entry[key] === undefined ? [] : [[key, entry[key]]])));
}

function keysOf(value: unknown): string[] {
  return isEntry(value) ? Object.keys(value) : [];
}

function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
