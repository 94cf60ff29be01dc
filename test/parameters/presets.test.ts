import type { Address } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Config, ConfigInput } from "../../src/config/schema.ts";
import { Refusal } from "../../src/errors.ts";
import { checkChange, readKnob } from "../../src/parameters/change.ts";
import { checkParameter } from "../../src/parameters/check.ts";
import { expandPresets } from "../../src/parameters/presets/expand.ts";
import { presets } from "../../src/parameters/presets/index.ts";
import {
  describeChange,
  describeYear,
  encodeSetter,
  findParameter,
  formatValue,
  listParameters,
  listSideEffects,
  parseValue,
  readParameter,
} from "../../src/parameters/registry.ts";
import { describeAuthority } from "../../src/parameters/votable.ts";
import { testConfig } from "../support/test-config.ts";
import { type PresetChain, startPresetChain } from "./preset-chain.ts";

let world: PresetChain;
let config: Config;

/** The config's presets, expanded, on the local chain. */
function expanded(entries: NonNullable<ConfigInput["presets"]>): Config {
  const { input, problems } = expandPresets({ parameters: {}, presets: entries });
  expect(problems).toEqual([]);
  return testConfig({ parameters: (input as { parameters: NonNullable<ConfigInput["parameters"]> }).parameters });
}

beforeAll(async () => {
  world = await startPresetChain();
  const local = { chain: 31_337, executor: "dao" } as const;
  const contracts = (names: Record<string, string>) =>
    Object.fromEntries(Object.entries(names).map(([name, contract]) => [name, world.at(contract)]));
  config = expanded({
    lp: {
      ...local,
      preset: "livepeer",
      contracts: contracts({
        minter: "Minter",
        "bonding-manager": "BondingManager",
        "rounds-manager": "RoundsManager",
      }),
    },
    grt: {
      ...local,
      preset: "the-graph",
      contracts: contracts({
        "issuance-allocator": "IssuanceAllocator",
        "dispute-manager": "DisputeManager",
        "subgraph-service": "SubgraphService",
        "eligibility-oracle": "RewardsEligibilityOracle",
        curation: "Curation",
      }),
    },
    data: { ...local, preset: "streamr", contracts: contracts({ config: "StreamrConfig" }) },
    arb: { ...local, preset: "arbitrum", contracts: contracts({ "gas-info": "ArbGasInfo", owner: "ArbOwner" }) },
  });
}, 60_000);

afterAll(() => world?.stop());

async function readValue(id: string): Promise<string> {
  return world.chain.read(await world.chain.finalized(), readParameter(findParameter(config, id)));
}

test("default: every parameter of every preset is sound, and its value can be read", async () => {
  const all = listParameters(config);
  expect(all.length).toBe(presets.reduce((sum, { parameters }) => sum + Object.keys(parameters).length, 0));
  expect(all.flatMap(({ id }) => checkParameter(config, id).map((what) => `${id}: ${what}`))).toEqual([]);
  const block = await world.chain.finalized();
  const outcomes = await world.chain.readAll(block, all.map(readKnob));
  const shown = all.map((ref, index) => {
    const outcome = outcomes[index];
    return [ref.id, outcome?.ok ? formatValue(config, ref, outcome.value.raw) : outcome?.reason];
  });
  expect(Object.fromEntries(shown)).toEqual({
    "lp-inflation": "0.02185 % per round",
    "lp-inflation-change": "0.00005 % per round",
    "lp-target-bonding": "50 %",
    "lp-treasury-cut": "10 %",
    "lp-treasury-cut-now": "10 %",
    "lp-treasury-ceiling": "750,000 LPT",
    "lp-unbonding-period": "7 rounds (about 6 d 3 h)",
    "lp-active-set": "100 orchestrators",
    "lp-round-length": "5,760 blocks",
    "lp-round-lock": "10 %",
    "grt-issuance": "120.73 GRT per block",
    "grt-eligibility": "14 d",
    "grt-oracle-timeout": "7 d",
    "grt-curation-tax": "1 %",
    "grt-slashing": "100 %",
    "grt-fisherman-reward": "50 %",
    "grt-least-provision": "100,000 GRT",
    "grt-delegation-ratio": "16",
    "grt-stake-to-fees": "2",
    "grt-poi-staleness": "28 d",
    "grt-curation-cut": "10 %",
    "data-slashing": "10 %",
    "data-protocol-fee": "5 %",
    "data-self-delegation": "10 %",
    "data-least-delegation": "1 DATA",
    "data-max-queue": "30 d",
    "data-max-penalty": "14 d",
    "data-flag-stake": "500 DATA",
    "data-reviewers": "7 reviewers",
    "data-reviewer-search": "20 tries",
    "arb-least-base-fee": "0.01 gwei",
    "arb-speed-limit": "7,000,000 gas",
    "arb-tx-gas-limit": "32,000,000 gas",
    "arb-pricing-inertia": "1 min 42 s",
  });
});

