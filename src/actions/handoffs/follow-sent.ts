import type { Hex } from "viem";
import { addEvent, type EventRow, findEventAt, listEventsOfKind } from "../../../db/events.ts";
import { immediate } from "../../../db/open.ts";
import { addOutbox } from "../../../db/outbox.ts";
import type { App } from "../../app.ts";
import type { Chain } from "../../chain/chain.ts";
import { Refusal } from "../../errors.ts";
import { nameChain } from "../name-chain.ts";
import { listWatched } from "./follow-executions.ts";

/** A transaction that a treasurer's wallet sent from a hand-off's page. */
type Sent = { handoff: number; step: string; transaction: Hex };

/** Why a transaction came to nothing: the chain refused it, or knows nothing of it after an hour. */
export type Failure = "reverted" | "missing";

/** A transaction that came to nothing, as its message tells it. */
export type SentFailure = Sent & {
  proposal: number;
  by: string;
  why: Failure;
  chainName: string;
  explorer: string | undefined;
};

const SENT = "handoff-sent";
const FAILED = "handoff-sent-failed";

/** A wallet may have replaced or dropped what the chain does not know after so many seconds. */
const PATIENCE = 3_600;

/** Looks what became of transactions that wallets sent from pages, and says once which of them came to nothing. Gives how many did. */
export async function followSent(app: App, chainId: number): Promise<number> {
  const here = listWatched(app).filter(({ executor }) => executor.chain === chainId);
  const open = here.flatMap(({ row }) => unsettled(app, row.proposal, row.id));
  if (open.length === 0) return 0;
  const chain = app.chains.get(chainId);
  const { number } = await chain.finalized();
  let failed = 0;
  for (const { event, sent } of open) {
    const why = await findFailure(app, chain, event, sent, number);
    if (why !== undefined) failed += note(app, event, sent, why) ? 1 : 0;
  }
  return failed;
}

/** A transaction that came to nothing, by its event's number; Refusal where none did. */
export function describeSentFailure(app: App, id: number): SentFailure {
  const event = findEventAt(app.db, id, FAILED);
  if (event?.proposal == null) throw new Refusal(`There is no failed transaction ${id}.`);
  const { chain, ...facts } = JSON.parse(event.body) as Sent & { by: string; why: Failure; chain: number };
  return {
    ...facts,
    proposal: event.proposal,
    chainName: nameChain(app, chain),
    explorer: app.config.chains[String(chain)]?.explorer,
  };
}

/** What was sent and has not been said to have failed; once a later state was seen, nobody needs to know. */
function unsettled(app: App, proposal: number, handoff: number): { event: EventRow; sent: Sent }[] {
  const events = listEventsOfKind(app.db, proposal, [SENT, FAILED, "execution"]);
  const failed = new Set(
    events.filter(({ kind }) => kind === FAILED).map(({ body }) => (JSON.parse(body) as Sent).transaction),
  );
  const lastState = events.findLast(({ kind }) => kind === "execution")?.seq ?? 0;
  return events
    .filter(({ kind, seq }) => kind === SENT && seq > lastState)
    .map((event) => ({ event, sent: JSON.parse(event.body) as Sent }))
    .filter(({ sent }) => sent.handoff === handoff && !failed.has(sent.transaction));
}

async function findFailure(
  app: App,
  chain: Chain,
  event: EventRow,
  { transaction }: Sent,
  final: bigint,
): Promise<Failure | undefined> {
  const receipt = await chain.receipt(transaction);
  if (receipt !== undefined) return receipt.reverted && receipt.block <= final ? "reverted" : undefined;
  if (app.now() - event.at < PATIENCE) return undefined;
  return (await chain.transaction(transaction)) === undefined ? "missing" : undefined;
}

function note(app: App, { proposal, actor }: EventRow, sent: Sent, why: Failure): boolean {
  return immediate(app.db, () => {
    if (
      proposal === null ||
      !unsettled(app, proposal, sent.handoff).some(({ sent: one }) => one.transaction === sent.transaction)
    )
      return false;
    const chain = listWatched(app).find(({ row }) => row.id === sent.handoff)?.executor.chain;
    const now = app.now();
    const body = { ...sent, by: actor, why, chain };
    const { seq } = addEvent(app.db, { at: now, kind: FAILED, proposal, body });
    const destination = app.config.channels.executions ?? app.config.channels.proposals;
    addOutbox(app.db, { key: `sent-failed:${seq}`, kind: "sent-failed", refs: { event: seq }, destination, now });
    app.wake("deliver-outbox");
    return true;
  });
}
