import { addOutbox, findOutboxById, type OutboxRow } from "../../../db/outbox.ts";
import type { App } from "../../app.ts";
import { Refusal } from "../../errors.ts";

/** How many maintainers are told directly where no channel takes an alarm. */
const MAINTAINERS = 3;

/**
 * Where it can be said that a message was refused: the alarm channel, or the next one where that is what refused it. An alarm
 * that is refused is said in the next channel still; where none is left, maintainers are told by direct message.
 */
export async function findAlarmPlaces(app: App, row: OutboxRow): Promise<readonly string[]> {
  const { alarms, reports, executions, proposals } = app.config.channels;
  const places = [...new Set([alarms ?? reports, reports, executions ?? proposals, proposals])];
  const isAlarm = row.kind === "alarm";
  const left = isAlarm ? places.slice(places.indexOf(row.destination) + 1) : places;
  // What an alarm is about was refused somewhere too.
  const about = isAlarm ? findOutboxById(app.db, Number(row.refs["outbox"] ?? 0)) : row;
  const place = left.find((one) => one !== about?.destination && one !== about?.channel);
  if (place !== undefined) return [place];
  return (await listMaintainers(app)).map((id) => `member:${id}`);
}

/** Queues the alarm about a refused message, once for each place; belongs into the transaction that gives the message up. */
export function raiseAlarm(app: App, row: OutboxRow, places: readonly string[]): void {
  const { key, refs } =
    row.kind === "alarm" ? row : { key: `alarm:outbox:${row.id}`, refs: { outbox: row.id } as OutboxRow["refs"] };
  for (const destination of places) {
    // The first of them needs no other name; an alarm that is said anew does.
    const isFirst = row.kind !== "alarm" && !destination.startsWith("member:");
    const own = isFirst ? key : `${key}:${destination}`;
    addOutbox(app.db, { key: own, kind: "alarm", refs, destination, now: app.now() });
  }
}

async function listMaintainers({ discord, config }: App): Promise<string[]> {
  try {
    const members = await discord.listMembers();
    const isMaintainer = (roles: readonly string[]) => roles.some((role) => config.roles.maintainer.includes(role));
    return members
      .filter(({ bot, roles }) => !bot && isMaintainer(roles))
      .slice(0, MAINTAINERS)
      .map(({ id }) => id);
  } catch (error) {
    // Without the right to list members nobody can be found.
    if (error instanceof Refusal) return [];
    throw error;
  }
}
