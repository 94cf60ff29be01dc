import { addPaidNode, putNode, setRetired } from "../../../db/nodes.ts";
import { addRewards } from "../../../db/rewards.ts";
import type { App } from "../../app.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import type { RewardSource } from "../../sources/rewards/source.ts";
import { bookLogs } from "./book-logs.ts";

type Decoded = ReturnType<RewardSource["decode"]>;

/** Books a source's rewards and nodes up to its chain's newest final block; safe to repeat. Gives how many payments were new. */
export async function readRewards(app: App, name: string): Promise<number> {
  const source = findRewardSource(app.config, name);
  const chain = app.chains.get(source.chain);
  const booking = {
    chain,
    source: `rewards:${name}`,
    fromBlock: source.fromBlock,
    filters: source.filters,
    prepare: async (logs: Parameters<RewardSource["decode"]>[0]) => source.decode(logs),
    book: (decoded: Decoded) => bookDecoded(app, source, decoded),
  };
  return bookLogs(app, booking, await chain.finalized());
}

function bookDecoded({ db }: App, source: RewardSource, { rewards, nodes }: Decoded): number {
  for (const seen of nodes) {
    if (seen.change === "retired") setRetired(db, source.name, seen.node, seen.at);
    else {
      const { node, owner, region, at } = seen;
      putNode(db, { source: source.name, node, owner, region: region ?? null, since: at });
    }
  }
  // Whoever is paid is a node, even where no registry told of it.
  const paid = new Map(
    rewards.map((reward) => [reward.node, reward]).reverse() as [string, (typeof rewards)[number]][],
  );
  for (const { node, recipient, at } of paid.values()) {
    addPaidNode(db, { source: source.name, node, owner: recipient, since: at });
  }
  const { chain, name, token } = source;
  return addRewards(
    db,
    rewards.map((reward) => ({ ...reward, chain, source: name, token, epoch: reward.epoch ?? null })),
  );
}
