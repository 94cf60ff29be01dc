import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { isUnknowable, loadSamples, type Outcome, RECEIPTS, rowsOf, scoreSample } from "../support/explain-score.ts";
import { freshChain } from "../support/live-chain.ts";
import { at, ME, OTHER, transfer } from "../support/receipts.ts";

const folder = mkdtempSync(join(tmpdir(), "explain-tx-"));
afterAll(() => rmSync(folder, { recursive: true }));

const receipt = {
  ...{ transactionHash: `0x${"ab".repeat(32)}`, from: ME, to: OTHER, status: "0x1" },
  ...{ gasUsed: "0x5208", effectiveGasPrice: "0x3b9aca00" },
  logs: [transfer("0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", ME, OTHER, 1_500_000n)].map((log) => ({
    ...log,
    logIndex: "0x7",
  })),
};

function run(args: readonly string[], content: unknown = receipt, env: Record<string, string> = {}) {
  const file = join(folder, "receipt.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  const all = ["src/cli/steward.ts", "explain-tx", ...args.map((one) => (one === "FILE" ? file : one))];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, {
    ...{ encoding: "utf8", env: { PATH: process.env["PATH"] ?? "", ...env } },
  });
  return { status, stdout, stderr };
}

const OFFLINE = ["--receipt", "FILE", "--chain", "1", "--accounts", ME];

test("default: a receipt from a file is told line by line, with the reason under each", () => {
  const { status, stdout } = run(OFFLINE);
  expect(status).toBe(0);
  expect(stdout).toContain("Sent: 1.5 eip155:1/erc20:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48");
  expect(stdout).toContain(`  A transfer to ${OTHER} that no rule explains.`);
});

test("default: --json prints the rows of docs/explain.md, also from a node's whole answer", () => {
  const { status, stdout } = run([...OFFLINE, "--json"], { jsonrpc: "2.0", id: 1, result: receipt });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)[1]).toEqual({
    ...{ seq: 8, type: "spend", subtype: "none", asset: "eip155:1/erc20:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48" },
    ...{ amount: "1.5", decimals: 6, raw: "1500000", account: ME, protocol: null },
    reason: `A transfer to ${OTHER} that no rule explains.`,
  });
});

test("boundary: a transaction that touches none of the accounts has no rows", () => {
  const { status, stdout } = run(["--receipt", "FILE", "--chain", "1", "--accounts", at(5), "--json"]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual([]);
});

test.each([
  [[], receipt, "Name the transaction"],
  [["--receipt", "FILE", "--accounts", ME], receipt, "does not say its chain"],
  [["--receipt", "FILE", "--chain", "1"], receipt, "Say for whom"],
  [["--receipt", "FILE", "--chain", "1", "--accounts", "0x12"], receipt, "0x12 under --accounts is no address"],
  [["--receipt", "FILE", "--chain", "one", "--accounts", ME], receipt, "named by its id"],
  [OFFLINE, "no json", "is not JSON"],
  [OFFLINE, { ...receipt, logs: undefined }, "logs"],
  [["0x12", "--accounts", ME], receipt, "hash is 0x and 64"],
  [[`0x${"ab".repeat(32)}`, "--accounts", ME], receipt, "RPC_URLS_"],
  [["--receipt", "nowhere.json", "--chain", "1", "--accounts", ME], receipt, "nowhere.json"],
])("error: %j is refused by name", (args, content, name) => {
  const { status, stdout, stderr } = run(args, content);
  expect(status).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain(name);
});

test("default: by its hash, asked of a node with no config and no Discord token; decimals are the chain's", async () => {
  const { anvil, rpc } = await freshChain();
  const [from = ME] = (await rpc("eth_accounts")) as `0x${string}`[];
  // A contract of two answers: called with value it logs a transfer of 1,500 to the caller; asked, it has 3 decimals.
  const code =
    "0x34600e57600360005260206000f35b6105dc6000523360007fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef60206000a300";
  const token = at(0xd0d0);
  await rpc("anvil_setCode", token, code);
  const hash = (await rpc("eth_sendTransaction", { from, to: token, value: "0x1" })) as string;
  await rpc("evm_mine");
  const env = { RPC_URLS_31337: anvil.url };
  const { status, stdout, stderr } = run([hash, "--accounts", from, "--json"], "", env);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([
    { type: "spend", subtype: "fee", asset: "eip155:31337/native", protocol: "gas" },
    { type: "receive", subtype: "receive_wrapped", raw: "1500", decimals: 3, amount: "1.5" },
  ]);
  const nowhere = run([`0x${"12".repeat(32)}`, "--accounts", from], "", env);
  expect(nowhere.status).toBe(1);
  expect(nowhere.stderr).toContain("is in a block of chain 31337");
});

const samples = loadSamples();
const scores = (samples ?? []).map(scoreSample);
const outcomes = scores.flatMap((score) => score.outcomes);
const real = test.skipIf(samples === undefined);
if (samples === undefined) console.warn(`${RECEIPTS} is not here: the tests over real receipts are skipped.`);

function shareOf(list: readonly Outcome[]): number {
  return list.filter(({ hit }) => hit).length / list.length;
}

function misses(list: readonly Outcome[]): string[] {
  return list.filter(({ hit }) => !hit).map(({ sample, event }) => `${sample.tx} ${event.subtype} ${event.amount}`);
}

real("law: interest of lending pools is told to the last unit, and nothing else is called interest", () => {
  const pools = ["aave_v3", "spark"];
  const interest = outcomes.filter(({ event }) => event.subtype === "interest" && pools.includes(event.protocol ?? ""));
  expect(interest.length).toBeGreaterThanOrEqual(8);
  expect(misses(interest)).toEqual([]);
  const extra = scores
    .flatMap((score) => score.extra)
    .filter(({ subtype, protocol }) => subtype === "interest" && pools.includes(protocol ?? ""));
  expect(extra).toEqual([]);
});

real("law: gas is exact wherever the receipt holds all of it", () => {
  const gas = outcomes.filter((one) => one.event.protocol === "gas" && !isUnknowable(one));
  expect(gas.length).toBeGreaterThan(180);
  expect(misses(gas)).toEqual([]);
});

real.each([
  ["aave_v3", 1],
  ["spark", 1],
  ["compound_v3", 1],
  ["morpho", 1],
  ["lido", 1],
  ["weth", 1],
  ["sushiswap_v2", 1],
  ["merkl", 1],
  ["uniswap_v2", 0.88],
  ["uniswap_v3", 1],
  ["aave", 1],
  ["aave_v2", 1],
  ["curve", 0.95],
])("behavior: of the events of %s at least a share of %d is told as careful people did", (protocol, floor) => {
  expect(shareOf(outcomes.filter(({ event }) => event.protocol === protocol))).toBeGreaterThanOrEqual(floor);
});

real("behavior: of all events, those of protocols without a rule among them, at least 88 % are told", () => {
  expect(shareOf(outcomes)).toBeGreaterThanOrEqual(0.88);
  expect(scores.flatMap((score) => score.extra).length).toBeLessThanOrEqual(50);
});

real("behavior: every row has a reason and a checksummed account of those asked about", () => {
  for (const sample of samples ?? [])
    for (const row of rowsOf(sample)) {
      expect(row.reason).toMatch(/\.$/);
      expect(sample.accounts).toContain(row.account);
    }
});
