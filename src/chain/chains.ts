import type { ChainConfig } from "../config/chains.ts";
import type { Config } from "../config/schema.ts";
import { Refusal } from "../errors.ts";
import type { Log } from "../log.ts";
import { createAgreement } from "./agreement.ts";
import { createBlockSearch, createBlocks } from "./blocks.ts";
import type { Block, Call, Chain, Chains, Outcome, RawLog, Read } from "./chain.ts";
import { createPool } from "./failover.ts";
import { createFinalRule } from "./final-rule.ts";
import { createFinality } from "./finality.ts";
import { createGasReceipts } from "./gas-receipts.ts";
import { createLogReader } from "./log-reader.ts";
import { createLogStream } from "./log-stream.ts";
import { readTimes } from "./log-times.ts";
import { createMulticall } from "./multicall.ts";
import { type Connect, createProvider, payloadOf } from "./provider.ts";
import { runReads } from "./rounds.ts";
import { askSentCounts } from "./sent-counts.ts";
import { createSharedCalls } from "./shared-calls.ts";
import { createSimulator } from "./simulate.ts";
import { createStanding } from "./standing.ts";
import { createStateReader, isRevert } from "./state.ts";
import { askGasPrice, askReceipt, askTouching, askTransaction, askWholeReceipt } from "./transactions.ts";

const TIMEOUT_MS = 20_000;

/** RPC URLs by chain id, in order of preference. */
export type UrlsByChain = Readonly<Record<number, readonly string[]>>;

/** How providers are spoken to, where that is not the way of the house. */
export type ChainOptions = { timeoutMs?: number; patienceMs?: number; connect?: Connect };

/** The chains of the config; nothing is asked of them before they are used. Throws Refusal for a chain without any URL. */
export function createChains(
  config: Pick<Config, "chains">,
  urlsByChain: UrlsByChain,
  log: Log,
  options: ChainOptions = {},
): Chains {
  const chains = new Map(
    Object.entries(config.chains).map(([text, chain]) => {
      const id = Number(text);
      return [
        id,
        createChain(
          { id, config: chain, urls: urlsByChain[id] ?? [], ...options, timeoutMs: options.timeoutMs ?? TIMEOUT_MS },
          log,
        ),
      ];
    }),
  );
  return {
    list: () => [...chains.values()],
    get: (id) => {
      const chain = chains.get(id);
      if (chain) return chain;
      throw new Refusal(`The config names no chain ${id}.`);
    },
  };
}

type Options = ChainOptions & { id: number; config: ChainConfig; urls: readonly string[]; timeoutMs: number };

function createChain({ id, config, urls, timeoutMs, patienceMs, connect }: Options, log: Log): Chain {
  if (urls.length === 0) throw new Refusal(`${config.name} has no RPC URL.`, { hint: `Set RPC_URLS_${id}.` });
  const chain = { id, name: config.name };
  const providers = urls.map((url, index) =>
    createProvider({ url, label: `provider ${index + 1}`, chain, timeoutMs, ...(connect ? { connect } : {}) }, log),
  );
  const pool = createPool(providers, chain);
  const rule = createFinalRule(config);
  const agree = createAgreement(pool, { chain, patienceMs }, log);
  const finality = createFinality(chain, rule, pool, log);
  const blocks = createBlocks(pool, finality.covers);
  const search = createBlockSearch(blocks);
  const state = createStateReader();
  const multicall = createMulticall(config.multicall, state);
  const finalized = async () => {
    const block = await finality.newest();
    blocks.remember(block);
    return block;
  };
  const sharedCalls = createSharedCalls(agree, multicall);
  const streamLogs = createLogStream({
    reader: createLogReader({ agree, rule }, config),
    ahead: () => providers.slice(0, 2).reduce((sum, { pace }) => sum + pace.limit(), 0),
    timesOf: (logs) => pool.use("block times", (provider) => readTimes(provider, logs)),
    changed: () => pool.refuse(`${chain.name} changed while its logs were read.`, "logs", []),
  });
  const standing = createStanding(agree, rule);
  /** The header that something was to stand on may have been one provider's alone: what fails is not tried on it again. */
  const on = async <T>(block: Block, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      blocks.forget(block.number);
      throw error;
    }
  };
  const logStream: Chain["logStream"] = async function* (filters, from, to) {
    try {
      yield* streamLogs(filters, from, to);
    } catch (error) {
      blocks.forget(to.number);
      throw error;
    }
  };
  const readAll = <T>(block: Block, reads: readonly Read<T>[]): Promise<Outcome<T>[]> =>
    runReads(reads, (calls: readonly Call[]) => pool.use("calls", (provider) => multicall(provider, block, calls)));
  return {
    ...chain,
    finalized,
    block: blocks.at,
    blockAt: async (timestamp) => {
      const found = await search(await finalized(), timestamp);
      if (found) return found;
      throw new Refusal(`${config.name} had no block yet at that time.`, { context: { chain: id, timestamp } });
    },
    readAll,
    readShared: (block, reads) =>
      on(
        block,
        runReads(reads, (calls) => sharedCalls(block, calls)),
      ),
    read: async (block, read) => {
      const [outcome] = await readAll(block, [read]);
      if (outcome?.ok) return outcome.value;
      throw new Refusal(outcome?.reason ?? "Nothing was read.", { context: { chain: id, block: block.number } });
    },
    logs: async (filter, from, to) => {
      const stream =
        typeof to === "bigint" ? streamLogs([filter], from, { number: to }) : logStream([filter], from, to);
      const logs: RawLog[] = [];
      for await (const chunk of stream) for (const log of chunk.logs) logs.push(log);
      return logs;
    },
    logStream,
    replaced: (block, under) => on(under, standing(block, under)),
    callEach: async (block, call) => {
      const seen = await pool.useAll(async (provider) => {
        const [answer] = await state(provider, block, [{ method: "eth_call", params: [call] }]);
        return answer !== undefined && isRevert(answer) ? undefined : (payloadOf(answer) as `0x${string}`);
      });
      return { providers: providers.length, answers: seen.map(({ value }) => value) };
    },
    code: (address, block) =>
      pool.use("code", async (provider) => {
        const [answer] = await state(provider, block, [{ method: "eth_getCode", params: [address] }]);
        return payloadOf(answer) as `0x${string}`;
      }),
    receipt: (hash) => pool.use("a receipt", (provider) => askReceipt(provider, hash)),
    wholeReceipt: (hash) => pool.use("a receipt", (provider) => askWholeReceipt(provider, hash)),
    gasReceipts: createGasReceipts(pool),
    sentCounts: (accounts, blocks) =>
      pool.use("transaction counts", (provider) => askSentCounts(provider, accounts, blocks)),
    transaction: (hash) => pool.use("a transaction", (provider) => askTransaction(provider, hash)),
    touching: (block, address) => pool.use("a block", (provider) => askTouching(provider, block, address)),
    slot: (address, slot, block) =>
      pool.use("storage", async (provider) => {
        const [answer] = await state(provider, block, [{ method: "eth_getStorageAt", params: [address, slot] }]);
        return payloadOf(answer) as `0x${string}`;
      }),
    simulate: createSimulator(pool, state),
    gasPrice: () => pool.use("the price of gas", askGasPrice),
    requests: () => providers.map((provider) => provider.requests()),
  };
}
