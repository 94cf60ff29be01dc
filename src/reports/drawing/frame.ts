import { formatStretch } from "../../core/treasury/format-time.ts";
import type { Period } from "../../core/treasury/periods.ts";
import type { Statement } from "../../core/treasury/statement.ts";
import { FONT_FAMILY } from "./fonts.ts";
import { palette } from "./palette.ts";
import { element, label } from "./svg.ts";
import { fitText, textWidth } from "./text-width.ts";

/** Every picture is so wide, in pixels, and leaves so much free at its sides. No text is smaller than 26, so that a phone can show it. */
export const WIDTH = 1_200;
export const EDGE = 44;
export const RIGHT = WIDTH - EDGE;

/** A picture as SVG: a dark card with round corners, and the pattern that its charts use for what is unknown. */
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

/** A statement's picture's first line: the community and what the picture shows on the left, the time it shows on the right. */
export function header(statement: Statement, title: string, shown: Period = statement): string {
  const period = formatStretch(shown, statement.timeZone) + (statement.complete ? "" : " · so far");
  const when = fitText(period, 440, 26);
  const room = RIGHT - EDGE - textWidth(when, 26) - 30;
  return (
    label(EDGE, 84, fitText(`${statement.community} · ${title}`, room, 36, 700), {
      ...{ size: 36, weight: 700, fill: palette.strong },
    }) + label(RIGHT, 84, when, { fill: palette.soft, anchor: "end" })
  );
}
