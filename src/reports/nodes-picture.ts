import { counted } from "../core/counted.ts";
import { shortName } from "../core/rewards/node-name.ts";
import { type HistoryNode, missedDays } from "../core/treasury/statement/history.ts";
import type { Statement } from "../core/treasury/statement.ts";
import { dayLabels, dayScale } from "./drawing/day-axis.ts";
import { EDGE, header, RIGHT, svg, WIDTH } from "./drawing/frame.ts";
import { heatStrip } from "./drawing/heat-strip.ts";
import { type LegendEntry, legend } from "./drawing/legend.ts";
import { marks } from "./drawing/marks.ts";
import { palette } from "./drawing/palette.ts";
import { box, label } from "./drawing/svg.ts";
import { fitText, textWidth } from "./drawing/text-width.ts";
import { mostMissed, type NodeGroup, nodeGroups } from "./node-rows.ts";
import { stretchWord } from "./stretch-word.ts";

const MOST = 40;
const HEADING = 46;
const ROW = 32;
/** The most that a node's name may take on the left; on the right how often it missed. */
const NAME = 250;
const COUNT = 64;

/** Which nodes were paid on which days, as SVG: a row for each, by region; undefined where none missed anything. */
export function nodesPicture(statement: Statement): string | undefined {
  const { history } = statement;
  const nodes = mostMissed(history, MOST);
  if (nodes.every((node) => missedDays(node) === 0)) return undefined;
  const groups = nodeGroups(statement, nodes);
  const name = Math.min(NAME, Math.max(...nodes.map((node) => textWidth(shortName(node.node), 26))));
  const days = dayScale(history.days.length, EDGE + name + 24, RIGHT - COUNT);
  const top = statement.marks.length > 0 ? 224 : 180;
  const tops = groups.map((_, index) => top + heightOf(groups.slice(0, index)));
  const bottom = top + heightOf(groups);
  return svg(
    WIDTH,
    bottom + 102,
    header(statement, `payments by ${stretchWord(history.days)}`, {
      from: history.days[0]?.from ?? statement.from,
      to: statement.to,
    }),
    legend(key(nodes), EDGE, RIGHT, 142),
    ...groups.map((group, index) => heatStrip(group.nodes, days, (tops[index] ?? 0) + HEADING, ROW)),
    marks(statement.marks, history.days, { days, top: 190, bottom }),
    ...groups.map((group, index) => names(group, tops[index] ?? 0, EDGE + name)),
    dayLabels(history.days, days, bottom + 34, statement.timeZone),
    label(EDGE, bottom + 76, shownOf(statement, nodes.length), { fill: palette.soft }),
  );
}

/** The same in words, for those who do not see it; at most 1,000 characters. */
export function nodesWords(statement: Statement): string | undefined {
  const { history } = statement;
  const nodes = mostMissed(history, MOST);
  if (nodes.every((node) => missedDays(node) === 0)) return undefined;
  const stretch = stretchWord(history.days);
  const said = nodeGroups(statement, nodes).map(({ name, nodes: own }) => {
    const missed = own.filter((node) => missedDays(node) > 0);
    return `${name}: ${missed.map((node) => `${shortName(node.node)} on ${counted(missedDays(node), stretch)}`).join(", ") || "none"}.`;
  });
  const first = `${statement.community}, payments missed in ${counted(history.days.length, stretch)}. ${shownOf(statement, nodes.length)}`;
  return [first, ...said].join(" ").slice(0, 1_000);
}

function heightOf(groups: readonly NodeGroup[]): number {
  return groups.reduce((sum, { nodes }) => sum + HEADING + nodes.length * ROW, 0);
}

/** A group's name and how often its nodes missed; below it each node's. */
function names({ name, nodes }: NodeGroup, top: number, right: number): string {
  const missed = nodes.reduce((sum, node) => sum + missedDays(node), 0);
  const count = `${missed} missed`;
  const end = { weight: 600, anchor: "end" } as const;
  const heading = fitText(name, RIGHT - EDGE - textWidth(count, 26, 600) - 30, 26, 600);
  return [
    // A vote's line ends at the name, and goes on below it.
    box(EDGE, top + 8, textWidth(heading, 26, 600) + 10, HEADING - 12, palette.card),
    box(RIGHT - textWidth(count, 26, 600) - 10, top + 8, textWidth(count, 26, 600) + 10, HEADING - 12, palette.card),
    label(EDGE, top + 34, heading, { weight: 600, fill: palette.strong }),
    label(RIGHT, top + 34, count, { ...end, fill: missed > 0 ? palette.alert : palette.soft }),
    ...nodes.flatMap((node, index) => {
      const days = missedDays(node);
      const y = top + HEADING + index * ROW + 24;
      return [
        label(EDGE, y, fitText(shortName(node.node), right - EDGE, 26), {
          fill: days > 0 ? palette.strong : palette.soft,
        }),
        days > 0 ? label(RIGHT, y, String(days), { ...end, fill: palette.alert }) : "",
      ];
    }),
  ].join("");
}

function key(nodes: readonly HistoryNode[]): LegendEntry[] {
  const entry = (name: string, colour: string) => ({ name, colour, is: "bar" as const });
  const hasAbsent = nodes.some(({ days }) => days.includes("absent"));
  return [
    entry("paid", palette.paid),
    entry("missed", palette.alert),
    ...(hasAbsent ? [entry("none due", palette.absent)] : []),
  ];
}

/** How many nodes are shown of how many, and how many of those that are not shown missed a payment. */
function shownOf({ history }: Statement, shown: number): string {
  const { nodesInAll, nodesMissed } = history;
  if (shown >= nodesInAll) return `${nodesMissed} of ${counted(nodesInAll, "node")} missed payments.`;
  const missed = Math.max(nodesMissed - shown, 0);
  const more = missed > 0 ? ` ${counted(missed, "more node")} missed some too.` : "";
  return `${shown} of ${counted(nodesInAll, "node")}: those that missed most.${more}`;
}
