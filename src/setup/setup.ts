import { checkSignatures } from "../chain/weights/check.ts";
import { checkConfig, missingUrl } from "../config/check.ts";
import { type Environment, readEnvironment } from "../config/environment.ts";
import { findConfigFile, parseConfig, readConfigFile } from "../config/load.ts";
import { ConfigError, type Problem } from "../config/problem.ts";
import type { Config } from "../config/schema.ts";
import { checkParameter } from "../parameters/check.ts";
import { checkParameterGroup } from "../parameters/check-group.ts";
import { atPresets, expandPresets } from "../parameters/presets/expand.ts";
import { kinds } from "./kinds.ts";
import { readInflation } from "./read-inflation.ts";
import { readRegistries } from "./read-registries.ts";

/** What Steward was told: secrets and places by the environment, the community by the config. */
export type Setup = { environment: Environment; config: Config; file: string };

/** What could be read, however much of it is wrong, and everything that is. */
export type SetupFound = {
  environment: Environment | undefined;
  config: Config | undefined;
  file: string | undefined;
  problems: readonly Problem[];
};

/** Reads environment and config of a folder as far as they can be read. */
export async function findSetup(env: NodeJS.ProcessEnv, folder: string, jobs: readonly string[]): Promise<SetupFound> {
  const { environment, problems } = readEnvironment(env);
  const file = findConfigFile(env["STEWARD_CONFIG"] || undefined, folder);
  if (file === undefined) {
    const missing = {
      where: "STEWARD_CONFIG",
      what: "is missing, and there is no steward.config.{ts,js,json} here: docs/config.md says what goes into one",
    };
    return { environment, config: undefined, file, problems: [...problems, missing] };
  }
  const read = await readConfigFile(file);
  if (read.problems.length > 0)
    return { environment, config: undefined, file, problems: [...problems, ...read.problems] };
  const expanded = expandPresets(read.input);
  const { config, problems: wrong, rest } = parseConfig(expanded.input, kinds);
  const shape = [...expanded.problems, ...wrong];
  const chains = Object.keys(env).flatMap((name) => /^RPC_URLS_(\d+)$/.exec(name)?.[1] ?? []);
  const known = { chains: chains.map(Number), jobs, checkParameter, checkSignatures };
  const whole = config ?? rest?.config;
  const meaning =
    whole === undefined
      ? missingUrls(read.input, chains)
      : [
          ...checkConfig(whole, known),
          ...checkGroups(whole),
          ...readRegistries(whole, file),
          ...readInflation(whole, file),
        ].filter(({ refersTo }) => refersTo === undefined || !rest?.left.has(refersTo));
  const ofConfig = atPresets([...shape, ...meaning], expanded.origins);
  return { environment, config, file, problems: [...problems, ...ofConfig] };
}

/** Reads environment and config; throws ConfigError that names everything wrong with either. */
export async function readSetup(env: NodeJS.ProcessEnv, folder: string, jobs: readonly string[]): Promise<Setup> {
  const { environment, config, file, problems } = await findSetup(env, folder, jobs);
  if (environment === undefined || config === undefined || file === undefined || problems.length > 0)
    throw new ConfigError(problems);
  return { environment, config, file };
}

function checkGroups(config: Config): Problem[] {
  return Object.keys(config.parameterGroups).flatMap((name) =>
    checkParameterGroup(config, name).map((what) => ({ where: `parameterGroups.${name}`, what })),
  );
}

/** Of a config that is not sound otherwise, at least this can be told at once. */
function missingUrls(input: unknown, known: readonly string[]): Problem[] {
  const { chains } = (input ?? {}) as { chains?: unknown };
  if (typeof chains !== "object" || chains === null) return [];
  return Object.keys(chains)
    .filter((id) => /^\d+$/.test(id) && !known.includes(id))
    .map(missingUrl);
}
