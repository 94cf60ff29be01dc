import { gasSpent } from "./gas.ts";
import type { EntryKind, LedgerEntry } from "./ledger/entry.ts";
import type { Waterfall } from "./ledger/waterfall.ts";
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

type Step = { key: string; label: string; kinds: readonly EntryKind[]; usd: (waterfall: Waterfall) => bigint };

/** The steps from the opening to the closing value, in the words of the report, and the kinds of entries that each is the sum of. */
const STEPS: readonly Step[] = [
  { key: "paid-in", label: "Paid in", kinds: ["principal-in"], usd: ({ paidIn }) => paidIn },
  { key: "paid-out", label: "Paid out", kinds: ["principal-out"], usd: ({ paidOut }) => paidOut },
  { key: "in-hand", label: "Income in hand", kinds: ["income-realised"], usd: ({ realised }) => realised },
  { key: "to-claim", label: "To claim", kinds: ["income-accrued"], usd: ({ accrued }) => accrued },
  { key: "costs", label: "Costs", kinds: ["expense"], usd: ({ expenses }) => expenses },
  {
    ...{ key: "price", label: "Prices", kinds: ["capital-realised", "capital-unrealised"] },
    usd: ({ capitalRealised, capitalUnrealised }) => capitalRealised + capitalUnrealised,
  },
  { key: "exchanged", label: "Exchanged", kinds: ["internal"], usd: ({ internal }) => internal },
  { key: "unexplained", label: "Unexplained", kinds: ["unexplained"], usd: ({ residual }) => residual },
];

/** Every figure of a statement that can be asked about, the headline first; steps without entries are left out. */
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
    ...STEPS.map((step) => figureOf(step, statement)).filter(({ entries: own }) => own.length > 0),
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
function figureOf({ key, label, kinds, usd }: Step, { entries = [], waterfall }: Statement): Figure {
  const own = entries.filter(({ kind }) => kinds.includes(kind));
  const sum = waterfall === undefined ? sumUsd(own.map((entry) => entry.usd)) : usd(waterfall);
  return { key, label, usd: sum, legs: [], rewards: [], entries: own };
}
