import { counted } from "../core/counted.ts";
import { formatUsd } from "../core/treasury/money.ts";
import { missedDays } from "../core/treasury/statement/history.ts";
import { largestPositions, type PositionSum } from "../core/treasury/statement/sum-positions.ts";
import type { Statement, Usd } from "../core/treasury/statement.ts";
import { palette } from "./drawing/palette.ts";
import { box, label } from "./drawing/svg.ts";
import { fitText, textWidth } from "./drawing/text-width.ts";
import { formatIncome, formatRate, formatTokens } from "./format-figure.ts";
import { stretchWord } from "./stretch-word.ts";

const LINE = 38;

/** The treasury's positions: each one's name and rate per year, below it what it is worth and what it earned. */
export function positionsPanel(
  { positions }: Statement,
  left: number,
  right: number,
  top: number,
  bottom: number,
): string {
  const step = LINE * 2 + 18;
  const fits = Math.floor((bottom - top - 30) / step);
  const sums = largestPositions(positions);
  const shown = sums.slice(0, fits);
  const rest = sums.length - shown.length;
  return [
    label(left, top, "Treasury", { weight: 600, fill: palette.strong }),
    rest > 0 ? label(right, top, `and ${rest} more`, { fill: palette.soft, anchor: "end" }) : "",
    ...shown.map((position, index) => drawPosition(position, left, right, top + 50 + index * step)),
    positions.length === 0 ? label(left, top + 50, "No positions are watched.", { fill: palette.soft }) : "",
  ].join("");
}

function drawPosition(position: PositionSum, left: number, right: number, top: number): string {
  const { closingUsd, incomeUsd, apr, legs } = position;
  const alone = legs.length === 1 ? legs[0] : undefined;
  // Without a price, a position of one token is told in it.
  const told = (usd: Usd, amount: bigint | undefined, format: (usd: Usd) => string) =>
    usd === undefined && amount !== undefined && alone ? formatTokens(amount, alone.token) : format(usd);
  const value = told(closingUsd, alone?.closing, formatUsd);
  const earned = told(incomeUsd, alone?.income, formatIncome);
  const rate = apr === undefined || apr === 0n ? "" : formatRate(apr);
  const end = { weight: 600, anchor: "end" } as const;
  const hasEarned = legs.some(({ income, closing }) => income !== 0n && closing !== undefined);
  const shownIncome = hasEarned ? earned : "";
  const isLoss = (incomeUsd ?? alone?.income ?? 0n) < 0n;
  const room = right - left - textWidth(shownIncome, 26, 600) - 16;
  return [
    label(left, top, fitText(position.label, right - left - textWidth(rate, 26, 600) - 16, 26), {
      fill: palette.strong,
    }),
    label(right, top, rate, { ...end, fill: isLoss ? palette.alert : palette.strong }),
    label(left, top + LINE, fitText(value, room, 26), { fill: palette.soft }),
    label(right, top + LINE, shownIncome, {
      ...end,
      fill: isLoss ? palette.alert : palette.soft,
    }),
  ].join("");
}

/** The nodes that missed payments, most first, and how many days, or periods where those are shorter. */
export function missedPanel({ history }: Statement, left: number, right: number, top: number): string {
  const missed = history.nodes
    .map((node) => ({ name: `${node.node} · ${node.region}`, count: missedDays(node) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const fits = 5;
  const shown = missed.slice(0, history.nodesMissed > fits ? fits - 1 : fits);
  const line = (index: number) => top + 48 + index * 42;
  const rows = shown.map(({ name, count }, index) => {
    const times = counted(count, stretchWord(history.days));
    const room = right - left - 40 - textWidth(times, 26, 600);
    return (
      box(left, line(index) - 20, 22, 22, palette.alert, 5) +
      label(left + 34, line(index), fitText(name, room, 26), { fill: palette.strong }) +
      label(right, line(index), times, { weight: 600, fill: palette.alert, anchor: "end" })
    );
  });
  const rest = history.nodesMissed - shown.length;
  return [
    label(left, top, "Missed payments", { weight: 600, fill: palette.strong }),
    ...rows,
    rest > 0 ? label(left + 34, line(shown.length), `and ${counted(rest, "more node")}`, { fill: palette.soft }) : "",
    missed.length === 0 ? label(left, line(0), "None while others were paid.", { fill: palette.soft }) : "",
  ].join("");
}
