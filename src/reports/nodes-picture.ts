import { counted } from "../core/counted.ts";
import type { Statement } from "../core/treasury/statement.ts";
import { dayLabels, dayScale } from "./day-axis.ts";
import { EDGE, header, RIGHT, svg, WIDTH } from "./frame.ts";
import { heatStrip } from "./heat-strip.ts";
import { marks } from "./marks.ts";
import { missedDays, mostMissed, type NodeGroup, nodeGroups } from "./node-rows.ts";
import { palette } from "./palette.ts";
import { stretchWord } from "./stretch-word.ts";
import { box, label } from "./svg.ts";
import { fitText, textWidth } from "./text-width.ts";

const MOST = 40;
const HEADING = 46;
const ROW = 32;
/** The most that a node's name may take on the left; on the right how often it missed. */
const NAME = 250;
const COUNT = 76;

/** Which nodes were paid on which days, as SVG: a row for each, by region; undefined where none missed anything. */
export function nodesPicture(statement: Statement): string | undefined {
  const { history } = statement;
  if (history.nodesMissed === 0) return undefined;
  const nodes = mostMissed(history, MOST);
  const groups = nodeGroups(statement, nodes);
  const name = Math.min(NAME, Math.max(...nodes.map((node) => textWidth(node.node, 26))));
  const days = dayScale(history.days.length, EDGE + name + 24, RIGHT - COUNT);
  const top = statement.marks.length > 0 ? 224 : 180;
  const bottom = top + groups.length * HEADING + nodes.length * ROW;
  return svg(
    WIDTH,
    bottom + 94,
    header(statement, `payments by ${stretchWord(history.days)}`),
    key(),
    ...groups.map((group, index) => {
      const before = groups.slice(0, index).reduce((sum, { nodes: own }) => sum + HEADING + own.length * ROW, 0);
      return drawGroup(group, top + before, days);
    }),
    marks(statement, days, 190, bottom),
    dayLabels(history.days, days, bottom + 30, statement.timeZone),
    label(EDGE, bottom + 70, shownOf(statement, nodes.length), { fill: palette.soft }),
  );
}

/** The same in words, for those who do not see it; at most 1,000 characters. */
export function nodesWords(statement: Statement): string | undefined {
  const { history } = statement;
  if (history.nodesMissed === 0) return undefined;
  const stretch = stretchWord(history.days);
  const nodes = mostMissed(history, MOST);
  const said = nodeGroups(statement, nodes).map(({ name, nodes: own }) => {
    const missed = own.filter((node) => missedDays(node) > 0);
    return `${name}: ${missed.map((node) => `${node.node} on ${counted(missedDays(node), stretch)}`).join(", ") || "none"}.`;
  });
  const first = `${statement.community}, payments missed in ${counted(history.days.length, stretch)}. ${shownOf(statement, nodes.length)}`;
  return [first, ...said].join(" ").slice(0, 1_000);
}

function drawGroup({ name, nodes }: NodeGroup, top: number, days: ReturnType<typeof dayScale>): string {
  const [start = 0] = days.range();
  const first = top + HEADING;
  return [
    label(EDGE, top + 34, fitText(name, RIGHT - EDGE, 26, 600), { weight: 600, fill: palette.strong }),
    heatStrip(nodes, days, first, nodes.length * ROW, ROW),
    ...nodes.flatMap((node, index) => {
      const missed = missedDays(node);
      const fill = missed > 0 ? palette.alert : palette.soft;
      const y = first + index * ROW + 24;
      return [
        label(EDGE, y, fitText(node.node, start - EDGE - 24, 26), { fill }),
        label(RIGHT, y, String(missed), { weight: 600, fill, anchor: "end" }),
      ];
    }),
  ].join("");
}

function key(): string {
  const entries = [
    ["paid", palette.paid],
    ["missed", palette.alert],
    ["not at work", palette.absent],
  ] as const;
  return entries
    .map(([name, colour], index) => {
      const x = EDGE + index * 170;
      return box(x, 122, 22, 22, colour, 5) + label(x + 32, 142, name, { fill: palette.soft });
    })
    .join("");
}

/** How many nodes are shown of how many, and how many of those that are not shown missed a payment. */
function shownOf({ history }: Statement, shown: number): string {
  const { nodesInAll, nodesMissed } = history;
  if (shown >= nodesInAll) return `${nodesMissed} of ${counted(nodesInAll, "node")} missed payments.`;
  const missed = Math.max(nodesMissed - shown, 0);
  const more = missed > 0 ? ` ${counted(missed, "more node")} missed some too.` : "";
  return `${shown} of ${counted(nodesInAll, "node")}: those that missed most.${more}`;
}
