import { gasSpent } from "../accounts/gas.ts";
import type { EntryKind, LedgerEntry } from "../ledger/entry.ts";
import { type WaterfallPart, waterfallParts } from "../ledger/waterfall.ts";
import { sumUsd } from "../money.ts";
import type { PositionAccount, RewardAccount, Statement, Usd } from "../statement.ts";
import { sumPositions } from "./sum-positions.ts";

/** One figure of a statement, and what it is made of. */
export type Figure = {
  /** Names it within its statement: `income`, `position:vault`. */
  key: string;
  label: string;
  /** Of a position: what it earned. */
  usd: Usd;
  entries: readonly LedgerEntry[];
  /** Legs whose readings at both ends it rests on. */
  legs: readonly PositionAccount[];
  rewards: readonly RewardAccount[];
};

const INCOME: readonly EntryKind[] = ["income-realised", "income-accrued", "expense"];

/** Every figure of a statement that can be asked about, the headline first; parts of the waterfall without entries are left out. */
export function listFigures(statement: Statement): Figure[] {
  const { entries = [], positions, rewards, totals } = statement;
  const of = (wanted: (entry: LedgerEntry) => boolean) => entries.filter(wanted);
  const earning = positions.filter(({ income }) => income !== 0n);
  const income = { legs: earning, rewards, entries: of(({ kind }) => INCOME.includes(kind)) };
  return [
    { key: "income", label: "Income", usd: totals.incomeUsd, ...income },
    { key: "value", label: "Treasury value", usd: totals.treasuryUsd, entries: [], legs: positions, rewards: [] },
    ...rewards.map((account) => ({
      ...{ key: `rewards:${account.source}`, label: account.label, usd: account.totalUsd },
      ...{ entries: [], legs: [], rewards: [account] },
    })),
    ...sumPositions(positions).map(({ position, label, legs, incomeUsd }) => ({
      ...{ key: `position:${position}`, label, usd: incomeUsd, legs, rewards: [] },
      entries: of((entry) => entry.position === position),
    })),
    ...gasFigure(statement),
    ...waterfallParts.map((part) => partFigure(part, statement)).filter(({ entries: own }) => own.length > 0),
  ];
}

function gasFigure({ gas = [] }: Statement): Figure[] {
  const entries = gas.flatMap((account) => account.entries ?? []);
  const usd = gasSpent(gas).usd;
  const figure = {
    key: "gas",
    label: "Gas",
    usd: usd === undefined ? undefined : -usd,
    legs: [],
    rewards: [],
    entries,
  };
  return entries.length === 0 ? [] : [figure];
}

/** As the report says it; the sum of the entries where it says nothing. */
function partFigure({ part, key, name, kind }: WaterfallPart, { entries = [], waterfall }: Statement): Figure {
  const own = entries.filter((entry) => entry.kind === kind);
  const usd = waterfall === undefined ? sumUsd(own.map((entry) => entry.usd)) : waterfall[part];
  return { key, label: name, usd, legs: [], rewards: [], entries: own };
}
