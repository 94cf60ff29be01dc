import { noteEpochs } from "../../../db/epochs.ts";
import { createNodeIds, putNode, setRetired } from "../../../db/nodes.ts";
import { addOddities } from "../../../db/oddities.ts";
import { addRewards } from "../../../db/rewards.ts";
import { addRoot, withdrawRoot } from "../../../db/roots.ts";
import { addTerms } from "../../../db/terms.ts";
import type { App } from "../../app.ts";
import { epochAt } from "../../core/rewards/epochs.ts";
import type { Decoded, RewardSource, SeenNode, SeenOddity, SeenTerm } from "../../sources/rewards/source.ts";
import { applyRegistry } from "./apply-registry.ts";

/** Books what a source's logs say, in the caller's transaction; gives how many rewards were new. */
export function bookDecoded(app: App, source: RewardSource, decoded: Decoded): number {
  const { db } = app;
  const { name, epochSeconds } = source;
  for (const seen of decoded.nodes) bookNode(db, name, seen);
  const { rewards, epochs = [], roots = [], withdrawn = [], terms = [], oddities = [] } = decoded;
  const rows = rewards.map((reward) => ({ ...reward, epoch: reward.epoch ?? epochAt(reward.at, epochSeconds) }));
  noteEpochs(db, name, new Map(epochs.map(({ epoch, at }) => [epoch, { first: at, last: at, rewards: 0 }])));
  for (const root of roots) addRoot(db, { ...root, source: name });
  for (const { epoch, why } of withdrawn) withdrawRoot(db, name, epoch, why);
  bookTerms(db, name, terms);
  addOddities(
    db,
    oddities.map((oddity) => ({ ...oddity, source: name, about: placeName(oddity) })),
  );
  const added = addRewards(db, name, rows);
  // Before this is committed, so that nobody ever reads what the config knows better.
  applyRegistry(app, name, namesIn(decoded));
  return added;
}

function namesIn({ rewards, nodes, terms = [] }: Decoded): Set<string> {
  return new Set([...rewards, ...nodes, ...terms].map(({ node }) => node));
}

function bookNode(db: App["db"], source: string, seen: SeenNode): void {
  if (seen.change === "retired") setRetired(db, source, seen.node, seen.at);
  else {
    const { node, owner, region, class: kind, at } = seen;
    putNode(db, { source, node, owner, region: region ?? null, class: kind ?? null, since: at });
  }
}

function bookTerms(db: App["db"], source: string, terms: readonly SeenTerm[]): void {
  const idOf = createNodeIds(db, source);
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
