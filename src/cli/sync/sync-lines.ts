import type { SourceSync } from "../../actions/rewards/describe-sync.ts";
import type { ProviderRequests } from "../../chain/chain.ts";
import { counted } from "../../core/counted.ts";
import { requestsPerThousand } from "../../core/rewards/request-cost.ts";
import { formatMoment, shortDuration } from "../../core/treasury/format-time.ts";

const WIDTH = 20;

const number = (value: number | bigint) => value.toLocaleString("en");

/** One source in one line: a bar while it is read, then up to where its books are right. */
export function syncLine({ source, pace, run, rightTo }: SourceSync, width: number, timeZone: string): string {
  const name = source.padEnd(width);
  const booked = run?.progress?.booked ?? 0;
  if (pace !== undefined) {
    const filled = Math.floor((pace.permille * WIDTH) / 1_000);
    const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    const percent = `${Math.floor(pace.permille / 10)} %`.padStart(5);
    const rate = pace.perSecond === undefined ? "" : `, ${number(Math.round(pace.perSecond))} blocks/s`;
    const left = pace.left === undefined ? "" : `, ${shortDuration(pace.left)} left`;
    return `${name} ${bar} ${percent}  block ${number(pace.block)} of ${number(pace.to)}${rate}${left}, ${counted(booked, "reward")}`;
  }
  if (run === undefined) return `${name} waits`;
  if (run.endedAt === undefined) return `${name} looks for the newest final block`;
  const right =
    rightTo === undefined
      ? "nothing booked yet"
      : `right up to block ${number(rightTo.block)}, ${formatMoment(rightTo.at, timeZone)}`;
  if (run.failure !== undefined) return `${name} FAILED: ${run.failure} (${right})`;
  const logs = run.progress === undefined ? "" : ` out of ${counted(run.progress.logs, "log")}`;
  return `${name} ${right}: ${counted(booked, "new reward")}${logs} in ${shortDuration(run.endedAt - run.beganAt)}`;
}

/** What a chain's providers were asked, one line each. */
export function requestLines(chainName: string, requests: readonly ProviderRequests[], rewards: number): string[] {
  return requests.map(({ provider, calls, httpRequests, failed }) => {
    const per = requestsPerThousand(httpRequests, rewards);
    const cost = per === undefined ? "" : `, ${number(per)} per 1,000 rewards`;
    const lost = failed === 0 ? "" : `, ${failed} failed`;
    return `${chainName}, ${provider}: ${counted(calls, "call")} in ${counted(httpRequests, "request")}${cost}${lost}`;
  });
}
