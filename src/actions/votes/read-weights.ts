import type { Address } from "viem";
import type { App } from "../../app.ts";
import type { Block, Outcome } from "../../chain/chain.ts";
import { readWeight, weightsOutlive } from "../../chain/weights/index.ts";
import type { FrozenElectorate, Snapshot, WalletSource } from "../../core/governance/electorate/source.ts";
import { Halt, Transient } from "../../errors.ts";

/** Reads in flight at once: ten thousand together cost 60 MB, and are no faster. */
const AT_ONCE = 1_000;

/** What a snapshot itself kept of a wallet, in a part of the electorate. */
export type KeptWeights = (part: string, wallet: Address) => bigint;

/** One house of an electorate, or all of it. */
export type House = { house: string; electorate: FrozenElectorate };

/** The houses of an electorate; the one nameless where there are none. */
export function housesOf(electorate: FrozenElectorate): House[] {
  const { source } = electorate;
  if (source.kind !== "houses") return [{ house: "", electorate }];
  return Object.entries(source.houses).map(([house, own]) => ({ house, electorate: own }));
}

/** Whether wallets can have weight in an electorate; a role's members have it themselves. */
export function weighsWallets({ source }: FrozenElectorate): boolean {
  if (source.kind === "houses") return Object.values(source.houses).some(weighsWallets);
  return source.kind !== "role";
}

/**
 * The weights that wallets had at a vote's snapshot in one of its houses, in smallest units, in the order asked for; undefined
 * for a wallet about which the contract gave no answer, so that one odd wallet keeps nobody else from voting.
 */
export async function readWeights(
  app: App,
  { house, electorate }: House,
  wallets: readonly Address[],
  kept: KeptWeights,
): Promise<(bigint | undefined)[]> {
  return weigh(app, electorate, wallets, kept, house);
}

async function weigh(
  app: App,
  { source, snapshot, excluded }: FrozenElectorate,
  wallets: readonly Address[],
  kept: KeptWeights,
  part: string,
): Promise<(bigint | undefined)[]> {
  switch (source.kind) {
    case "role":
    case "houses":
      return wallets.map(() => 0n);
    case "nodes":
      return wallets.map((wallet) => kept(part, wallet));
    case "sum": {
      const sums: (bigint | undefined)[] = wallets.map(() => 0n);
      for (const [index, { times, electorate }] of source.of.entries()) {
        const own = await weigh(app, electorate, wallets, kept, `${part}/${index}`);
        for (const [place, weight] of own.entries()) {
          const sum = sums[place];
          sums[place] = sum === undefined || weight === undefined ? undefined : sum + times * weight;
        }
      }
      return sums;
    }
    default: {
      if (snapshot === undefined) return wallets.map(() => 0n);
      const left = new Set(excluded);
      const weights = await readWalletWeights(app, source, snapshot, wallets);
      return weights.map((weight, index) => (left.has(wallets[index] as Address) ? 0n : weight));
    }
  }
}

/**
 * Weights that a chain tells, wallet by wallet. Checkpoints of the past are read at the newest final block, so that no node
 * needs to keep the snapshot's state; balances and answers can be read at the snapshot's own block only.
 */
export async function readWalletWeights(
  app: App,
  source: WalletSource,
  snapshot: Snapshot,
  wallets: readonly Address[],
): Promise<(bigint | undefined)[]> {
  if (wallets.length === 0) return [];
  const chain = app.chains.get(source.chain);
  if (weightsOutlive(source)) return readAt(app, source, snapshot, await chain.finalized(), wallets);
  const block = await chain.block(snapshot.block);
  if (block.hash !== snapshot.hash)
    throw new Halt(`Block ${snapshot.block} of ${chain.name} is no longer the one of the snapshot.`);
  try {
    return await readAt(app, source, snapshot, block, wallets);
  } catch (error) {
    if (!(error instanceof Transient) || !lacksState(error)) throw error;
    throw new Transient(
      `No node of ${chain.name} keeps the state of block ${block.number}, at which weights are read.`,
      {
        hint: "A maintainer has to name an RPC URL of a node that keeps it (an archive node).",
        context: error.context,
      },
    );
  }
}

/** Whether what failed is that no node has the block's state any more. */
function lacksState({ context }: Transient): boolean {
  return JSON.stringify(context["failures"] ?? "").includes("does not have the state");
}

async function readAt(
  app: App,
  source: WalletSource,
  { timepoint }: Snapshot,
  block: Block,
  wallets: readonly Address[],
): Promise<(bigint | undefined)[]> {
  const chain = app.chains.get(source.chain);
  const weights: (bigint | undefined)[] = [];
  for (let from = 0; from < wallets.length; from += AT_ONCE) {
    const some = wallets.slice(from, from + AT_ONCE);
    const reads = some.map((wallet) => readWeight(source, wallet, timepoint));
    for (const outcome of await chain.readAll(block, reads)) weights.push(weightOf(app, outcome));
  }
  return weights;
}

function weightOf(app: App, outcome: Outcome<bigint>): bigint | undefined {
  if (outcome.ok) return outcome.value;
  app.log.warn("A wallet's weight at the snapshot could not be read.", { reason: outcome.reason });
  return undefined;
}
