import {
  type AbiEvent,
  type Address,
  encodeAbiParameters,
  encodeEventTopics,
  getAddress,
  type Hex,
  pad,
  parseAbiItem,
  toHex,
} from "viem";
import type { LogFilter, RawLog } from "../../src/chain/chain.ts";
import type { ConfigInput } from "../../src/config/schema.ts";
import { findRewardSource, rewardKinds } from "../../src/sources/rewards/index.ts";
import type { Decoded, Known, RewardSource } from "../../src/sources/rewards/source.ts";
import { createTestApp, type TestApp } from "./app.ts";
import { testConfig, token } from "./test-config.ts";

/** Where a made-up log stands; each transaction has its number. */
export type At = { block?: number; logIndex?: number; transaction?: number; at?: number };

/** When the example's blocks begin: 2026-01-05 00:00 UTC, a Monday. */
export const BEGIN = 1_767_571_200;

/** An account by its number, checksummed. */
export const account = (number: number): Address => getAddress(pad(toHex(number), { size: 20 }));

/** What books know of a source that was never read. */
export const NOTHING: Known = { epoch: undefined, isNode: () => false };

/** A log of just the shape that the event's Solidity signature has. */
export function rawLog(signature: string, address: Address, args: Record<string, unknown>, at: At = {}): RawLog {
  const event = parseAbiItem(signature) as AbiEvent;
  const topics = encodeEventTopics({ abi: [event], args }) as Hex[];
  const data = event.inputs.filter(({ indexed }) => !indexed);
  const values = data.map(({ name }) => args[name ?? ""]);
  const { block = 10, logIndex = 0, transaction = block } = at;
  return {
    address: getAddress(address),
    topics,
    data: encodeAbiParameters(data, values),
    blockNumber: BigInt(block),
    blockHash: toHex(block, { size: 32 }),
    timestamp: at.at ?? BEGIN + block,
    transactionHash: toHex(transaction, { size: 32 }),
    transactionIndex: 0,
    logIndex,
  };
}

/** The config of a source under the name `source`, with two tokens, `helio` and `ether`. */
export function sourceConfig(settings: Record<string, unknown>, changes: Partial<ConfigInput> = {}) {
  const common = { chain: 31_337, label: "Rewards" };
  return testConfig(
    {
      tokens: {
        helio: { chain: 31_337, address: token, symbol: "HELIO", decimals: 18 },
        ether: { chain: 31_337, address: account(0xe), symbol: "ETH", decimals: 18 },
      },
      rewards: { source: { ...common, ...settings } } as unknown as NonNullable<ConfigInput["rewards"]>,
      ...changes,
    },
    { rewards: rewardKinds },
  );
}

/** The source that such settings make. */
export function sourceOf(settings: Record<string, unknown>, changes: Partial<ConfigInput> = {}): RewardSource {
  return findRewardSource(sourceConfig(settings, changes), "source");
}

/** What logs say to a source that is asked for the first time; only those that its filters let through. */
export function decode(source: RewardSource, logs: readonly RawLog[], known = NOTHING): Decoded {
  return source.decode(through(source.filters, logs), known);
}

/** The logs that a node would answer these filters with, in chain order. */
export function through(filters: readonly LogFilter[], logs: readonly RawLog[]): RawLog[] {
  return logs
    .filter((log) => filters.some((filter) => fits(filter, log)))
    .sort((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex);
}

function fits({ addresses, topics, indexed = [] }: LogFilter, log: RawLog): boolean {
  if (!addresses.includes(log.address) || !topics.includes(log.topics[0] as Hex)) return false;
  return indexed.every((wanted, index) => wanted?.includes(log.topics[index + 1] as Hex) ?? true);
}

/** An app on a real database whose chain holds these logs up to a block, in chunks of so many blocks. */
export function createSourceApp(config: TestApp["config"], logs: readonly RawLog[], chunk = 7n): TestApp {
  const app = createTestApp({ config });
  const blockAt = (number: bigint) => ({
    number,
    hash: toHex(number, { size: 32 }),
    timestamp: BEGIN + Number(number),
  });
  const last = logs.reduce((most, { blockNumber }) => (blockNumber > most ? blockNumber : most), 0n);
  Object.assign(app.chain, { head: blockAt(last + 1n) });
  // Every contract has every event that is read.
  const filters = Object.keys(config.rewards).flatMap((name) => findRewardSource(config, name).filters);
  const topics = new Set(filters.flatMap((filter) => filter.topics.map((topic) => topic.slice(2))));
  app.chain.code = async () => `0x${[...topics].join("")}`;
  app.chain.logStream = async function* (filters, from, to) {
    for (let next = from; next <= to.number; next += chunk) {
      const end = next + chunk - 1n < to.number ? next + chunk - 1n : to.number;
      const within = logs.filter(({ blockNumber }) => blockNumber >= next && blockNumber <= end);
      yield { end: blockAt(end), logs: through(filters, within) };
    }
  };
  return app;
}
