import type { Db } from "./open.ts";

/** What the database says about how things stand: counts, and the unix second since when the oldest due message waits. */
export type Gauges = {
  ballots: number;
  openProposals: number;
  outboxWaiting: number;
  outboxDead: number;
  oldestDue: number | undefined;
};

const QUERY = `select
  (select count(*) from ballot) as ballots,
  (select count(*) from proposal where stage = 'voting' and until > @now) as openProposals,
  (select count(*) from outbox where state in ('queued', 'trying')) as outboxWaiting,
  (select count(*) from outbox where state = 'dead' and trouble is not null) as outboxDead,
  (select min(created_at) from outbox where state in ('queued', 'trying')) as oldestDue`;

/** Reads them all at one moment. */
export function readGauges(db: Db, now: number): Gauges {
  const row = db.$client.prepare(QUERY).get({ now }) as Omit<Gauges, "oldestDue"> & { oldestDue: number | null };
  return { ...row, oldestDue: row.oldestDue ?? undefined };
}
