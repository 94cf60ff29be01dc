import { counted } from "../core/counted.ts";
import { formatUsd, USD } from "../core/treasury/money.ts";
import { sumPositions } from "../core/treasury/statement/sum-positions.ts";
import type { Statement } from "../core/treasury/statement.ts";
import { palette } from "./drawing/palette.ts";
import { label } from "./drawing/svg.ts";
import { fitSize, fitText } from "./drawing/text-width.ts";
import { formatIncome, formatRate, formatShortUsd, formatTokens } from "./format-figure.ts";

/** Characters of an amount that stand under a figure beside a word. */
const ROOM = 10;

type Tile = { name: string; value: string; below: string; alert?: boolean };

/** The four figures that matter, side by side: income, what nodes were paid, what the treasury earned, what it is worth. */
export function headlines(statement: Statement, left: number, top: number, width: number): string {
  const tiles = tilesOf(statement);
  const room = width / tiles.length;
  const size = Math.min(...tiles.map(({ value }) => fitSize(value, room - 28, [46, 42, 38, 34, 30, 26], 700)));
  return tiles.map((tile, index) => draw(tile, left + index * room, top, room - 28, size)).join("");
}

function draw({ name, value, below, alert }: Tile, x: number, top: number, room: number, size: number): string {
  return [
    label(x, top + 30, name, { fill: palette.soft }),
    label(x, top + 84, fitText(value, room, size, 700), {
      size,
      weight: 700,
      fill: alert ? palette.alert : palette.strong,
    }),
    label(x, top + 128, fitText(below, room, 26), { fill: palette.soft }),
  ].join("");
}

/** Rounded where a line has no room for all of it: a figure that is cut off is another figure. */
function inShort(usd: bigint): string {
  const whole = formatUsd(usd);
  return whole.length > ROOM ? formatShortUsd(Number(usd) / Number(USD)) : whole;
}

function tilesOf(statement: Statement): Tile[] {
  const { totals, known, rewards, positions } = statement;
  const paid = rewards.filter(({ total }) => total > 0n);
  const [first] = paid;
  return [
    {
      name: "Income",
      ...signed(totals.incomeUsd),
      below:
        known.incomeUsd !== 0n && totals.incomeUsd === undefined
          ? `known ${inShort(known.incomeUsd)}`
          : "rewards + yield",
    },
    {
      name: "Node rewards",
      ...signed(totals.rewardsUsd),
      below: first && paid.length === 1 ? formatTokens(first.total, first.token) : `${paid.length} sources`,
    },
    { name: "Treasury yield", ...signed(totals.yieldUsd), below: rateOf(positions) },
    {
      name: "Treasury value",
      value: formatUsd(totals.treasuryUsd),
      below:
        totals.treasuryUsd === undefined && known.treasuryUsd !== 0n
          ? `known ${inShort(known.treasuryUsd)}`
          : counted(sumPositions(positions).length, "position"),
    },
  ];
}

function signed(value: bigint | undefined): Pick<Tile, "value" | "alert"> {
  return { value: formatIncome(value), alert: value !== undefined && value < 0n };
}

function rateOf(positions: Statement["positions"]): string {
  const rates = positions.flatMap(({ apr, kind }) => (apr === undefined || apr === 0n || kind === "debt" ? [] : [apr]));
  if (rates.length === 0) return positions.some(({ apr }) => apr === 0n) ? "0 % a year" : "no rate yet";
  const [low, high] = [rates.reduce((a, b) => (b < a ? b : a)), rates.reduce((a, b) => (b > a ? b : a))];
  return low === high ? `${formatRate(low)} a year` : `${formatRate(low)} – ${formatRate(high)}`;
}
