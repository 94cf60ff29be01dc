import { listWallets } from "../../../db/wallets.ts";
import type { App } from "../../app.ts";
import { sayWeight } from "../../core/governance/electorate/say-weight.ts";
import type { FrozenElectorate } from "../../core/governance/electorate/source.ts";
import type { ProposalContent } from "../../core/governance/life-stage.ts";
import { describeThreshold, leastWeight } from "../../core/governance/passing/threshold.ts";
import { Refusal } from "../../errors.ts";
import type { ReadyVote } from "../votes/open-vote.ts";
import { type House, housesOf, readWeights, weighsWallets } from "../votes/read-weights.ts";
import { type Snapshot, takeSnapshot } from "../votes/take-snapshot.ts";
import type { Asker } from "./begin-proposal.ts";

/** What a member has in an electorate now, house by house, and the electorate as it is now. */
export type Standing = { electorate: FrozenElectorate; houses: readonly { house: string; weight: bigint }[] };

/** Lets through whoever the rules let propose: who has what they ask for, else anybody with a vote; where sponsors decide, any member. */
export async function checkProposer(
  app: App,
  asker: Asker,
  content: ProposalContent,
  ready?: ReadyVote,
): Promise<void> {
  const { life } = content.rulePack;
  if (life?.proposer === undefined && life?.sponsorship !== undefined) return;
  const [standing] = ready === undefined ? await weighMembers(app, content, [asker]) : [standingIn(ready, asker)];
  if (standing === undefined) return;
  const most = standing.houses.reduce((largest, { weight }) => (weight > largest ? weight : largest), 0n);
  const { electorate } = standing;
  if (life?.proposer !== undefined) {
    const needed = leastWeight(life.proposer, electorate.total);
    if (needed !== undefined && most >= needed) return;
    throw new Refusal(
      `To propose this takes ${describeThreshold(life.proposer, (weight) => sayWeight(electorate.source, weight))}; you have ${sayWeight(electorate.source, most)}.`,
    );
  }
  if (most > 0n) return;
  refuseWeightless(app, asker.author, electorate);
}

/** Says why somebody has no vote, as plainly as can be known. */
export function refuseWeightless(app: App, member: string, electorate: FrozenElectorate): never {
  if (!weighsWallets(electorate)) throw new Refusal("Only those who may vote on this may propose it.");
  if (listWallets(app.db, member).length === 0) {
    throw new Refusal("You have no linked wallet.", {
      hint: "Link the wallet that holds your votes with /wallet link.",
    });
  }
  throw new Refusal(`Your linked wallets had no ${unitOf(electorate)} at the snapshot.`, {
    hint: "Votes count once they are delegated, to yourself or to another; new ones after a few minutes.",
  });
}

/** What weights of an electorate are called: `HELIO votes`, `nodes`. */
export function unitOf({ source }: FrozenElectorate): string {
  if (source.kind === "votes") return `${source.symbol} votes`;
  return "symbol" in source ? source.symbol : "votes";
}

/** Somebody to be weighed, with the roles that were told of them: by the interaction, or when it last was looked. */
export type Weighable = { author: string; roles: readonly string[] };

/** What members have in the electorate of a content at the newest final block. */
export async function weighMembers(
  app: App,
  content: ProposalContent,
  members: readonly Weighable[],
): Promise<Standing[]> {
  const snapshot = await takeSnapshot(app, content.electorate);
  const kept = new Map(snapshot.weights.map(({ part, wallet, weight }) => [`${part} ${wallet}`, weight]));
  const wallets = members.map(({ author }) => listWallets(app.db, author));
  const addresses = wallets.flat().map(({ address }) => address);
  const standings = members.map(() => [] as { house: string; weight: bigint }[]);
  for (const house of housesOf(snapshot.electorate)) {
    const read = await readWeights(app, house, addresses, (part, wallet) => kept.get(`${part} ${wallet}`) ?? 0n);
    const weights = new Map(addresses.map((address, index) => [address, read[index] ?? 0n]));
    for (const [index, own] of wallets.entries()) {
      const sum = own.reduce((all, { address }) => all + (weights.get(address) ?? 0n), 0n);
      const byRole = roleWeight(snapshot, house, members[index]);
      standings[index]?.push({ house: house.house, weight: sum + byRole });
    }
  }
  return standings.map((houses) => ({ electorate: snapshot.electorate, houses }));
}

/** One vote for whoever carries the role, or is listed as carrying it. */
function roleWeight(
  { members }: Snapshot,
  { house, electorate: { source } }: House,
  who: Weighable | undefined,
): bigint {
  if (source.kind !== "role" || who === undefined) return 0n;
  const has = source.listed
    ? members.some((one) => one.house === house && one.member === who.author)
    : source.roles.some((role) => who.roles.includes(role));
  return has ? 1n : 0n;
}

function standingIn({ snapshot, weighed }: ReadyVote, asker: Asker): Standing {
  const houses = housesOf(snapshot.electorate).map((one) => {
    const own = weighed.filter(({ house, wallet }) => house === one.house && wallet.member === asker.author);
    const sum = own.reduce((all, { weight }) => all + (weight ?? 0n), 0n);
    return { house: one.house, weight: sum + roleWeight(snapshot, one, asker) };
  });
  return { electorate: snapshot.electorate, houses };
}
