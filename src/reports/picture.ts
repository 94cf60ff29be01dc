import { counted } from "../core/counted.ts";
import { formatStretch } from "../core/treasury/format-time.ts";
import type { Statement } from "../core/treasury/statement.ts";
import { chartData } from "./chart-data.ts";
import { dayLabels, dayScale } from "./day-axis.ts";
import { FONT_FAMILY } from "./fonts.ts";
import { heatStrip } from "./heat-strip.ts";
import { legend } from "./legend.ts";
import { marks } from "./marks.ts";
import { palette } from "./palette.ts";
import { missedPanel, positionsPanel } from "./side-panels.ts";
import { stackedBars } from "./stacked-bars.ts";
import { stretchWord } from "./stretch-word.ts";
import { box, element, label } from "./svg.ts";
import { fitText, textWidth } from "./text-width.ts";
import { headlines } from "./tiles.ts";

/** Size of a report's picture, in pixels. No text in it is smaller than 26, so that it can be read on a phone. */
export const PICTURE = { width: 1_200, height: 960 } as const;

const EDGE = 44;
const SPLIT = 756;
const SIDE = 798;
const RIGHT = PICTURE.width - EDGE;

/** A statement as one picture, in SVG: headline figures, income by day or period, who was not paid, and what the treasury yields. */
export function statementPicture(statement: Statement): string {
  return svg(
    PICTURE.width,
    PICTURE.height,
    header(statement),
    headlines(statement, EDGE, 124, RIGHT - EDGE),
    chart(statement),
    side(statement),
  );
}

/** The frame of every picture: a dark card with round corners and the patterns its charts use. */
export function svg(width: number, height: number, ...parts: string[]): string {
  const stripes = element("rect", { width: 5, height: 10, fill: palette.edge });
  const pattern = element(
    "pattern",
    { id: "unknown", width: 10, height: 10, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    stripes,
  );
  const card = element("rect", {
    x: 1,
    y: 1,
    width: width - 2,
    height: height - 2,
    rx: 28,
    fill: palette.card,
    stroke: palette.edge,
    "stroke-width": 2,
  });
  const root = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    "font-family": FONT_FAMILY,
  };
  return element("svg", root, element("defs", {}, pattern), card, ...parts);
}

function header(statement: Statement): string {
  const period = formatStretch(statement, statement.timeZone) + (statement.complete ? "" : " · so far");
  const name = fitText(`${statement.community} · ${statement.title}`, 640, 36, 700);
  return (
    label(EDGE, 84, name, { size: 36, weight: 700, fill: palette.strong }) +
    label(RIGHT, 84, fitText(period, 440, 26), { fill: palette.soft, anchor: "end" })
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
  const [shown, all] = [history.nodes.length, history.nodesInAll];
  const title = `${shown < all ? `${shown} of ` : ""}${counted(all, "node")}, by ${stretchWord(history.days)}`;
  return label(EDGE + 84, 650, title, { weight: 600, fill: palette.strong }) + heatStrip(history.nodes, days, 668, 208);
}

function side(statement: Statement): string {
  const bottom = statement.history.nodes.length > 0 ? 610 : 880;
  return (
    positionsPanel(statement, SIDE, RIGHT, 334, bottom) +
    (statement.history.nodes.length > 0 ? missedPanel(statement, SIDE, RIGHT, 650) : "")
  );
}
