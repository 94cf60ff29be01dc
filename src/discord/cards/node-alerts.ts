import type { AlertGroup, NodeAlertsView, ToldAlert } from "../../actions/node-alerts/describe-node-alerts.ts";
import type { OutgoingMessage } from "../../app.ts";
import { counted } from "../../core/counted.ts";
import { NO_REGION } from "../../core/rewards/node-pay.ts";
import { plain } from "../../core/sanitize.ts";
import { container, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { alertWords, beganTitles, endedTitles, outageEndLine, outageLine } from "./node-alert-words.ts";

/** How many nodes of a group are named. */
const NAMED = 10;

/** The summary of what is the matter with nodes, and of what is over. */
export function nodeAlertsCard({ isOwn, began, ended }: NodeAlertsView, marker: string): OutgoingMessage {
  const isOut = began.some(({ kind }) => kind === "outage");
  return outgoing({
    components: [
      container(
        isOut ? "bad" : began.length > 0 ? "waiting" : "good",
        text(
          `### ${titleOf({ isOwn, began, ended })}`,
          ...began.flatMap((group) => beganLines(group)),
          ...ended.flatMap((group) => endedLines(group)),
          isOwn ? "-# You asked for such messages; `/notify off` ends them." : undefined,
          markerLine(marker),
        ),
      ),
    ],
  });
}

function titleOf({ isOwn, began, ended }: NodeAlertsView): string {
  const whose = isOwn ? "Your nodes" : "Nodes";
  if (began.length > 0) return `⚠ ${whose} that need a look`;
  const isBack = ended.some(({ kind }) => kind === "missed" || kind === "drop" || kind === "outage");
  return isBack ? `${whose} are back` : `${whose}: nothing to look at any more`;
}

function beganLines(group: AlertGroup): string[] {
  if (group.kind === "outage") return group.alerts.slice(0, NAMED).map(outageLine);
  return [headLine(group, beganTitles), ...regionLines(group, alertWords)];
}

function endedLines(group: AlertGroup): string[] {
  if (group.kind === "outage") return group.alerts.slice(0, NAMED).map(outageEndLine);
  return [headLine(group, endedTitles), ...regionLines(group, () => "")];
}

function headLine({ kind, label, alerts }: AlertGroup, titles: Readonly<Record<AlertGroup["kind"], string>>): string {
  return `**${titles[kind]}** · ${counted(alerts.length, "node")}${label === undefined ? "" : ` · ${plain(label, 40)}`}`;
}

/** The first nodes by name, those of each region in a line, the region with the most first; then how many more there are. */
function regionLines({ alerts }: AlertGroup, words: (alert: ToldAlert) => string): string[] {
  const byRegion = [...Map.groupBy(alerts, ({ region }) => region ?? NO_REGION)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  const shown = byRegion.slice(0, NAMED);
  const counts = shareOut(
    shown.map(([, own]) => own.length),
    NAMED,
  );
  const lines = shown.map(([region, own], index) =>
    regionLine(region, own.slice(0, counts[index]).map(name(words)), own.length),
  );
  const named = counts.reduce((sum, count) => sum + count, 0);
  const more = alerts.length - named;
  return more === 0 ? lines : [...lines, `-# and ${more} more; see \`/rewards fleet:True\``];
}

function regionLine(region: string, names: readonly string[], count: number): string {
  const where = region === NO_REGION ? "" : `${plain(region, 32)}${count > names.length ? ` (${count})` : ""}: `;
  return `- ${where}${names.join(", ")}${count > names.length ? ", …" : ""}`;
}

function name(words: (alert: ToldAlert) => string): (alert: ToldAlert) => string {
  return (alert) => {
    const told = words(alert);
    return `node ${plain(alert.name ?? "", 32)}${told === "" ? "" : ` (${told})`}`;
  };
}

/** How many of each are named, so that it is so many in all and no region goes without while another has more. */
function shareOut(sizes: readonly number[], most: number): number[] {
  const counts = sizes.map(() => 0);
  const inAll = Math.min(
    most,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  for (let left = inAll, index = 0; left > 0; index = (index + 1) % sizes.length) {
    if ((counts[index] ?? 0) >= (sizes[index] ?? 0)) continue;
    counts[index] = (counts[index] ?? 0) + 1;
    left -= 1;
  }
  return counts;
}
