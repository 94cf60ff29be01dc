import type { Kinds } from "../config/schema.ts";
import { executorKinds } from "../executors/index.ts";
import { presets } from "../parameters/presets/index.ts";
import { rewardKinds } from "../sources/rewards/index.ts";
import { yieldKinds } from "../sources/yields/index.ts";

/** Every kind of source and executor there is: what a config may name, and what docs/config.md describes. */
export const kinds: Kinds = {
  rewards: rewardKinds,
  yields: yieldKinds,
  executors: executorKinds,
  presets: presets.map(({ name, contracts, parameters }) => ({
    name,
    contracts: Object.keys(contracts),
    parameters: Object.keys(parameters),
  })),
};
