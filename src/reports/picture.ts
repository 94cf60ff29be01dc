import { counted } from "../core/counted.ts";
import type { Statement } from "../core/treasury/statement.ts";
import { chartData } from "./chart-data.ts";
import { dayLabels, dayScale } from "./day-axis.ts";
import { EDGE, header, RIGHT, svg, WIDTH } from "./frame.ts";
import { heatStrip } from "./heat-strip.ts";
import { legend } from "./legend.ts";
import { marks } from "./marks.ts";
import { mostMissed } from "./node-rows.ts";
import { palette } from "./palette.ts";
import { missedPanel, positionsPanel } from "./side-panels.ts";
import { stackedBars } from "./stacked-bars.ts";
import { stretchWord } from "./stretch-word.ts";
import { box, label } from "./svg.ts";
import { textWidth } from "./text-width.ts";
import { headlines } from "./tiles.ts";

/** Size of a report's picture, in pixels. No text in it is smaller than 26, so that it can be read on a phone. */
export const PICTURE = { width: WIDTH, height: 960 } as const;

const SPLIT = 756;
/** As many rows as can still be told apart in the room there is. */
const MOST_NODES = 24;
const SIDE = 798;

/** A statement as one picture, in SVG: headline figures, income by day or period, who was not paid, and what the treasury yields. */
export function statementPicture(statement: Statement): string {
  return svg(
    PICTURE.width,
    PICTURE.height,
    header(statement, statement.title),
    headlines(statement, EDGE, 124, RIGHT - EDGE),
    chart(statement),
    side(statement),
  );
}

function chart(statement: Statement): string {
  const { history, timeZone } = statement;
  const data = chartData(statement);
  const days = dayScale(history.days.length, EDGE + 84, SPLIT);
  const rows = history.nodes.length;
  const marked = statement.marks.length > 0;
  const plot = { days, top: marked ? 420 : 380, bottom: rows > 0 ? 610 : 868 };
  return [
    box(EDGE, 288, RIGHT - EDGE, 2, palette.edge),
    label(EDGE, 334, data.title, { weight: 600, fill: palette.strong }),
    legend(data.series, EDGE + textWidth(data.title, 26, 600) + 30, SPLIT, 334),
    data.series.length > 0 ? stackedBars(data, plot) : nothing(history, plot.top, plot.bottom),
    marked ? marks(statement, days, 380, plot.bottom) : "",
    rows > 0 ? strip(statement, days) : "",
    dayLabels(history.days, days, 914, timeZone),
  ].join("");
}

function nothing({ days }: Statement["history"], top: number, bottom: number): string {
  return label((EDGE + SPLIT) / 2, (top + bottom) / 2, `Nothing was paid or earned in these ${stretchWord(days)}s.`, {
    fill: palette.soft,
    anchor: "middle",
  });
}

function strip({ history }: Statement, days: ReturnType<typeof dayScale>): string {
  const [nodes, all] = [mostMissed(history, MOST_NODES), history.nodesInAll];
  const title = `${nodes.length < all ? `${nodes.length} of ` : ""}${counted(all, "node")}, by ${stretchWord(history.days)}`;
  return label(EDGE + 84, 650, title, { weight: 600, fill: palette.strong }) + heatStrip(nodes, days, 668, 208);
}

function side(statement: Statement): string {
  const bottom = statement.history.nodes.length > 0 ? 610 : 880;
  return (
    positionsPanel(statement, SIDE, RIGHT, 334, bottom) +
    (statement.history.nodes.length > 0 ? missedPanel(statement, SIDE, RIGHT, 650) : "")
  );
}
