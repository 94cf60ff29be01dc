import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { listRuns } from "../../../db/runs.ts";
import { shortDuration } from "../../core/treasury/format-time.ts";
import { type Finding, notable, well } from "./finding.ts";

/** How each job's last run ended, as the database at a path remembers it, also while Steward runs; nothing where there is none yet. `now` in unix seconds. */
export function examineRuns(path: string, now: number): Finding[] {
  if (!existsSync(path)) return [];
  const client = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return listRuns({ $client: client }).map(({ job, finishedAt, failure }) => {
      const ago = finishedAt === null ? "" : `, ${shortDuration(Math.max(0, now - finishedAt))} ago`;
      if (failure === null) return well(`${job} ended well${ago}.`);
      return notable(`${job} failed${ago}: ${failure}`, "It is tried again by itself; the log says more.");
    });
  } finally {
    client.close();
  }
}
