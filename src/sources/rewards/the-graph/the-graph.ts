import { requireToken } from "../shared/require-token.ts";
import { rewardKind } from "../source.ts";
import { createGraphDecoder } from "./the-graph-decode.ts";
import { graphFilters } from "./the-graph-events.ts";
import { theGraphSchema } from "./the-graph-schema.ts";

/** Indexers of The Graph: rewards for indexing and fees for queries, by the contracts of before and since Horizon. */
export const theGraph = rewardKind("the-graph", theGraphSchema, (name, settings, config) => ({
  name,
  kind: "the-graph",
  chain: settings.chain,
  label: settings.label,
  tokens: [settings.token],
  fromBlock: BigInt(settings.fromBlock),
  epochSeconds: settings.epochSeconds,
  filters: graphFilters(settings),
  decode: createGraphDecoder(settings, requireToken(config, settings.token)),
}));
