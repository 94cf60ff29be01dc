import { addEvent, listEventsBeside, listEventsOfKind } from "../../../db/events.ts";
import type { VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import { Refusal } from "../../errors.ts";
import { UNASKED, type Unasked } from "./unasked.ts";

/** The event that a passed vote was carried out in by a Safe's transaction before anybody asked for a hand-off. */
const CARRIED_OUT = "carried-out";

/** By which id and which transaction. */
export type CarriedOut = { id: string; transaction: string };

/** Whether a vote was carried out so; undefined where that was not seen. */
export function findCarriedOut({ db }: Pick<App, "db">, proposal: number): CarriedOut | undefined {
  const [event] = listEventsOfKind(db, proposal, [CARRIED_OUT]);
  return event && (JSON.parse(event.body) as CarriedOut);
}

/** Refuses a hand-off of calls that were made under another id which no vote asked for: whether that carries the vote out is not for Steward to say. */
export function checkTwin({ db }: Pick<App, "db">, { id }: VoteRow): void {
  for (const { body } of listEventsBeside(db, [UNASKED])) {
    const { twin, step, transaction } = JSON.parse(body) as Unasked;
    if (twin !== id || step !== "executed") continue;
    throw new Refusal(
      `The calls of proposal #${id} were made already, under another id, by transaction ${transaction}.`,
      {
        hint: "If they are to be made once more, that takes a new vote.",
      },
    );
  }
}

/** Keeps it, once; belongs into the transaction that moves the reader. */
export function noteCarriedOut({ db, now }: Pick<App, "db" | "now">, proposal: number, body: CarriedOut): void {
  if (findCarriedOut({ db }, proposal) === undefined) addEvent(db, { at: now(), kind: CARRIED_OUT, proposal, body });
}

/** Refuses a hand-off of what was carried out under an id that nobody was shown: nothing in the call itself would keep it from being done twice. */
export function checkCarriedOut(app: App, { id, predicted }: VoteRow): void {
  const done = findCarriedOut(app, id);
  // By the id that was shown, the hand-off itself is found to be executed.
  if (done === undefined || predicted.some((one) => one.id === done.id)) return;
  throw new Refusal(`Proposal #${id} has been carried out already, by transaction ${done.transaction}.`, {
    hint: `It stands on chain as ${done.id}, sent past Steward.`,
  });
}
