import { counted } from "../core/counted.ts";
import type { Statement } from "../core/treasury/statement.ts";
import { type ChartData, chartData } from "./chart-data.ts";
import { dayLabels, dayScale } from "./drawing/day-axis.ts";
import { EDGE, header, RIGHT, svg, WIDTH } from "./drawing/frame.ts";
import { heatStrip } from "./drawing/heat-strip.ts";
import { type LegendEntry, legend, legendEntries, legendLines, legendWidth } from "./drawing/legend.ts";
import { marks } from "./drawing/marks.ts";
import { palette } from "./drawing/palette.ts";
import { stackedBars } from "./drawing/stacked-bars.ts";
import { box, label } from "./drawing/svg.ts";
import { textWidth } from "./drawing/text-width.ts";
import { mostMissed } from "./node-rows.ts";
import { missedPanel, positionsPanel } from "./side-panels.ts";
import { stretchWord } from "./stretch-word.ts";
import { headlines } from "./tiles.ts";

/** Size of a report's picture, in pixels; it is higher where its legend needs lines of its own. No text in it is smaller than 26, so that it can be read on a phone. */
export const PICTURE = { width: WIDTH, height: 960 } as const;

const SPLIT = 756;
/** What the values of an axis take at the left of a chart. */
const AXIS = 110;
/** Height of a line of the legend where it has lines of its own. */
const LEGEND = 40;
/** As many rows as can still be told apart in the room there is. */
const MOST_NODES = 24;
const SIDE = 798;

/** A statement as one picture, in SVG: headline figures, income by day or period, who was not paid, and what the treasury yields. */
export function statementPicture(statement: Statement): string {
  const data = chartData(statement);
  const legends = legendsOf(data);
  const down = legends.below.length * LEGEND;
  return svg(
    PICTURE.width,
    PICTURE.height + down,
    header(statement, statement.title),
    headlines(statement, EDGE, 124, RIGHT - EDGE),
    box(EDGE, 288, RIGHT - EDGE, 2, palette.edge),
    label(EDGE, 334, data.title, { weight: 600, fill: palette.strong }),
    legend(legends.beside, besideTitle(data), SPLIT, 334),
    ...legends.below.map((line, index) => legend(line, EDGE, SPLIT, 334 + (index + 1) * LEGEND)),
    chart(statement, data, down),
    side(statement, down),
  );
}

/** The legend stands beside the chart's title where it fits, else in lines below it. */
function legendsOf(data: ChartData): { beside: readonly LegendEntry[]; below: (readonly LegendEntry[])[] } {
  const entries = legendEntries(data);
  const fits = legendWidth(entries) <= SPLIT - besideTitle(data);
  return fits ? { beside: entries, below: [] } : { beside: [], below: legendLines(entries, SPLIT - EDGE) };
}

function besideTitle({ title }: ChartData): number {
  return EDGE + textWidth(title, 26, 600) + 30;
}

function chart(statement: Statement, data: ChartData, down: number): string {
  const { history, timeZone } = statement;
  const days = dayScale(history.days.length, EDGE + AXIS, SPLIT);
  const rows = history.nodes.length;
  const marked = statement.marks.length > 0;
  const plot = { days, top: down + (marked ? 420 : 380), bottom: down + (rows > 0 ? 610 : 868) };
  return [
    data.series.length > 0 ? stackedBars(data, plot) : nothing(history, plot.top, plot.bottom),
    rows > 0 ? strip(statement, days, down) : "",
    marked ? marks(statement.marks, history.days, { days, top: down + 380, bottom: plot.bottom }) : "",
    dayLabels(history.days, days, down + 914, timeZone),
  ].join("");
}

function nothing({ days }: Statement["history"], top: number, bottom: number): string {
  return label((EDGE + SPLIT) / 2, (top + bottom) / 2, `Nothing was paid or earned in these ${stretchWord(days)}s.`, {
    fill: palette.soft,
    anchor: "middle",
  });
}

function strip({ history }: Statement, days: ReturnType<typeof dayScale>, down: number): string {
  const [nodes, all] = [mostMissed(history, MOST_NODES), history.nodesInAll];
  const title = `${nodes.length < all ? `${nodes.length} of ` : ""}${counted(all, "node")}, by ${stretchWord(history.days)}`;
  return (
    label(EDGE + AXIS, down + 650, title, { weight: 600, fill: palette.strong }) +
    heatStrip(nodes, days, down + 668, Math.min(208 / nodes.length, 22))
  );
}

function side(statement: Statement, down: number): string {
  const bottom = down + (statement.history.nodes.length > 0 ? 610 : 880);
  return (
    positionsPanel(statement, SIDE, RIGHT, 334, bottom) +
    (statement.history.nodes.length > 0 ? missedPanel(statement, SIDE, RIGHT, down + 650) : "")
  );
}
