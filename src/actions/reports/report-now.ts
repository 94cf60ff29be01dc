import { findCursor } from "../../../db/cursors.ts";
import type { App } from "../../app.ts";
import { periodAt } from "../../core/treasury/periods.ts";
import { Refusal } from "../../errors.ts";
import { cursorOf, readRewards } from "../rewards/read-rewards.ts";
import { tryRead } from "../try-read.ts";
import { readYields, yieldChains } from "../yields/read-yields.ts";
import { findReportConfig, type ReportWritten, writeReport } from "./write-report.ts";

type Request = { name: string; member: string; interaction: { id: string; sentAtMs: number } };

/** Makes a report of the running period up to the newest moment that is final everywhere, reading the chains first. */
export async function reportNow(app: App, { name, member, interaction }: Request): Promise<ReportWritten> {
  const { every } = findReportConfig(app, name);
  for (const source of Object.keys(app.config.rewards)) await tryRead(app, () => readRewards(app, source));
  for (const chain of yieldChains(app)) await tryRead(app, () => readYields(app, chain));
  const to = await finalEverywhere(app);
  const { from } = periodAt(every, app.config.timeZone, to);
  if (to <= from)
    throw new Refusal("Nothing of the running period is final yet.", { hint: "Try again in some minutes." });
  return writeReport(app, { name, period: { from, to }, asked: { member, interaction } });
}

/** The newest unix second up to which every source is booked and every chain with positions is final. */
async function finalEverywhere(app: App): Promise<number> {
  // A source that was never read is said to be missing; the others are reported.
  const booked = Object.entries(app.config.rewards).flatMap(
    ([name, { chain }]) => findCursor(app.db, chain, cursorOf(name))?.at ?? [],
  );
  const final = await Promise.all(
    yieldChains(app).map(async (chain) => (await app.chains.get(chain).finalized()).timestamp),
  );
  const all = [...booked, ...final];
  if (all.length === 0)
    throw new Refusal("Nothing has been read yet that a report could be made of.", {
      hint: "Try again in some minutes.",
    });
  return Math.min(app.now(), ...all);
}
