import { immediate } from "../../../db/open.ts";
import { addOutbox, findOutbox } from "../../../db/outbox.ts";
import type { App } from "../../app.ts";
import type { Decision } from "../../core/governance/decision.ts";
import { countedIn } from "../../core/governance/electorate/say-weight.ts";
import type { FrozenElectorate, Source } from "../../core/governance/electorate/source.ts";
import type { Counting, RulePack } from "../../core/governance/rule-pack.ts";
import { requireVote } from "../proposals/find-proposal.ts";
import { cardKey } from "../proposals/queue-card.ts";
import { findEnd } from "./move-end.ts";
import { countStored } from "./vote-facts.ts";

/** A quorum that is missing, in the units of its electorate; the house's title where there are houses. */
export type MissingQuorum = { house: string | undefined; source: Source; reached: bigint; needed: bigint };

/** Queues the notice that an open vote's quorum is missing, once; true where it was queued now. A secret count says nothing. */
export function warnQuorum(app: App, id: number): boolean {
  const key = `quorum-at-risk:${id}`;
  return immediate(app.db, () => {
    if (findOutbox(app.db, key) !== undefined || findMissingQuorums(app, id).length === 0) return false;
    const validUntil = findEnd(app, requireVote(app, id));
    const refs = { proposal: id };
    addOutbox(app.db, {
      key,
      kind: "quorum-at-risk",
      refs,
      destination: `beside:${cardKey(id)}`,
      now: app.now(),
      validUntil,
    });
    app.wake("deliver-outbox");
    return true;
  });
}

/** The quorums of a vote that are not reached as it stands; none where they are, or where nobody may know. */
export function findMissingQuorums(app: App, id: number): MissingQuorum[] {
  const vote = requireVote(app, id);
  if (vote.rulePack.secret) return [];
  return missingIn(countStored(app, vote), vote.rulePack, vote.electorate);
}

function missingIn(decision: Decision, pack: RulePack<Counting>, electorate: FrozenElectorate): MissingQuorum[] {
  if (pack.counting !== "two-house") return missingOf(decision, pack, electorate.source, undefined);
  const { source } = electorate;
  if (source.kind !== "houses") return [];
  return Object.entries(pack.houses).flatMap(([name, rules]) => {
    const [own, house] = [decision.houses?.[name], source.houses[name]];
    return own && house ? missingOf(own, rules, house.source, rules.title) : [];
  });
}

function missingOf(
  { quorum: { reached, needed, met, virtual } }: Decision,
  pack: RulePack<Exclude<Counting, "two-house">>,
  source: Source,
  house: string | undefined,
): MissingQuorum[] {
  // What an optimistic vote lacks is objections, and nobody has to be asked for those.
  if (pack.counting === "optimistic" || met || virtual || needed === undefined) return [];
  return [{ house, source: countedIn(source, pack), reached, needed }];
}
