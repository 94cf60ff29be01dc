import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Address,
  concat,
  encodeAbiParameters,
  encodeEventTopics,
  getAddress,
  type Hex,
  keccak256,
  parseAbiItem,
  toHex,
} from "viem";
import { onTestFinished } from "vitest";
import { listOddities } from "../../db/oddities.ts";
import { listRoots, type RootRow } from "../../db/roots.ts";
import { readRewards } from "../../src/actions/rewards/read-rewards.ts";
import type { Block, LogFilter, RawLog } from "../../src/chain/chain.ts";
import type { ConfigInput } from "../../src/config/schema.ts";
import { standardLeaf } from "../../src/core/rewards/merkle/leaves.ts";
import { standardRoot } from "../../src/core/rewards/merkle/standard-root.ts";
import { findRewardSource, rewardKinds } from "../../src/sources/rewards/index.ts";
import { createTestApp, START, type TestApp } from "./app.ts";
import { testConfig, token } from "./test-config.ts";

/** The contract that pays, and the second token's. */
export const PAYER: Address = "0x4000000000000000000000000000000000000004";
export const SECOND: Address = "0x5000000000000000000000000000000000000005";

/** The name of the only source. */
export const SOURCE = "trees";

const STATES = ["pending", "refused", "verified", "closed"] as const;

/** An app with one source of reward trees on a chain that a test tells what happened, and a folder for tree files. */
export type TreeApp = TestApp & {
  /** Makes a block with one event of a contract; gives the log. */
  tell: (address: Address, signature: string, args: Record<string, unknown>) => RawLog;
  /** Puts a file into the folder of trees, or takes it away. */
  file: (name: string, text: string | Uint8Array | undefined) => void;
  folder: string;
  read: () => Promise<number>;
  roots: () => Pick<RootRow, "epoch" | "state" | "reason">[];
  oddities: () => string[];
  /** What each node has in a token by kind: `node token kind` to the amount. */
  totals: () => Record<string, bigint>;
};

/** Settings are given without the place of trees: each is `<folder>/{epoch}.json`. `more` are tokens beside helio and second. */
export function createTreeApp(settings: Record<string, unknown>, more: Record<string, unknown> = {}): TreeApp {
  const folder = mkdtempSync(join(tmpdir(), "steward-trees-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const tree = { file: join(folder, "{epoch}.json"), mostBytes: 4_000_000 };
  const source = { chain: 31_337, label: "Trees", tree, epochSeconds: 86_400, ...settings };
  const tokens = {
    helio: { chain: 31_337, address: token, symbol: "HELIO", decimals: 18 },
    second: { chain: 31_337, address: SECOND, symbol: "SEC", decimals: 0 },
    ...more,
  };
  const changes = { tokens, rewards: { [SOURCE]: source } } as unknown as Partial<ConfigInput>;
  const app = createTestApp({ config: testConfig(changes, { rewards: rewardKinds }) });
  // Code that names every event that is read, as a contract's does.
  const topics = findRewardSource(app.config, SOURCE).filters.flatMap((filter) => filter.topics);
  app.chain.code = async () => concat(topics);
  const told = tellable(app);
  return Object.assign(app, {
    tell: told,
    folder,
    file: (name: string, text: string | Uint8Array | undefined) => {
      if (text === undefined) rmSync(join(folder, name), { force: true });
      else writeFileSync(join(folder, name), text);
    },
    read: () => readRewards(app, SOURCE),
    roots: () => listRoots(app.db, SOURCE, STATES).map(({ epoch, state, reason }) => ({ epoch, state, reason })),
    oddities: () => listOddities(app.db, SOURCE, 1_000).map(({ what }) => what),
    totals: () => totalsOf(app),
  });
}

function tellable(app: TestApp): TreeApp["tell"] {
  const logs: RawLog[] = [];
  const { chain } = app;
  const blockOf = (number: bigint): Block => ({
    number,
    hash: toHex(number, { size: 32 }),
    timestamp: START + Number(number) * 600,
  });
  chain.head = blockOf(1n);
  chain.block = async (number) => blockOf(number);
  chain.logStream = async function* (filters, from, to) {
    const found = logs.filter((log) => log.blockNumber >= from && log.blockNumber <= to.number);
    yield { end: to, logs: found.filter((log) => filters.some((filter) => fits(log, filter))) };
  };
  return (address, signature, args) => {
    chain.head = blockOf(chain.head.number + 1n);
    const { number: blockNumber, hash: blockHash, timestamp } = chain.head;
    const place = { blockNumber, blockHash, timestamp, transactionIndex: 0, logIndex: 3 };
    const log = { ...encodeLog(signature, args), ...place, address, transactionHash: keccak256(blockHash) };
    logs.push(log);
    app.set(Math.max(app.now(), timestamp + 60));
    return log;
  };
}

/** An event's arguments as a log has them. */
export function encodeLog(signature: string, args: Record<string, unknown>): { topics: readonly Hex[]; data: Hex } {
  const event = parseAbiItem(signature) as never as { inputs: { name: string; indexed?: boolean; type: string }[] };
  const inData = event.inputs.filter(({ indexed }) => !indexed);
  return {
    topics: encodeEventTopics({ abi: [event], args } as never) as Hex[],
    data: encodeAbiParameters(inData as never, inData.map(({ name }) => args[name]) as never),
  };
}

function fits(log: RawLog, { addresses, topics, indexed = [] }: LogFilter): boolean {
  return (
    addresses.some((address) => address.toLowerCase() === log.address.toLowerCase()) &&
    topics.some((topic) => topic === log.topics[0]) &&
    indexed.every((wanted, index) => wanted === undefined || wanted.some((one) => one === log.topics[index + 1]))
  );
}

function totalsOf({ db }: TestApp): Record<string, bigint> {
  const rows = db.$client
    .prepare<[], { node: string; token: string; kind: string; amount: string }>(
      "select node.node, token, kind, amount from reward_total join node on node.id = reward_total.node",
    )
    .all();
  return Object.fromEntries(rows.map(({ node, token, kind, amount }) => [`${node} ${token} ${kind}`, BigInt(amount)]));
}

/** An account of tests, by its number. */
export function account(number: number): Address {
  return getAddress(`0x${number.toString(16).padStart(40, "0")}`);
}

/** A cumulative tree of (account, amount), and its file. */
export function cumulativeTree(entries: readonly (readonly [Address, bigint])[], said: Record<string, unknown> = {}) {
  const root = standardRoot(entries.map(([owner, amount]) => standardLeaf(owner, amount)));
  const leaves = entries.map(([owner, amount]) => ({ account: owner, amount: String(amount) }));
  return { root, text: JSON.stringify({ format: "steward-tree/1", root, cumulative: true, leaves, ...said }) };
}
