import { addOddities } from "../../../db/oddities.ts";
import { immediate } from "../../../db/open.ts";
import { addRoot, knowsRoot } from "../../../db/roots.ts";
import type { App } from "../../app.ts";
import type { Block } from "../../chain/chain.ts";
import type { RewardSource } from "../../sources/rewards/source.ts";

/**
 * Asks contracts for the roots that no event tells of, at a final block, and notes them as of the block that made each contract;
 * asks for none twice. A contract that knows no root is said by name.
 */
export async function noteQuietRoots(
  app: App,
  { name, chain: id, quietRoots = [] }: RewardSource,
  final: Block,
): Promise<void> {
  const wanted = quietRoots
    .map((quiet, index) => ({ ...quiet, index }))
    .filter((quiet) => quiet.block <= final.number && !knowsRoot(app.db, { ...quiet, source: name }));
  if (wanted.length === 0) return;
  const chain = app.chains.get(id);
  const outcomes = await chain.readShared(
    final,
    wanted.map(({ read }) => read()),
  );
  for (const [at, outcome] of outcomes.entries()) {
    const { epoch, distributor, facts, block, index } = wanted[at] as (typeof wanted)[number];
    if (!outcome.ok) {
      const what = `${distributor} says no root of a reward tree (${outcome.reason}); nothing of epoch ${epoch} is booked from it.`;
      const odd = { source: name, about: `root:${distributor}`, what, at: app.now() };
      if (addOddities(app.db, [odd]) > 0) app.log.warn(`rewards:${name}: ${what}`);
      continue;
    }
    const { timestamp } = await chain.block(block);
    // No log stands there: what counts from below zero is the place of none.
    const place = { block, logIndex: -1 - index, transaction: "0x" as const, at: timestamp };
    immediate(app.db, () =>
      addRoot(app.db, { ...place, source: name, epoch, distributor, facts, root: outcome.value }),
    );
  }
}
