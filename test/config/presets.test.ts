import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findSetup } from "../../src/setup/setup.ts";

const ENV = { DISCORD_TOKEN: "MTIzNDU2Nzg5.GabcdE.canary", RPC_URLS_42161: "https://one.example" };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-presets-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

type Written = Record<string, Record<string, Record<string, unknown>>>;

/** The smallest config there is, changed; what it becomes, and what is wrong with it. */
async function setup(change: (config: Written) => void) {
  const config = JSON.parse(readFileSync(new URL("../../docs/examples/minimal.json", import.meta.url), "utf8"));
  change(config);
  const path = join(folder, "config.json");
  writeFileSync(path, JSON.stringify(config));
  const found = await findSetup({ ...ENV, STEWARD_CONFIG: path }, folder, ["close-votes"]);
  return { config: found.config, said: found.problems.map(({ where, what }) => `${where}: ${what}`) };
}

const preset = (entry: Record<string, unknown>) => (config: Written) => {
  config["presets"] = { lp: entry };
};

test("default: a preset's parameters stand beside those written by hand", async () => {
  const { config, said } = await setup(
    preset({ preset: "livepeer", executor: "dao", only: ["inflation", "target-bonding"] }),
  );
  expect(said).toEqual([]);
  expect(Object.keys(config?.parameters ?? {})).toEqual(["operator-fee", "lp-inflation", "lp-target-bonding"]);
  expect(config?.parameters["lp-target-bonding"]).toMatchObject({
    chain: 42_161,
    target: "0xc20DE37170B45774e6CD3d2304017fc962f27252",
    executor: "dao",
    authority: "executor",
  });
});

test.each<[string, Record<string, unknown>, string[]]>([
  [
    "a network nobody knows",
    { preset: "nobody" },
    ["presets.lp.preset: must be one of livepeer, the-graph, streamr, arbitrum"],
  ],
  [
    "a chain that is not there, once and not for each parameter",
    { preset: "arbitrum", chain: 7 },
    ["presets.lp.chain: names chain 7, which is not under `chains`"],
  ],
  [
    "an executor that is not there",
    { preset: "livepeer", executor: "safe" },
    ['presets.lp.executor: names "safe", which is not under `executors`'],
  ],
  [
    "an override that does not fit",
    { preset: "livepeer", only: ["round-lock"], overrides: { "round-lock": { guardrails: { max: "5" } } } },
    ["presets.lp.overrides.round-lock: The unit is missing."],
  ],
  [
    "an override that is no key",
    { preset: "livepeer", only: ["round-lock"], overrides: { "round-lock": { guardrials: {} } } },
    ["presets.lp.overrides.round-lock.guardrials: is not a key of the config: look for a typing error"],
  ],
])("error: %s is said where it was written", async (_, entry, expected) => {
  expect((await setup(preset(entry))).said).toEqual(expected);
});

test("error: a vote's parameter needs an executor, one that no vote changes does not", async () => {
  const without = (authority?: string) =>
    setup(({ parameters }) => {
      const { executor: _, setter, ...fee } = parameters?.["operator-fee"] ?? {};
      Object.assign(parameters ?? {}, { "operator-fee": authority ? { ...fee, authority } : { ...fee, setter } });
    });
  expect((await without()).said).toEqual([
    "parameters.operator-fee.executor: is missing: a vote's parameter is changed through one of `executors`",
  ]);
  expect((await without("foundation")).said).toEqual([]);
});

test("error: a group that cannot be is said by its name", async () => {
  const { said } = await setup((config) => {
    config["parameterGroups"] = {
      split: { title: "Split", setter: "function set(uint256 a, uint256 b)", order: ["operator-fee", "nobody"] },
    };
  });
  expect(said).toContain('parameterGroups.split: names "nobody", which is not under `parameters`');
});
