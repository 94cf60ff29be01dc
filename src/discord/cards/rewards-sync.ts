import type { SourceSync, SyncView } from "../../actions/rewards/describe-sync.ts";
import { counted } from "../../core/counted.ts";
import { requestsPerThousand } from "../../core/rewards/request-cost.ts";
import { plain } from "../../core/sanitize.ts";
import { shortDuration } from "../../core/treasury/format-time.ts";
import type { Reply } from "../command.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";

/** As wide as a phone shows beside its numbers. */
const WIDTH = 12;
/** Sources shown one by one. */
const MOST = 8;

/** How far each source has been read, what that costs, and what waits; true at the moment that its last line names. */
export function syncCard({ sources, isRunning, lastRun, now }: SyncView, hint?: string): Reply {
  if (sources.length === 0)
    return say(
      "quiet",
      "No reward sources are watched.",
      "-# Whoever runs Steward names them under `rewards` in the config.",
    );
  const hasFailed = lastRun?.failure !== undefined || sources.some(({ run }) => run?.failure !== undefined);
  return say(
    isRunning ? "open" : hasFailed ? "bad" : "good",
    `### ${isRunning ? "Rewards are being read" : "Rewards as they were last read"}`,
    ...sources.slice(0, MOST).flatMap(sourceLines),
    sources.length > MOST ? `…and ${counted(sources.length - MOST, "more source")}` : undefined,
    isRunning || lastRun === undefined ? undefined : lastLine(lastRun, sources),
    hint,
    `-# As of ${when(now)}, ${when(now, "R")}`,
  );
}

function sourceLines(sync: SourceSync): string[] {
  const { label, chainName, rightTo, trees, oddities } = sync;
  const lines = [
    `**${plain(label, 40)}** · ${plain(chainName, 40)}`,
    barLine(sync),
    runLine(sync),
    askedLine(sync),
    failureLine(sync),
    rightTo === undefined
      ? "-# Nothing has been booked yet."
      : `-# Right up to block ${rightTo.block.toLocaleString("en")}, ${when(rightTo.at)}`,
    trees.waiting === 0
      ? undefined
      : `-# ${counted(trees.waiting, "tree")} awaited, the oldest of epoch ${trees.oldest?.epoch}: ${plain(trees.oldest?.reason ?? "not looked for yet", 160)}`,
    ...oddities.map((what) => `-# Not booked: ${plain(what, 200)}`),
  ];
  return lines.filter((line) => line !== undefined);
}

function barLine({ pace, run }: SourceSync): string | undefined {
  if (pace === undefined) return run && run.endedAt === undefined ? "Looking for the newest final block…" : undefined;
  const { permille, done, of, perSecond, left } = pace;
  const filled = Math.floor((permille * WIDTH) / 1_000);
  const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
  const rate = perSecond === undefined ? undefined : `${Math.round(perSecond).toLocaleString("en")} blocks/s`;
  const rest = left === undefined ? undefined : `about ${shortDuration(left)} left`;
  const read = `${done.toLocaleString("en")} of ${of.toLocaleString("en")} blocks`;
  return [`\`${bar}\` ${Math.floor(permille / 10)} %`, read, rate, rest]
    .filter((part) => part !== undefined)
    .join(" · ");
}

function runLine({ run }: SourceSync): string | undefined {
  if (run === undefined) return undefined;
  const { progress, beganAt, endedAt } = run;
  const took = endedAt === undefined ? "" : ` in ${shortDuration(Math.max(0, endedAt - beganAt))}`;
  if (progress === undefined) return endedAt === undefined ? undefined : "No new blocks were final.";
  const rewards = `**${progress.booked.toLocaleString("en")}** new ${progress.booked === 1 ? "reward" : "rewards"}`;
  return `${rewards} out of ${counted(progress.logs, "log")}${took}`;
}

/** What was asked while it ran; where two sources of one chain were read at once, for both. */
function askedLine({ run }: SourceSync): string | undefined {
  if (run === undefined || run.requests.every(({ httpRequests }) => httpRequests === 0)) return undefined;
  const booked = run.progress?.booked ?? 0;
  const parts = run.requests.map(({ provider, calls, httpRequests, failed }) => {
    const per = requestsPerThousand(httpRequests, booked);
    const cost = per === undefined ? "" : `, ${per.toLocaleString("en")} per 1,000 rewards`;
    const lost = failed === 0 ? "" : `, ${failed} failed`;
    return `${provider} ${counted(httpRequests, "request")} (${counted(calls, "call")}${cost}${lost})`;
  });
  return `-# Asked: ${parts.join(" · ")}${run.isShared ? ", for all sources of this chain read at once" : ""}`;
}

function failureLine({ run }: SourceSync): string | undefined {
  return run?.failure === undefined ? undefined : `**Stopped**: ${plain(run.failure, 300)}`;
}

/** What failed before a restart is known by the job's last run alone. */
function lastLine({ finishedAt, failure }: NonNullable<SyncView["lastRun"]>, sources: readonly SourceSync[]): string {
  const isUnsaid = failure !== undefined && sources.every(({ run }) => run?.failure === undefined);
  return `-# All sources were last looked at ${when(finishedAt, "R")}${isUnsaid ? `, and one of them failed: ${plain(failure, 200)}` : ""}`;
}
