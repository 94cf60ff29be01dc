import { sizeOf } from "../core/size.ts";
import { type Waterfall, waterfallParts } from "../core/treasury/ledger/waterfall.ts";
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
  const price = priceOf(waterfall);
  return waterfallParts.flatMap(({ part, brief }): [string, bigint][] => {
    if (part === "residual" || (part === "capitalUnrealised" && price !== undefined)) return [];
    return [part === "capitalRealised" && price !== undefined ? ["Price", price] : [brief, waterfall[part]]];
  });
}

/** What prices did in all, as one row, unless what was sold and what is held each did a tenth of the other or more. */
function priceOf({ capitalRealised, capitalUnrealised }: Waterfall): bigint | undefined {
  const [sold, held] = [sizeOf(capitalRealised), sizeOf(capitalUnrealised)];
  const isOne = sold * 10n < held || held * 10n < sold || sold + held === 0n;
  return isOne ? capitalRealised + capitalUnrealised : undefined;
}
