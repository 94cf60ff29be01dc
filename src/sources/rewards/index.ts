import type { Config } from "../../config/schema.ts";
import { Refusal } from "../../errors.ts";
import { dimo } from "./dimo.ts";
import { eigenlayer } from "./eigenlayer.ts";
import { event } from "./event/event.ts";
import { livepeer } from "./livepeer/livepeer.ts";
import { merkleDrop } from "./merkle-drop.ts";
import { rocketPool } from "./rocket-pool/rocket-pool.ts";
import type { RewardKind, RewardSource } from "./source.ts";
import { streamr } from "./streamr/streamr.ts";
import { symbiotic } from "./symbiotic.ts";
import { theGraph } from "./the-graph/the-graph.ts";
import { transfer } from "./transfer/transfer.ts";
import { weatherxm } from "./weatherxm.ts";

/** The kinds of reward sources there are. */
export const rewardKinds: readonly RewardKind[] = [
  event,
  transfer,
  dimo,
  streamr,
  livepeer,
  theGraph,
  weatherxm,
  merkleDrop,
  symbiotic,
  eigenlayer,
  rocketPool,
];

/** The reward source of that name; throws Refusal where there is none. */
export function findRewardSource(config: Config, name: string): RewardSource {
  const settings = Object.hasOwn(config.rewards, name) ? config.rewards[name] : undefined;
  const kind = rewardKinds.find((one) => one.kind === settings?.kind);
  if (settings && kind) return kind.bind(name, settings, config);
  throw new Refusal(`There is no reward source "${name}" in the config.`);
}
