import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { configPage } from "../../scripts/config-page.ts";
import { describeConfig, describeEnvironment } from "../../src/config/describe.ts";
import { readEnvironment, secretsOf } from "../../src/config/environment.ts";
import { ConfigError } from "../../src/config/problem.ts";
import { kinds } from "../../src/setup/kinds.ts";
import { readSetup } from "../../src/setup/setup.ts";
import example from "../../steward.config.example.ts";

const root = new URL("../../", import.meta.url);
const TOKEN = "MTIzNDU2Nzg5.GabcdE.canary";
const ENV = { DISCORD_TOKEN: TOKEN, RPC_URLS_42161: "https://one.example/canary, https://two.example" };
const JOBS = ["close-votes", "follow-executions"];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-config-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function read(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

/** What is wrong with a setup, one line per problem. */
async function problems(env: NodeJS.ProcessEnv, config: unknown): Promise<string[]> {
  const path = file("config.json", typeof config === "string" ? config : JSON.stringify(config));
  try {
    await readSetup({ ...env, STEWARD_CONFIG: path }, folder, JOBS);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split("\n");
  }
}

test("default: the examples of the page are sound", async () => {
  file("nodes.csv", read("docs/examples/nodes.csv"));
  file("cpi.json", read("docs/examples/cpi.json"));
  expect(await problems(ENV, read("docs/examples/minimal.json"))).toEqual([]);
  expect(await problems({ ...ENV, RPC_URLS_31337: "http://127.0.0.1:8545" }, read("docs/examples/whole.json"))).toEqual(
    [],
  );
  expect(example).toEqual(JSON.parse(read("docs/examples/minimal.json")));
});

test("behavior: docs/config.md is what the schema says now (else: npm run docs)", () => {
  expect(read("docs/config.md")).toBe(configPage());
});

test("behavior: every key has a description, and every value an example", () => {
  const keys = describeConfig(kinds);
  expect(keys.length).toBeGreaterThan(100);
  const parents = new Set(keys.map(({ key }) => key.replace(/(\.[^.]+|\[\])$/, "")));
  const bare = keys.filter(({ key, description, example: shown, type }) => {
    const isParent = parents.has(key) || type.startsWith("object") || type.endsWith("object");
    return description === "" || (shown === undefined && !isParent);
  });
  expect(bare.map(({ key }) => key)).toEqual([]);
});

test("behavior: the whole example uses every key there is", () => {
  const whole = read("docs/examples/whole.json");
  const names = new Set(
    describeConfig(kinds).map(({ key }) => key.split(/[.[]/).findLast((part) => /^\w+$/.test(part))),
  );
  expect([...names].filter((name) => name !== undefined && !whole.includes(`"${name}"`))).toEqual([]);
});

test("behavior: .env.example names every variable and no other", () => {
  const named = [...read(".env.example").matchAll(/^#?([A-Z_0-9]+)=/gm)].map(([, name]) => name ?? "");
  const known = [...describeEnvironment().map(({ key }) => key), "RPC_URLS_42161"];
  expect(named.toSorted()).toEqual(known.toSorted());
});

test("error: everything wrong with environment and config is said at once, by name, without values", async () => {
  const env = {
    DISCORD_TOKEN: "canary with spaces",
    DISCORD_API_BASE: "https://canary.example",
    RPC_URLS_1: "canary",
    RPC_URLS_x: "canary",
    STEWARD_HTTP_PORT: "canary",
    STEWARD_SECRET: "canary",
  };
  const config = {
    server: "canary",
    channels: {},
    roles: { maintainer: [], treasurer: [] },
    chains: { 5: { name: "Five" } },
    electorates: { e: { kind: "canary" } },
    rulePacks: {},
    voting: { rulePack: "x", electorate: "e", periodSeconds: 0.5 },
    paramters: {},
  };
  const said = await problems(env, config);
  const names = [
    "DISCORD_TOKEN",
    "DISCORD_API_BASE",
    "RPC_URLS_1",
    "RPC_URLS_x",
    "STEWARD_HTTP_PORT",
    "STEWARD_SECRET",
    "server",
    "channels.proposals",
    "channels.reports",
    "electorates.e.kind",
    "voting.periodSeconds",
    "voting.rulePack",
    "paramters",
    "RPC_URLS_5",
  ];
  expect(said.map((line) => line.split(":")[0]).toSorted()).toEqual(names.toSorted());
  expect(said.join("\n")).not.toContain("canary");
  expect(said.find((line) => line.startsWith("electorates.e.kind"))).toBe(
    "electorates.e.kind: must be one of votes, balance, call, nodes, role, sum",
  );
});

test("error: names that lead nowhere are said with where they should", async () => {
  const config = JSON.parse(read("docs/examples/minimal.json"));
  config.voting.electorate = "nobody";
  config.voting.rulePack = "none";
  config.parameters["operator-fee"].executor = "safe";
  config.tokens = { helio: { chain: 7, address: `0x${"1".repeat(40)}`, symbol: "H", decimals: 18, price: "none" } };
  config.jobs = { "close-vote": "* * * * *", "close-votes": "whenever" };
  expect(await problems({ DISCORD_TOKEN: TOKEN }, config)).toEqual([
    "RPC_URLS_42161: is missing: chain 42161 of the config needs at least one RPC URL",
    "tokens.helio.chain: names chain 7, which is not under `chains`",
    'voting.rulePack: names "none", which is not under `rulePacks`',
    'voting.electorate: names "nobody", which is not under `electorates`',
    'tokens.helio.price: names "none", which is not under `prices`',
    "jobs.close-vote: is not a job; there are close-votes, follow-executions",
    "jobs.close-votes: is not a schedule: five fields of cron text in UTC, or six with seconds first",
    'parameters.operator-fee.executor: names "safe", which is not under `executors`',
  ]);
});

test("error: a token that a position names deep in its settings is one of the config's", async () => {
  const config = JSON.parse(read("docs/examples/whole.json"));
  config.positions.lent.incentives.token = "nothing";
  expect(await problems({ ...ENV, RPC_URLS_31337: "http://127.0.0.1:8545" }, config)).toContain(
    'positions.lent.incentives.token: names "nothing", which is not under `tokens`',
  );
});

test("error: a peg that no price watches is refused", async () => {
  const config = JSON.parse(read("docs/examples/minimal.json"));
  const token = { chain: 42_161, address: `0x${"1".repeat(40)}`, symbol: "USDC", decimals: 6, peg: "USD" };
  config.tokens = { ...config.tokens, dollar: token };
  expect(await problems(ENV, config)).toEqual([
    "tokens.dollar.peg: needs a `price`: without one nobody sees whether it holds",
  ]);
});

test("error: a token that represents one that is not there, or in the end itself, is refused", async () => {
  const config = JSON.parse(read("docs/examples/minimal.json"));
  const token = { chain: 42_161, address: `0x${"1".repeat(40)}`, symbol: "T", decimals: 18 };
  const to = (represents: string) => ({ ...token, represents });
  config.tokens = { ...config.tokens, a: to("b"), b: to("c"), c: to("a"), d: to("a"), e: to("nobody") };
  expect(await problems(ENV, config)).toEqual([
    "tokens.a.represents: leads back to the token itself",
    "tokens.b.represents: leads back to the token itself",
    "tokens.c.represents: leads back to the token itself",
    'tokens.e.represents: names "nobody", which is not under `tokens`',
  ]);
});

test("error: prices that follow from nothing, from another chain or from themselves are refused", async () => {
  const config = JSON.parse(read("docs/examples/minimal.json"));
  const address = `0x${"1".repeat(40)}`;
  const rate = { kind: "rate", chain: 42_161, contract: address, getter: "function rate() view returns (uint256)" };
  config.prices = {
    a: { ...rate, base: "b" },
    b: { ...rate, base: "a" },
    far: { chain: 1, feed: address },
    "far-rate": { ...rate, base: "far", argument: 1 },
    lost: { ...rate, base: "nowhere", second: "lost" },
    pool: { kind: "pool", chain: 42_161, pair: address, tokens: ["helio", "nobody"] },
    twice: { kind: "pool", chain: 42_161, pair: address, tokens: ["helio", "helio"] },
  };
  config.tokens = { helio: { chain: 42_161, address, symbol: "H", decimals: 18 } };
  const said = await problems({ DISCORD_TOKEN: TOKEN, RPC_URLS_42161: "http://127.0.0.1:8545" }, config);
  expect(said.filter((one) => !one.startsWith("prices.far.chain"))).toEqual([
    "prices.a: follows from itself",
    "prices.b: follows from itself",
    "prices.far-rate.base: is read on chain 1, but must be on chain 42161",
    "prices.far-rate.argument: must be given where the getter takes a number, and only there",
    'prices.lost.base: names "nowhere", which is not under `prices`',
    'prices.lost.second: names "lost", which is not another one under `prices`',
    'prices.pool.tokens: names "helio", which has no `price`',
    'prices.pool.tokens: names "nobody", which is not under `tokens`',
    "prices.twice.tokens: names the same token twice",
    'prices.twice.tokens: names "helio", which has no `price`',
  ]);
  config.prices = { strange: { ...rate, base: "strange", getter: "function rate() view returns (int256)" } };
  expect((await problems({ DISCORD_TOKEN: TOKEN }, config)).join()).toContain(
    "is not the Solidity signature of a view",
  );
});

test("error: a parameter that could not be read, set or bounded is refused", async () => {
  const config = JSON.parse(read("docs/examples/minimal.json"));
  Object.assign(config.parameters["operator-fee"], {
    getter: "function nothing(",
    guardrails: { min: "30 %", max: "3 %" },
  });
  const said = await problems(ENV, config);
  expect(said).toHaveLength(2);
  expect(said.every((line) => line.startsWith("parameters.operator-fee: "))).toBe(true);
});

test("error: a config that cannot be read says why", async () => {
  expect(await problems(ENV, "{ not json")).toEqual([expect.stringMatching(/config\.json: is not valid/)]);
  const missing = readSetup({ ...ENV, STEWARD_CONFIG: "none.json" }, folder, JOBS);
  await expect(missing).rejects.toThrow(/none\.json: cannot be found/);
  await expect(readSetup(ENV, folder, JOBS)).rejects.toThrow(/STEWARD_CONFIG: is missing/);
});

test("behavior: a module without any import is a config, found by its usual name", async () => {
  file(
    "steward.config.ts",
    `const name: string = "Typed";\nexport default { ...${read("docs/examples/minimal.json")}, name };`,
  );
  const { config } = await readSetup(ENV, folder, JOBS);
  expect(config.name).toBe("Typed");
  expect(config.rulePacks["standard"]?.pack).toMatchObject({ approval: { share: 500_000n, comparison: "more-than" } });
});

test("behavior: an API base is taken with or without its version, and RPC URLs in their order", () => {
  const { environment } = readEnvironment({ ...ENV, DISCORD_API_BASE: "http://127.0.0.1:4000/api/v10/" });
  expect(environment?.DISCORD_API_BASE).toBe("http://127.0.0.1:4000/api");
  expect(environment?.rpcUrls).toEqual({ 42161: ["https://one.example/canary", "https://two.example"] });
  expect(secretsOf(ENV)).toEqual([TOKEN, "https://one.example/canary", "https://two.example"]);
});

test("boundary: a variable set to nothing is as good as none", () => {
  const { environment, problems: said } = readEnvironment({
    ...ENV,
    DISCORD_API_BASE: "",
    STEWARD_HTTP_PORT: "",
    STEWARD_DATA: "",
  });
  expect(said).toEqual([]);
  expect(environment?.DISCORD_API_BASE).toBeUndefined();
  expect(readEnvironment({ ...ENV, DISCORD_TOKEN: "" }).problems).toEqual([
    { where: "DISCORD_TOKEN", what: expect.stringMatching(/^is missing/) },
  ]);
});

test("boundary: only this machine may stand in for Discord", () => {
  const allowed = ["http://localhost:1/api", "http://127.0.0.1/api", "http://127.9.9.9:80", "http://[::1]:4000/api"];
  const refused = [
    "http://127.0.0.1.example.org/api",
    "https://discord.com/api",
    "http://0.0.0.0/api",
    "http://user@evil.example/127.0.0.1",
    "localhost",
  ];
  const ok = (base: string) => readEnvironment({ ...ENV, DISCORD_API_BASE: base }).environment !== undefined;
  expect(allowed.filter((base) => !ok(base))).toEqual([]);
  expect(refused.filter(ok)).toEqual([]);
});

test("behavior: what is wrong with shapes does not hide what is wrong with meanings", async () => {
  const config = structuredClone(example) as unknown as Record<string, Record<string, Record<string, unknown>>>;
  const [parameter = ""] = Object.keys(config["parameters"] ?? {});
  Object.assign(config["parameters"]?.[parameter] ?? {}, {
    executor: "ghost",
    codec: { type: "token", token: "coin" },
  });
  const coin = { chain: 42161, address: `0x${"1".repeat(40)}`, symbol: "COIN", decimals: 99 };
  Object.assign(config, { server: 7, colour: "red", jobs: { nope: "* * * * *" }, tokens: { coin } });
  const said = await problems(ENV, config);
  for (const where of ["server", "tokens.coin.decimals", "colour", "jobs.nope", `parameters.${parameter}.executor`])
    expect(said.filter((line) => line.startsWith(where))).toHaveLength(1);
  // A token whose entry is wrong is not missing.
  expect(said.filter((line) => line.includes("not under `tokens`"))).toEqual([]);
});
