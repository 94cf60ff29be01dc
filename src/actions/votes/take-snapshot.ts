import type { Address } from "viem";
import type { App } from "../../app.ts";
import { readStart } from "../../chain/weights/index.ts";
import type { FrozenElectorate, RoleSource, WalletSource } from "../../core/governance/electorate/source.ts";
import type { ElectoratePlan } from "../../core/governance/life-stage.ts";
import { Refusal, Transient } from "../../errors.ts";
import { readWalletWeights } from "./read-weights.ts";
import { weighNodesNow } from "./weigh-nodes-now.ts";

/** A weight that only the snapshot knows, in which part of the electorate. */
export type PartWeight = { part: string; wallet: Address; weight: bigint };

/** An electorate as a snapshot fixed it, with all that could not be asked for again later. */
export type Snapshot = {
  electorate: FrozenElectorate;
  weights: readonly PartWeight[];
  /** Of a role that is listed: who carried it, in which house. */
  members: readonly { house: string; member: string }[];
};

/** Fixes who may vote and with what whole weight, at the newest final block of each chain it takes. */
export async function takeSnapshot(app: App, plan: ElectoratePlan): Promise<Snapshot> {
  const taken = await snapshotOf(app, plan, "");
  if (taken.electorate.total === 0n) throw new Refusal("Nobody held any votes at the snapshot, so nobody could vote.");
  return taken;
}

async function snapshotOf(app: App, { name, source, excluded }: ElectoratePlan, part: string): Promise<Snapshot> {
  const left = (excluded ?? []) as readonly Address[];
  switch (source.kind) {
    case "role":
      return snapshotRole(app, name, source, part);
    case "houses": {
      const houses = await Promise.all(
        Object.entries(source.houses).map(
          async ([house, plan]) => [house, await snapshotOf(app, plan, house)] as const,
        ),
      );
      const own = houses.map(([, { electorate }]) => electorate);
      if (own.some(({ total }) => total === 0n))
        throw new Refusal("In one of the houses nobody held any votes at the snapshot, so it could never pass.");
      const electorate: FrozenElectorate = {
        name,
        source: {
          kind: "houses",
          houses: Object.fromEntries(houses.map(([house, taken]) => [house, taken.electorate])),
        },
        snapshot: undefined,
        total: undefined,
      };
      return joined(
        electorate,
        houses.map(([, taken]) => taken),
      );
    }
    case "sum": {
      const parts = await Promise.all(
        source.of.map(({ electorate }, index) => snapshotOf(app, electorate, `${part}/${index}`)),
      );
      const of = parts.map((taken, index) => ({ times: source.of[index]?.times ?? 1n, electorate: taken.electorate }));
      const total = of.some(({ electorate }) => electorate.total === undefined)
        ? undefined
        : of.reduce((sum, { times, electorate }) => sum + times * (electorate.total ?? 0n), 0n);
      return joined({ name, source: { ...source, of }, snapshot: undefined, total }, parts);
    }
    case "nodes":
      return weighNodesNow(app, { name, source, excluded: left }, part);
    default:
      return snapshotWallets(app, name, source, left);
  }
}

function joined(electorate: FrozenElectorate, parts: readonly Snapshot[]): Snapshot {
  return {
    electorate,
    weights: parts.flatMap(({ weights }) => weights),
    members: parts.flatMap(({ members }) => members),
  };
}

async function snapshotWallets(
  app: App,
  name: string,
  source: WalletSource,
  excluded: readonly Address[],
): Promise<Snapshot> {
  const chain = app.chains.get(source.chain);
  const block = await chain.finalized();
  const { timepoint, total: supply } = await chain.read(block, readStart(source, block));
  const snapshot = { chain: source.chain, block: block.number, hash: block.hash, timepoint };
  const frozen = { name, source, snapshot, total: supply, ...(excluded.length > 0 ? { excluded } : {}) };
  if (supply === undefined || excluded.length === 0) return { electorate: frozen, weights: [], members: [] };
  const held = await readWalletWeights(app, source, snapshot, excluded);
  if (held.includes(undefined)) throw new Refusal("What the excluded wallets hold cannot be read at the snapshot.");
  const total = supply - held.reduce<bigint>((sum, weight) => sum + (weight ?? 0n), 0n);
  if (total < 0n)
    throw new Refusal("The excluded wallets hold more than all weight there is: the electorate cannot be right.");
  return { electorate: { ...frozen, total }, weights: [], members: [] };
}

async function snapshotRole(app: App, name: string, source: RoleSource, house: string): Promise<Snapshot> {
  const unlisted = { electorate: { name, source, snapshot: undefined, total: undefined }, weights: [], members: [] };
  if (source.listed !== true) return unlisted;
  if (!app.discord.connected()) throw new Transient("Discord cannot be asked for the server's members now.");
  const all = await app.discord.listMembers();
  const members = all
    .filter(({ bot, roles }) => !bot && source.roles.some((role) => roles.includes(role)))
    .map(({ id: member }) => ({ house, member }));
  return { ...unlisted, electorate: { ...unlisted.electorate, total: BigInt(members.length) }, members };
}
