import type { Address } from "viem";
import type { App } from "../app.ts";
import type { Outcome } from "../chain/chain.ts";
import { readPastVotes } from "../chain/weights/votes.ts";
import type { FrozenElectorate } from "../core/governance/proposal.ts";
import { Refusal } from "../errors.ts";

/** Reads in flight at once: ten thousand together cost 60 MB, and are no faster. */
const AT_ONCE = 1_000;

/**
 * The weights that wallets had at a vote's snapshot, in smallest units, in the order asked for. They are checkpoints of
 * the past, so they are read at the newest final block: no node needs to keep the snapshot's state.
 */
export async function readWeights(
  app: App,
  { source, snapshot }: FrozenElectorate,
  wallets: readonly Address[],
): Promise<bigint[]> {
  if (source.kind !== "votes" || snapshot === undefined || wallets.length === 0) return [];
  const chain = app.chains.get(source.chain);
  const block = await chain.finalized();
  const weights: bigint[] = [];
  for (let from = 0; from < wallets.length; from += AT_ONCE) {
    const some = wallets.slice(from, from + AT_ONCE);
    const reads = some.map((wallet) => readPastVotes(source.token, wallet, snapshot.timepoint));
    for (const outcome of await chain.readAll(block, reads)) weights.push(weightOf(outcome));
  }
  return weights;
}

function weightOf(outcome: Outcome<bigint>): bigint {
  if (outcome.ok) return outcome.value;
  throw new Refusal("The votes token does not tell the weights at the snapshot.", {
    context: { reason: outcome.reason },
  });
}
