import type { Address } from "viem";
import { addEvent, listEventsOfKind } from "../../../db/events.ts";
import { immediate } from "../../../db/open.ts";
import { raiseRevision } from "../../../db/outbox.ts";
import { findRevision } from "../../../db/proposals.ts";
import type { VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import type { ProposalContent } from "../../core/governance/life-stage.ts";
import { gradeNotes, type Note } from "../../core/governance/lint/rules.ts";
import type { Action } from "../../core/governance/proposal.ts";
import { blockingOf, type Moment, type Scrutiny } from "../../core/governance/scrutiny.ts";
import { Refusal, Transient } from "../../errors.ts";
import { findExecutor } from "../../executors/index.ts";
import { requireVote } from "../proposals/find-proposal.ts";
import { lintActions } from "./lint-actions.ts";
import { simulateActions } from "./simulate-actions.ts";

/** The kind of event in which a later look at a proposal's calls is kept; the first stands in what was written. */
const SCRUTINIZED = "scrutinized";

/** What is looked at, when, and what had been found when it was written. */
type Look = { actions: readonly Action[]; text: string; when: Moment; earlier?: Scrutiny | undefined };

/**
 * Looks at calls as they are written and makes them in a simulation, at one final block. A chain that does not answer keeps
 * nobody from proposing: what could not be found out is a finding. Undefined where the chain is asked for nothing.
 */
export async function scrutinize(app: App, { actions, text, when, earlier }: Look): Promise<Scrutiny | undefined> {
  const [first] = actions;
  if (first === undefined) return undefined;
  const executor = findExecutor(app.config, first.executor);
  const about = { when, at: app.now() };
  try {
    const chain = app.chains.get(executor.chain);
    const block = await chain.finalized();
    const request = { actions, executor, text, chain, block };
    const linted = await lintActions(app, request);
    const { way, traced, effects, notes } = await simulateActions(app, request);
    const all = [...notes, ...linted.notes, ...changedBehind(earlier, linted.behind)];
    return {
      ...about,
      block: { chain: executor.chain, number: block.number.toString(), hash: block.hash },
      ...{ way, traced, effects, findings: gradeNotes(all, app.config.lint), behind: linted.behind },
    };
  } catch (error) {
    if (!(error instanceof Transient)) throw error;
    app.log.warn(`The calls of a proposal could not be looked at: ${error.message}`, error.context);
    const note: Note = {
      rule: "notSimulated",
      says: "The calls could not be simulated, nor all of them looked at: no node gave an answer.",
    };
    const behind = earlier?.behind ?? {};
    return { ...about, way: "none", traced: false, effects: [], findings: gradeNotes([note], app.config.lint), behind };
  }
}

/** Looks once more before a vote opens on what was written earlier; Refusal where that is not to be voted on by now. */
export async function lookAgain(app: App, content: ProposalContent): Promise<Scrutiny | undefined> {
  const { actions, body: text, scrutiny: earlier } = content;
  const scrutiny = await scrutinize(app, { actions, text, when: "opening", earlier });
  checkScrutiny(scrutiny, "It cannot be voted on like this; its author can edit it or withdraw it.");
  return scrutiny;
}

/** Refuses what a finding blocks, with all reasons. */
export function checkScrutiny(scrutiny: Scrutiny | undefined, hint: string): void {
  const blocking = scrutiny === undefined ? [] : blockingOf(scrutiny);
  if (blocking.length === 0) return;
  throw new Refusal(blocking.map(({ says }) => says).join(" "), {
    hint,
    context: { rules: blocking.map(({ rule }) => rule) },
  });
}

/** Keeps a look at a proposal's calls; belongs into one transaction with what it was taken for. */
export function storeScrutiny(app: App, proposal: number, scrutiny: Scrutiny | undefined): void {
  if (scrutiny !== undefined) addEvent(app.db, { at: app.now(), kind: SCRUTINIZED, proposal, body: scrutiny });
}

/** The newest look at a proposal's calls; undefined where nobody looked, or there is nothing to look at. */
export function findScrutiny(app: App, proposal: number): Scrutiny | undefined {
  const event = listEventsOfKind(app.db, proposal, [SCRUTINIZED]).at(-1);
  return event === undefined ? findRevision(app.db, proposal)?.content.scrutiny : (JSON.parse(event.body) as Scrutiny);
}

/** Looks once more at what is voted on, beside what was found when members were shown it: proxies still have to be the same. */
export async function scrutinizeVote(app: App, vote: VoteRow, when: Moment): Promise<Scrutiny | undefined> {
  const looks = listEventsOfKind(app.db, vote.id, [SCRUTINIZED]).map(({ body }) => JSON.parse(body) as Scrutiny);
  const shown = looks.findLast((look) => look.when === "opening");
  const earlier = shown ?? findRevision(app.db, vote.id)?.content.scrutiny;
  return scrutinize(app, { actions: vote.actions, text: vote.body, when, earlier });
}

/** Looks at a vote's calls once it has been counted and passed, and says on its card what is no longer as it was. */
export async function scrutinizeClosed(app: App, id: number): Promise<void> {
  const vote = requireVote(app, id);
  if (vote.actions.length === 0) return;
  let scrutiny: Scrutiny | undefined;
  try {
    scrutiny = await scrutinizeVote(app, vote, "closing");
  } catch (error) {
    // The config may have lost what the vote speaks of; whoever asks for the hand-off is told.
    if (!(error instanceof Refusal)) throw error;
    app.log.warn(`The calls of proposal #${id} could not be looked at: ${error.message}`, error.context);
    return;
  }
  immediate(app.db, () => {
    storeScrutiny(app, id, scrutiny);
    raiseRevision(app.db, `proposal-card:${id}`);
  });
  app.wake("deliver-outbox");
}

/** Proxies whose code was changed since the calls were written: the target's own code stays what it was. */
function changedBehind(earlier: Scrutiny | undefined, behind: Readonly<Record<Address, Address>>): Note[] {
  return Object.entries(earlier?.behind ?? {}).flatMap(([target, was]): Note[] => {
    const is = behind[target as Address];
    if (is === was) return [];
    const says = `${target} is a proxy, and runs other code than when this was proposed: it was ${was}, it is ${is ?? "none"}.`;
    return [{ rule: "implementationChanged", says }];
  });
}