test("default: every setter sets what its getter reads", async () => {
  for (const ref of listParameters(config).filter((one) => one.config.authority === "executor")) {
    const before = await readValue(ref.id);
    const after = (BigInt(before) - 1n).toString();
    await world.send(ref.config.target, encodeSetter(ref, after));
    expect([ref.id, await readValue(ref.id)]).toEqual([ref.id, after]);
    await world.send(ref.config.target, encodeSetter(ref, before));
  }
}, 60_000);

test("default: a rate is shown by the year, before and after", () => {
  const inflation = findParameter(config, "lp-inflation");
  expect(describeYear(config, inflation, "218500")).toBe("9.54 % a year");
  const issuance = findParameter(config, "grt-issuance");
  const after = parseValue(config, issuance, "114.73 GRT per block");
  expect(describeChange(config, issuance, "120730000000000000000", after)).toBe(
    "−6 GRT (−4.96 %); in a year 317,278,440 GRT → 301,510,440 GRT",
  );
});

test("behavior: what moves by itself is shown, and cannot be proposed", () => {
  const inflation = findParameter(config, "lp-inflation");
  expect(describeAuthority(config, inflation)).toBe("nobody: it moves by itself");
  expect(() => parseValue(config, inflation, "0.02 %")).toThrow("Inflation moves by itself: nobody sets it.");
});

test("behavior: a bound that the contract holds is read with the value", async () => {
  const queue = findParameter(config, "data-max-queue");
  const { raw, bounds } = await world.chain.read(await world.chain.finalized(), readKnob(queue));
  expect([raw, bounds]).toEqual(["2592000", { min: 1_209_600n, max: undefined }]);
  const change = { before: raw, bounds, lastChangedAt: undefined, now: 0 };
  expect(() => checkChange(config, queue, { ...change, after: parseValue(config, queue, "13 d") })).toThrow(
    "13 d is too little: the contract takes no Longest undelegation queue below 14 d.",
  );
  checkChange(config, queue, { ...change, after: parseValue(config, queue, "15 d") });
});

test("behavior: side effects are named as this config names them", () => {
  const effects = (...ids: string[]) => listSideEffects(config, ids).map(({ id }) => id);
  expect(effects("data-reviewers")).toEqual(["data-reviewer-search"]);
  expect(effects("data-reviewers", "data-reviewer-search")).toEqual([]);
  expect(effects("lp-treasury-ceiling", "arb-speed-limit")).toEqual(["lp-treasury-cut", "lp-treasury-cut-now"]);
});

test("default: without an executor a preset can be read and not voted on; with `only` it is short; `overrides` change it", () => {
  const few = expanded({
    lp: { preset: "livepeer", chain: 31_337, only: ["target-bonding"], contracts: { minter: world.at("Minter") } },
    net: {
      preset: "livepeer",
      chain: 31_337,
      executor: "dao",
      only: ["target-bonding"],
      contracts: { minter: world.at("Minter") },
      overrides: { "target-bonding": { title: "Bonding", guardrails: { mostChange: "5 %" } } },
    },
  });
  expect(listParameters(few).map(({ id, title }) => [id, title])).toEqual([
    ["lp-target-bonding", "Target bonding rate"],
    ["net-target-bonding", "Bonding"],
  ]);
  expect(() => parseValue(few, findParameter(few, "lp-target-bonding"), "46 %")).toThrow(Refusal);
  expect(parseValue(few, findParameter(few, "net-target-bonding"), "46 %")).toBe("460000000");
});

test("error: what a preset does not know is said, by name", () => {
  const problems = (entry: unknown, parameters: unknown = {}) =>
    expandPresets({ parameters, presets: { lp: entry } }).problems.map(({ where, what }) => `${where}: ${what}`);
  expect(problems({ preset: "the-graph" })).toEqual([
    'presets.lp.contracts: needs the address of "curation", where "curation-tax" is; or leave that out with `only`',
  ]);
  expect(problems({ preset: "livepeer", only: ["inflatoin"] })[0]).toContain(
    'names "inflatoin", which the preset does not have',
  );
  expect(problems({ preset: "streamr", chain: 3_338 })[0]).toContain('needs the address of "config"');
  expect(problems({ preset: "arbitrum", chain: 42_170 })).toEqual([]);
  expect(problems({ preset: "livepeer", only: ["inflation"] }, { "lp-inflation": {} })).toEqual([
    "parameters.lp-inflation: comes from a preset too: give it another name, or use `overrides`",
  ]);
  expect(problems({ preset: "nothing" })).toEqual([]);
});

test("boundary: a preset's names fit behind a name of the config, and its addresses are addresses", () => {
  for (const { parameters, contracts } of presets) {
    for (const name of Object.keys(parameters)) expect(name.length).toBeLessThanOrEqual(20);
    for (const address of Object.values(contracts))
      expect(address ?? ("0x" satisfies Address | "0x")).toMatch(/^0x([0-9a-fA-F]{40})?$/);
  }
});
