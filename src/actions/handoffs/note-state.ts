import { addEvent } from "../../../db/events.ts";
import { addExecution, type ExecutionRow, findNewestExecution, VALUE_CHECK } from "../../../db/executions.ts";
import type { HandoffRow } from "../../../db/handoffs.ts";
import { immediate } from "../../../db/open.ts";
import { addOutbox, raiseRevision } from "../../../db/outbox.ts";
import type { App } from "../../app.ts";
import type { Block, RawLog } from "../../chain/chain.ts";
import type { ExecutionSeen } from "../../executors/executor.ts";

/** A state to be noted: where it was seen, and after which row of the hand-off's life. */
export type NewState = {
  row: HandoffRow;
  block: Block;
  seen: ExecutionSeen;
  transaction: RawLog | undefined;
  after: number;
};

/** Notes a hand-off's new state and what has to be said of it, in one transaction; false when another run noted something first. */
export function noteState(app: App, { row, block, seen, transaction, after }: NewState): boolean {
  return immediate(app.db, () => {
    if ((findNewestExecution(app.db, row.id)?.seq ?? 0) !== after) return false;
    const { state, facts } = seen;
    const { number, hash, timestamp } = block;
    const life = { handoff: row.id, state, block: number, blockHash: hash, at: timestamp };
    const added = addExecution(app.db, { ...life, transaction: transaction?.transactionHash ?? null, facts });
    say(app, row, added, "execution");
    return true;
  });
}

/** Notes what was found of the voted values, once for each hand-off. */
export function noteValueCheck(app: App, row: HandoffRow, block: Block, facts: Record<string, string>): void {
  const { number, hash, timestamp } = block;
  const life = { handoff: row.id, state: VALUE_CHECK, block: number, blockHash: hash, at: timestamp };
  say(app, row, addExecution(app.db, { ...life, transaction: null, facts }), "value-check");
}

function say(app: App, row: HandoffRow, added: ExecutionRow, kind: "execution" | "value-check"): void {
  const { seq, state, block, transaction, facts } = added;
  const now = app.now();
  addEvent(app.db, {
    at: now,
    kind,
    proposal: row.proposal,
    body: { handoff: row.id, seq, state, block, transaction, facts },
  });
  addOutbox(app.db, {
    key: `${kind}:${row.id}:${seq}`,
    kind,
    refs: { handoff: row.id, seq },
    destination: app.config.channels.executions ?? app.config.channels.proposals,
    now,
  });
  raiseRevision(app.db, `proposal-card:${row.proposal}`);
  raiseRevision(app.db, `handed-off:${row.id}`);
  app.wake("deliver-outbox");
}
