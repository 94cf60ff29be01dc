import { addEvent, findEventAt, listEventsBeside } from "../../../db/events.ts";
import { listHandoffsWithout } from "../../../db/executions.ts";
import { claimInteraction } from "../../../db/interactions.ts";
import { immediate } from "../../../db/open.ts";
import { addOutbox, raiseRevision } from "../../../db/outbox.ts";
import type { App } from "../../app.ts";
import { Refusal, Repeated } from "../../errors.ts";
import { finalStates } from "../../executors/executor.ts";
import { checkRole } from "../check-roles.ts";

/** Who asks, and when. */
export type FreezeRequest = {
  interaction: { id: string; sentAtMs: number };
  treasurer: string;
  roles: readonly string[];
};

/** A freeze of all hand-offs that holds now. */
export type Freeze = {
  /** Number of its event. */
  id: number;
  by: string;
  reason: string;
  at: number;
  /** The treasurer who asked to lift it, while a second can still join. */
  liftAskedBy: string | undefined;
};

/** A lift that one treasurer asked for lapses after this many seconds without a second. */
const LIFT_SECONDS = 86_400;

const KINDS = ["handoffs-frozen", "lift-asked", "freeze-lifted"] as const;

/** One event of a freeze: begun, to be lifted, or lifted. */
export type FreezeEvent = { kind: (typeof KINDS)[number]; by: string; reason: string };

/** What happened to a freeze, by its event's number; Refusal where nothing did. */
export function describeFreezeEvent(app: App, id: number): FreezeEvent {
  for (const kind of KINDS) {
    const event = findEventAt(app.db, id, kind);
    if (event === undefined) continue;
    const { reason = "" } = JSON.parse(event.body) as { reason?: string };
    return { kind, by: event.actor, reason };
  }
  throw new Refusal(`There is no freeze ${id}.`);
}

/** The freeze that holds now; undefined where hand-offs may go on. */
export function findFreeze(app: App): Freeze | undefined {
  let freeze: Freeze | undefined;
  for (const { seq, kind, actor, at, body } of listEventsBeside(app.db, KINDS)) {
    if (kind === "freeze-lifted") freeze = undefined;
    else if (kind === "lift-asked" && freeze) freeze.liftAskedBy = app.now() - at < LIFT_SECONDS ? actor : undefined;
    else if (kind === "handoffs-frozen")
      freeze = {
        id: seq,
        by: actor,
        at,
        reason: (JSON.parse(body) as { reason: string }).reason,
        liftAskedBy: undefined,
      };
  }
  return freeze;
}

/** Lets through while hand-offs may go on; Refusal that says who froze them, and how it is lifted. */
export function checkFreeze(app: App): void {
  const freeze = findFreeze(app);
  if (freeze === undefined) return;
  throw new Refusal(`All hand-offs are frozen since <t:${freeze.at}:f>, by <@${freeze.by}>.`, {
    hint: "Two treasurers lift that, each with `/freeze lift`.",
  });
}

/** Freezes all hand-offs, which one treasurer can do alone. What is signed already is on chain and goes on. */
export function freezeHandoffs(app: App, request: FreezeRequest & { reason: string }): Freeze {
  checkRole(app, "treasurer", request.roles);
  const reason = request.reason.trim().slice(0, 1_000);
  if (reason === "") throw new Refusal("Say why: everybody reads it.");
  immediate(app.db, () => {
    claim(app, request);
    if (findFreeze(app) !== undefined) throw new Refusal("Hand-offs are frozen already.");
    const event = note(app, request, "handoffs-frozen", { reason });
    say(app, event, [app.config.channels.alarms ?? app.config.channels.reports, executionsChannel(app)]);
  });
  app.wake("deliver-outbox");
  const freeze = findFreeze(app);
  if (freeze === undefined) throw new Error("A freeze that was just stored is not there");
  return freeze;
}

/** Asks to lift the freeze; the second treasurer to ask lifts it. Gives the freeze that still holds, if it does. */
export function liftFreeze(app: App, request: FreezeRequest): Freeze | undefined {
  checkRole(app, "treasurer", request.roles);
  immediate(app.db, () => {
    claim(app, request);
    const freeze = findFreeze(app);
    if (freeze === undefined) throw new Refusal("Hand-offs are not frozen.");
    if (freeze.liftAskedBy === request.treasurer)
      throw new Refusal("You have asked for that already; it takes a second treasurer.");
    const isSecond = freeze.liftAskedBy !== undefined;
    const event = note(app, request, isSecond ? "freeze-lifted" : "lift-asked", { freeze: freeze.id });
    say(app, event, [executionsChannel(app)]);
  });
  app.wake("deliver-outbox");
  return findFreeze(app);
}

function claim(app: App, { interaction }: FreezeRequest): void {
  if (!claimInteraction(app.db, interaction.id, app.now())) throw new Repeated("This has been done already.");
}

function note(app: App, { treasurer }: FreezeRequest, kind: (typeof KINDS)[number], body: unknown): number {
  return addEvent(app.db, { at: app.now(), kind, actor: treasurer, body }).seq;
}

/** Everybody concerned hears of it, and calls that are shown are taken back or shown again. */
function say(app: App, event: number, channels: readonly string[]): void {
  const now = app.now();
  for (const [index, destination] of [...new Set(channels)].entries()) {
    addOutbox(app.db, { key: `freeze:${event}:${index}`, kind: "freeze", refs: { event }, destination, now });
  }
  for (const { id } of listHandoffsWithout(app.db, finalStates)) raiseRevision(app.db, `handed-off:${id}`);
}

function executionsChannel({ config }: App): string {
  return config.channels.executions ?? config.channels.proposals;
}
