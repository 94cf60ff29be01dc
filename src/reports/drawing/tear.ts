import { palette } from "./palette.ts";
import { element } from "./svg.ts";

/** Two slanted cuts through a bar that is longer than it is drawn, around a place on it. */
export function tear(x: number, top: number, bottom: number): string {
  return [-7, 7]
    .map((away) => {
      const place = { x1: x + away - 7, x2: x + away + 7, y1: bottom + 4, y2: top - 4 };
      return element("line", { ...place, stroke: palette.card, "stroke-width": 6 });
    })
    .join("");
}
