import type { Address } from "viem";
import { openDb } from "../../db/open.ts";
import { CHAIN_ID } from "../../sandbox/chain/anvil.ts";
import type { App } from "../../src/app.ts";
import { createChains } from "../../src/chain/chains.ts";
import type { Config } from "../../src/config/schema.ts";
import type { Log } from "../../src/log.ts";
import { rewardKinds } from "../../src/sources/rewards/index.ts";
import { yieldKinds } from "../../src/sources/yields/index.ts";
import { createRecordingMessenger } from "../../test/support/messenger.ts";
import { testConfig, token } from "../../test/support/test-config.ts";
import { REWARD_PAID } from "./reward-paid.ts";

/** The name of the only source. */
export const SOURCE = "nodes";

export type RewardAppOptions = {
  url: string;
  contract: Address;
  fromBlock: number;
  databasePath: string;
  now: () => number;
};

/** Steward as far as it reads rewards and tells of them: its own database, its own chain reader, and nobody to talk to. */
export function createRewardApp({ url, contract, fromBlock, databasePath, now }: RewardAppOptions): App {
  const config = rewardConfig(contract, fromBlock);
  const log: Log = { debug: silent, info: silent, warn: console.error, error: console.error };
  return {
    config,
    db: openDb(databasePath),
    chains: createChains(config, { [CHAIN_ID]: [url] }, log),
    discord: createRecordingMessenger(now),
    now,
    log,
    wake: silent,
    pages: () => undefined,
    sign: (text) => text,
  };
}

function rewardConfig(contract: Address, fromBlock: number): Config {
  const source = {
    kind: "event",
    chain: CHAIN_ID,
    label: "Node rewards",
    contract,
    token: "helio",
    fromBlock,
    event: REWARD_PAID,
    node: "nodeId",
    recipient: "owner",
    amount: "amount",
    epoch: "epoch",
  };
  const changes = {
    // As many blocks as hold ten thousand logs, which is what providers answer with at most.
    chains: { [CHAIN_ID]: { name: "Measured chain", logRange: 10 } },
    tokens: { helio: { chain: CHAIN_ID, address: token, symbol: "HELIO", decimals: 18 } },
    rewards: { [SOURCE]: source },
  };
  return testConfig(changes, { rewards: rewardKinds, yields: yieldKinds });
}

function silent(): void {}
