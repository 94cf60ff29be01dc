import type { EntryKind, LedgerEntry } from "./ledger/entry.ts";
import { sumUsd } from "./money.ts";
import type { PositionAccount, RewardAccount, Statement, Usd } from "./statement.ts";
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

/** Figures that are the sum of the entries of some kinds, in the words of the report's steps. */
const STEPS: readonly { key: string; label: string; kinds: readonly EntryKind[] }[] = [
  { key: "paid-in", label: "Paid in", kinds: ["principal-in"] },
  { key: "paid-out", label: "Paid out", kinds: ["principal-out"] },
  { key: "in-hand", label: "Income in hand", kinds: ["income-realised"] },
  { key: "to-claim", label: "To claim", kinds: ["income-accrued"] },
  { key: "costs", label: "Costs", kinds: ["expense"] },
  { key: "price", label: "Prices", kinds: ["capital-realised", "capital-unrealised"] },
  { key: "exchanged", label: "Exchanged", kinds: ["internal"] },
  { key: "unexplained", label: "Unexplained", kinds: ["unexplained"] },
];

/** Every figure of a statement that can be asked about, the headline first; steps without entries are left out. */
export function listFigures(statement: Statement): Figure[] {
  const { entries = [], positions, rewards, totals } = statement;
  const of = (wanted: (entry: LedgerEntry) => boolean) => entries.filter(wanted);
  const none = { legs: [], rewards: [] };
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
    ...STEPS.map(({ key, label, kinds }) => {
      const own = of(({ kind }) => kinds.includes(kind));
      return { key, label, usd: sumUsd(own.map(({ usd }) => usd)), ...none, entries: own };
    }).filter(({ entries: own }) => own.length > 0),
  ];
}
