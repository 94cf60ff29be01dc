import type { ScaleBand } from "d3-scale";
import type { NodePay } from "../../core/rewards/node-pay.ts";
import { palette } from "./palette.ts";
import { box } from "./svg.ts";

/** One row of the strip for each node, one cell for each day, below the day's bar: bright where the node missed its payment. */
export function heatStrip(
  rows: readonly { days: readonly NodePay[] }[],
  days: ScaleBand<number>,
  top: number,
  step: number,
): string {
  const gap = step > 6 ? 2 : 1;
  return rows
    .flatMap((row, index) =>
      row.days.map((pay, day) =>
        box(days(day) ?? 0, top + index * step, days.bandwidth(), step - gap, colour(pay), Math.min(2, step / 4)),
      ),
    )
    .join("");
}

function colour(pay: NodePay): string {
  if (pay === "missed") return palette.alert;
  return pay === "absent" ? palette.absent : palette.paid;
}
