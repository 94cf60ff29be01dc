import { addEvent } from "../../../db/events.ts";
import { claimInteraction } from "../../../db/interactions.ts";
import { immediate } from "../../../db/open.ts";
import { findProposal } from "../../../db/proposals.ts";
import type { App } from "../../app.ts";
import { sayWeight } from "../../core/governance/electorate/say-weight.ts";
import { nextStage, type ProposalContent, type Stage } from "../../core/governance/life-stage.ts";
import { leastWeight } from "../../core/governance/passing/threshold.ts";
import { Refusal, Repeated, Transient } from "../../errors.ts";
import { checkMember } from "../check-roles.ts";
import { type Asker, enter } from "./begin-proposal.ts";
import { refuseWeightless, type Standing, type Weighable, weighMembers } from "./check-proposer.ts";
import { endProposal } from "./end-proposal.ts";
import { requireContent, requireProposal } from "./find-proposal.ts";
import { listSponsors } from "./list-sponsors.ts";
import { queueCard } from "./queue-card.ts";

/** Stages in which members may stand behind a proposal, or leave it. */
const SPONSORABLE: readonly Stage[] = ["sponsoring", "review"];

/** A member stands behind a proposal, or no longer does. */
export type Sponsor = Asker & { proposal: number; leaves?: boolean };

/** Who stands behind a proposal now, and what they have together. */
export type Sponsored = { stage: Stage; sponsors: number; weight: bigint | undefined; needed: bigint | undefined };

/** Lets a member with a vote stand behind a proposal, or leave it, and sees at once whether its sponsors suffice. */
export async function sponsorProposal(app: App, request: Sponsor): Promise<Sponsored> {
  const { proposal: id, author, roles, leaves = false } = request;
  checkMember(app, roles);
  checkSponsor(app, id, author, leaves);
  if (!leaves) await checkVoter(app, requireContent(app, id), request);
  immediate(app.db, () => {
    const now = app.now();
    if (!claimInteraction(app.db, request.interaction.id, now)) throw new Repeated("This has been noted already.");
    checkSponsor(app, id, author, leaves);
    const carried = roles.slice(0, 50);
    if (leaves) addEvent(app.db, { at: now, kind: "sponsorship-ended", proposal: id, actor: author, body: {} });
    else addEvent(app.db, { at: now, kind: "sponsored", proposal: id, actor: author, body: { roles: carried } });
    queueCard(app, id);
  });
  try {
    return await weighSponsors(app, id);
  } catch (error) {
    // That somebody came or left is noted already; the job weighs them when the chain can be read again.
    if (!(error instanceof Transient)) throw error;
    const sponsors = listSponsors(app, id).members.length;
    return { stage: requireProposal(app, id).stage, sponsors, weight: undefined, needed: undefined };
  } finally {
    app.wake("deliver-outbox");
  }
}

/**
 * Weighs a proposal's sponsors at the newest final block. Where they suffice it goes on; where they no longer do and its rules
 * say so, it is withdrawn.
 */
export async function weighSponsors(app: App, id: number): Promise<Sponsored> {
  const content = requireContent(app, id);
  const { members, roles } = listSponsors(app, id);
  const who: Weighable[] = members.map((author) => ({ author, roles: roles.get(author) ?? [] }));
  const standings = await weighMembers(app, content, who);
  const weight = together(standings);
  const total = standings[0]?.electorate.total;
  const rule = content.rulePack.life?.sponsorship;
  const needed = rule && leastWeight(rule.threshold, total);
  const stage = immediate(app.db, () => {
    const row = findProposal(app.db, id);
    const known = listSponsors(app, id);
    // Somebody came or went while the others were weighed, and that run weighs anew; or it has gone on, or was ended.
    const isStill = known.members.join() === members.join();
    if (row === undefined || rule === undefined || !isStill || !SPONSORABLE.includes(row.stage))
      return row?.stage ?? "withdrawn";
    if (known.weight !== weight) {
      addEvent(app.db, { at: app.now(), kind: "sponsors-weighed", proposal: id, body: { weight } });
      queueCard(app, id);
    }
    const suffices = needed !== undefined && weight >= needed;
    if (row.stage === "sponsoring" && suffices) return goOn(app, id, content);
    if (row.stage === "review" && !suffices && rule.withdrawWhenBelow) {
      const has = sayWeight(content.electorate.source, weight);
      endProposal(app, {
        id,
        end: "withdrawn",
        actor: "",
        reason: `Its sponsors have ${has} together, less than it takes.`,
      });
      return "withdrawn";
    }
    return row.stage;
  });
  return { stage, sponsors: members.length, weight, needed };
}

/** The stage after looking for sponsors; a vote is opened by the clock, a moment later. */
function goOn(app: App, id: number, content: ProposalContent): Stage {
  const next = nextStage(content.rulePack.life, "sponsoring");
  const stage = next === "open" ? "pending" : next;
  enter(app, { id, actor: "", at: app.now(), stage, content, ready: undefined });
  return stage;
}

/** Weights of several houses are of several kinds: what counts is the house in which sponsors have most. */
function together(standings: readonly Standing[]): bigint {
  const sums = new Map<string, bigint>();
  for (const { houses } of standings)
    for (const { house, weight } of houses) sums.set(house, (sums.get(house) ?? 0n) + weight);
  return [...sums.values()].reduce((most, sum) => (sum > most ? sum : most), 0n);
}

async function checkVoter(app: App, content: ProposalContent, asker: Asker): Promise<void> {
  const [standing] = await weighMembers(app, content, [asker]);
  if (standing?.houses.some(({ weight }) => weight > 0n)) return;
  if (standing) refuseWeightless(app, asker.author, standing.electorate);
}

function checkSponsor(app: App, id: number, member: string, leaves: boolean): void {
  const { stage } = requireProposal(app, id);
  if (requireContent(app, id).rulePack.life?.sponsorship === undefined)
    throw new Refusal(`By its rules proposal #${id} needs no sponsors.`);
  if (!SPONSORABLE.includes(stage)) throw new Refusal(`Proposal #${id} does not take sponsors now.`);
  const isSponsor = listSponsors(app, id).members.includes(member);
  if (isSponsor && !leaves) throw new Refusal(`You stand behind proposal #${id} already.`);
  if (!isSponsor && leaves) throw new Refusal(`You do not stand behind proposal #${id}.`);
}
