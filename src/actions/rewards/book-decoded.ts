import { outdateReports } from "../../../db/corrections.ts";
import { noteEpochs } from "../../../db/epochs.ts";
import { createNodeIds, putNode, setRetired } from "../../../db/nodes.ts";
import { addOddities } from "../../../db/oddities.ts";
import { addRewards, type NewReward } from "../../../db/rewards.ts";
import { addRoot, withdrawRoot } from "../../../db/roots.ts";
import { addTerms } from "../../../db/terms.ts";
import type { App } from "../../app.ts";
import { epochAt } from "../../core/rewards/epochs.ts";
import type {
  Decoded,
  RewardSource,
  SeenNode,
  SeenOddity,
  SeenReward,
  SeenTerm,
} from "../../sources/rewards/source.ts";
import { applyRegistry } from "./apply-registry.ts";

/**
 * Books what a source's logs say, in the caller's transaction; gives how many rewards were new. What is booked is the same however
 * many blocks are booked at once: each kind of fact is booked by itself, so that what depends on their order is seen to here.
 */
export function bookDecoded(app: App, source: RewardSource, decoded: Decoded): number {
  const { db } = app;
  const { name, epochSeconds } = source;
  const { nodes, rewards, epochs = [], roots = [], withdrawn = [], terms = [], oddities = [] } = decoded;
  const left = bookNodes(db, name, nodes);
  noteEpochs(
    db,
    name,
    epochs.map(({ epoch, at }) => [epoch, { first: at, last: at, rewards: 0 }]),
  );
  for (const root of roots) addRoot(db, { ...root, source: name });
  for (const { epoch, why } of withdrawn) withdrawRoot(db, name, epoch, why);
  bookTerms(db, name, terms, rewards);
  addOddities(
    db,
    oddities.map((oddity) => ({ ...oddity, source: name, about: placeName(oddity) })),
  );
  const added = addRewards(db, name, withEpochs(rewards, epochSeconds));
  if (added > 0) outdateReports(db, earliest(rewards), app.now());
  for (const [node, at] of left) setRetired(db, name, node, at);
  // Before this is committed, so that nobody ever reads what the config knows better.
  applyRegistry(app, name, () => namesIn(decoded));
  return added;
}

function earliest(rewards: readonly SeenReward[]): number {
  return rewards.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);
}

function namesIn({ rewards, nodes, terms = [] }: Decoded): Set<string> {
  return new Set([...rewards, ...nodes, ...terms].map(({ node }) => node));
}

/** Where every log told its epoch the rewards are taken as they are: they come by the ten thousand. */
function withEpochs(rewards: readonly SeenReward[], epochSeconds: number): readonly NewReward[] {
  const isTold = (reward: SeenReward): reward is SeenReward & NewReward => reward.epoch !== undefined;
  if (rewards.every(isTold)) return rewards;
  return rewards.map((reward) => ({ ...reward, epoch: reward.epoch ?? epochAt(reward.at, epochSeconds) }));
}

/** Gives the nodes that left and are not known: a reward before that makes them known. */
function bookNodes(db: App["db"], source: string, nodes: readonly SeenNode[]): Map<string, number> {
  const left = new Map<string, number>();
  for (const seen of nodes) {
    if (seen.change === "registered") {
      const { node, owner, region, class: kind, at } = seen;
      putNode(db, { source, node, owner, region: region ?? null, class: kind ?? null, since: at });
      left.delete(node);
    } else if (!setRetired(db, source, seen.node, seen.at)) left.set(seen.node, seen.at);
  }
  return left;
}

/** A node is its owner's who was named first, by a term or by a reward. */
function bookTerms(db: App["db"], source: string, terms: readonly SeenTerm[], rewards: readonly SeenReward[]): void {
  if (terms.length === 0) return;
  const idOf = createNodeIds(db, source);
  const sights = [...terms.map((term) => ({ ...term, recipient: term.owner })), ...rewards];
  for (const sight of sights.sort((a, b) => Number(a.block - b.block) || a.logIndex - b.logIndex)) idOf(sight);
  addTerms(
    db,
    terms.map(({ node, owner, ...term }) => ({
      ...term,
      source,
      node: idOf({ node, recipient: owner, at: term.at }),
    })),
  );
}

/** A log by its place: what is odd about it is said once. */
function placeName({ transaction, logIndex }: SeenOddity): string {
  return `${transaction}:${logIndex}`;
}
