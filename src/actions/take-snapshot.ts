import type { App } from "../app.ts";
import { readPastTotalSupply, readTimepoint } from "../chain/weights/votes.ts";
import type { FrozenElectorate } from "../core/governance/proposal.ts";
import { Refusal } from "../errors.ts";

/** Fixes who may vote and with what whole weight, at the newest final block of the electorate's chain. */
export async function takeSnapshot(app: App, name: string): Promise<FrozenElectorate> {
  const source = app.config.electorates[name];
  if (source === undefined) throw new Refusal(`There is no electorate "${name}" in the config.`);
  if (source.kind === "role") return { name, source, snapshot: undefined, total: undefined };
  const chain = app.chains.get(source.chain);
  const block = await chain.finalized();
  const timepoint = await chain.read(block, readTimepoint(source.token, block));
  const total = await chain.read(block, readPastTotalSupply(source.token, timepoint));
  if (total === 0n) throw new Refusal("Nobody held any votes at the snapshot, so nobody could vote.");
  return { name, source, snapshot: { chain: source.chain, block: block.number, hash: block.hash, timepoint }, total };
}
