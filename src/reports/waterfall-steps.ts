import { sizeOf } from "../core/size.ts";
import type { Waterfall } from "../core/treasury/ledger/waterfall.ts";
import { USD } from "../core/treasury/money.ts";

/** One row of a waterfall: a value the treasury had, or what changed it, from one level to the next; USD 1e-8. */
export type Step = { name: string; is: "value" | "change" | "unexplained"; amount: bigint; from: bigint; to: bigint };

const CENT = USD / 100n;

/** The rows from the opening to the closing value, without those that changed nothing; what nothing explains is one of them from a cent on. */
export function waterfallSteps(waterfall: Waterfall): Step[] {
  const { opening, closing, residual } = waterfall;
  let level = opening;
  const step = (name: string, is: Step["is"], amount: bigint): Step => {
    const from = level;
    level += amount;
    return { name, is, amount, from, to: level };
  };
  const changes = [
    ...changesOf(waterfall)
      .filter(([, amount]) => amount !== 0n)
      .map(([name, amount]) => step(name, "change", amount)),
    ...(sizeOf(residual) < CENT ? [] : [step("Unexplained", "unexplained", residual)]),
  ];
  return [
    { name: "Opening", is: "value", amount: opening, from: 0n, to: opening },
    ...changes,
    { name: "Closing", is: "value", amount: closing, from: 0n, to: closing },
  ];
}

function changesOf(waterfall: Waterfall): [name: string, amount: bigint][] {
  return [
    ["Paid in", waterfall.paidIn],
    ["Paid out", waterfall.paidOut],
    ["Income", waterfall.realised],
    ["To claim", waterfall.accrued],
    ["Costs", waterfall.expenses],
    ...pricesOf(waterfall),
    ["Exchanged", waterfall.internal],
  ];
}

/** One row for what prices did, two where either is a tenth of the other or more. */
function pricesOf({ capitalRealised, capitalUnrealised }: Waterfall): [name: string, amount: bigint][] {
  const [sold, held] = [sizeOf(capitalRealised), sizeOf(capitalUnrealised)];
  if (sold * 10n < held || held * 10n < sold || sold + held === 0n)
    return [["Price", capitalRealised + capitalUnrealised]];
  return [
    ["Price, sold", capitalRealised],
    ["Price, held", capitalUnrealised],
  ];
}
