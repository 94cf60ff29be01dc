import type { ChainConfig } from "../config/chains.ts";
import type { Config } from "../config/schema.ts";
import { Refusal } from "../errors.ts";
import type { Log } from "../log.ts";
import { createBlockSearch, createBlocks } from "./blocks.ts";
import type { Block, Call, Chain, Chains, Outcome, Read } from "./chain.ts";
import { createPool } from "./failover.ts";
import { createFinality } from "./finality.ts";
import { createLogReader } from "./log-reader.ts";
import { createMulticall } from "./multicall.ts";
import { createProvider, payloadOf } from "./provider.ts";
import { runReads } from "./rounds.ts";
import { createStateReader, isRevert } from "./state.ts";

const TIMEOUT_MS = 20_000;

/** RPC URLs by chain id, in order of preference. */
export type UrlsByChain = Readonly<Record<number, readonly string[]>>;

/** The chains of the config; nothing is asked of them before they are used. Throws Refusal for a chain without any URL. */
export function createChains(
  config: Pick<Config, "chains">,
  urlsByChain: UrlsByChain,
  log: Log,
  options: { timeoutMs?: number } = {},
): Chains {
  const chains = new Map(
    Object.entries(config.chains).map(([text, chain]) => {
      const id = Number(text);
      return [
        id,
        createChain(
          { id, config: chain, urls: urlsByChain[id] ?? [], timeoutMs: options.timeoutMs ?? TIMEOUT_MS },
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

type Options = { id: number; config: ChainConfig; urls: readonly string[]; timeoutMs: number };

function createChain({ id, config, urls, timeoutMs }: Options, log: Log): Chain {
  if (urls.length === 0) throw new Refusal(`${config.name} has no RPC URL.`, { hint: `Set RPC_URLS_${id}.` });
  const chain = { id, name: config.name };
  const providers = urls.map((url, index) =>
    createProvider({ url, label: `provider ${index + 1}`, chain, timeoutMs }, log),
  );
  const pool = createPool(providers, chain);
  const finality = createFinality({ id, config }, pool, log);
  const blocks = createBlocks(pool, finality.covers);
  const search = createBlockSearch(blocks);
  const state = createStateReader();
  const multicall = createMulticall(config.multicall, state);
  const finalized = async () => {
    const block = await finality.newest();
    blocks.remember(block);
    return block;
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
    read: async (block, read) => {
      const [outcome] = await readAll(block, [read]);
      if (outcome?.ok) return outcome.value;
      throw new Refusal(outcome?.reason ?? "Nothing was read.", { context: { chain: id, block: block.number } });
    },
    logs: createLogReader(pool, config),
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
  };
}
