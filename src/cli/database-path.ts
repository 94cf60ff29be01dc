import { join } from "node:path";
import type { Check } from "../../db/backup.ts";
import { type EventCheck, verifyEvents } from "../../db/events.ts";
import type { Db } from "../../db/open.ts";
import { environmentVariables } from "../config/environment.ts";

/** Where the environment says the database is. Needs no token, so that a backup can be made on a machine that has none. */
export function databasePath(env: NodeJS.ProcessEnv): { folder: string; file: string } {
  const folder = environmentVariables.shape.STEWARD_DATA.parse(env["STEWARD_DATA"] || undefined);
  return { folder, file: join(folder, "steward.db") };
}

/** Says whether the history of events in a database is whole. */
export const checkEvents: Check = (client) => {
  // The check needs no more of the database than its connection.
  const { broken, events }: EventCheck = verifyEvents({ $client: client } as Db);
  return broken === undefined ? [] : [`The history of events is broken at ${broken}, after ${events} sound ones.`];
};
