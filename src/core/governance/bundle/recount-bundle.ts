import { type CastBallot, countVote } from "../count-vote.ts";
import type { Decision } from "../decision.ts";
import type { FrozenElectorate } from "../electorate/source.ts";
import { momentsOf } from "../moments.ts";
import { parseShare } from "../share.ts";
import { type Bundle, ownEvents } from "./bundle.ts";
import { readFrozenPack } from "./read-frozen-pack.ts";

/** Counts a bundle's vote: all of it, or as it stood before the event of a number. */
export function recountBundle(bundle: Bundle, before = Number.POSITIVE_INFINITY): Decision {
  const { proposal, electors, delegations = [], ballots } = bundle;
  const { choices = [], openedAt, closesAt } = proposal;
  return countVote({
    rulePack: readFrozenPack(proposal.rulePack),
    electorate: thawElectorate(proposal.electorate),
    ...{ choices, openedAt, closesAt },
    electors: electors
      .filter(({ admitted = 0 }) => admitted < before)
      .map((row) => ({ ...row, house: row.house ?? "", weight: BigInt(row.weight) })),
    delegations: delegations.map(({ from, to, share }) => ({ from, to, share: parseShare(share) })),
    ballots: ballots.filter(({ event }) => event < before) as CastBallot[],
    moments: momentsOf(ownEvents(bundle).filter(({ seq }) => seq < before)),
  });
}

/** Totals as numbers again: of all that is frozen of an electorate they alone decide. */
function thawElectorate(frozen: Bundle["proposal"]["electorate"]): FrozenElectorate {
  const total = frozen.total === undefined ? undefined : BigInt(frozen.total);
  const { source } = frozen;
  if (source.kind !== "houses") return { ...frozen, total } as FrozenElectorate;
  const houses = Object.entries(source.houses).map(([name, own]) => [name, thawElectorate(own)] as const);
  return { ...frozen, total, source: { kind: "houses", houses: Object.fromEntries(houses) } } as FrozenElectorate;
}
