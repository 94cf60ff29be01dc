import { formatAmount } from "../../amount.ts";
import { waterfallParts } from "../ledger/waterfall.ts";
import type { PositionAccount, RewardAccount, Statement } from "../statement.ts";
import { changeWords, GLANCE, rateChange, tokenChange, usdChange } from "./figure-changes.ts";
import { gasChanges } from "./gas-changes.ts";

/**
 * What differs between a statement as it was last shown and the same one as it is now, a plain sentence for each figure: the sums first, then line by line.
 * Empty where every figure is the same. What shows only the past (the history), and how a figure came about, is no figure of the period.
 */
export function statementChanges(shown: Statement, now: Statement): string[] {
  return [
    ...incomeChange(shown, now),
    ...treasuryChange(shown, now),
    ...changeWords("Not explained by the books", usdChange(shown.residualUsd, now.residualUsd)),
    ...shown.rewards.flatMap((before) => {
      const after = now.rewards.find(
        ({ source, token }) => source === before.source && token.name === before.token.name,
      );
      return after === undefined ? [] : rewardChanges(before, after);
    }),
    ...shown.positions.flatMap((before) => {
      const after = now.positions.find(({ position, leg }) => position === before.position && leg === before.leg);
      return after === undefined ? [] : positionChanges(before, after);
    }),
    ...gasChanges(shown.gas, now.gas),
    ...waterfallChanges(shown, now),
    ...caughtUp(shown, now),
  ];
}

function incomeChange(shown: Statement, now: Statement): string[] {
  const [before, after] = [shown.totals.incomeUsd, now.totals.incomeUsd];
  if (before !== after) return changeWords("Income", usdChange(before, after));
  // Where the sum stays unknown, what is known of it may not.
  return before === undefined
    ? changeWords("Income that is known", usdChange(shown.known.incomeUsd, now.known.incomeUsd))
    : [];
}

function treasuryChange(shown: Statement, now: Statement): string[] {
  const [before, after] = [shown.totals.treasuryUsd, now.totals.treasuryUsd];
  if (before !== after) return changeWords("Treasury value", usdChange(before, after));
  return before === undefined
    ? changeWords("Treasury value that is known", usdChange(shown.known.treasuryUsd, now.known.treasuryUsd))
    : [];
}

function rewardChanges(before: RewardAccount, after: RewardAccount): string[] {
  const { label, token } = before;
  if (before.total === after.total) return changeWords(label, usdChange(before.totalUsd, after.totalUsd));
  const [change] = changeWords(label, tokenChange(token, before.total, after.total));
  const added = formatAmount(after.total - before.total, token.decimals, { digits: GLANCE });
  return [
    after.total > before.total && added !== "0" ? `${change}, ${added} ${token.symbol} were booked later` : `${change}`,
  ];
}

function positionChanges(before: PositionAccount, after: PositionAccount): string[] {
  const { label, token } = before;
  const amounts = ([what, own]: readonly [string, "income" | "opening" | "closing" | "paidIn" | "takenOut"]) =>
    changeWords(`${label}, ${what}`, tokenChange(token, before[own], after[own]));
  return [
    ...(before.income === after.income
      ? changeWords(`${label}, income`, usdChange(before.incomeUsd, after.incomeUsd))
      : amounts(["income", "income"])),
    ...amounts(["at the start", "opening"]),
    ...(before.closing === after.closing
      ? changeWords(`${label}, at the end`, usdChange(before.closingUsd, after.closingUsd))
      : amounts(["at the end", "closing"])),
    ...amounts(["paid in", "paidIn"]),
    ...amounts(["taken out", "takenOut"]),
    ...changeWords(`${label}, a year`, rateChange(before.apr, after.apr)),
  ];
}

/**
 * How the value came about; what it ends with is the treasury's value and the residual, said above. Where one of the two has no waterfall, nothing is
 * compared: older statements have none.
 */
function waterfallChanges({ waterfall: before }: Statement, { waterfall: after }: Statement): string[] {
  if (before === undefined || after === undefined) return [];
  return [
    ...changeWords("Treasury, opening", usdChange(before.opening, after.opening)),
    ...waterfallParts
      .filter(({ part }) => part !== "residual")
      .flatMap(({ part, name }) =>
        changeWords(`Treasury, ${name.toLowerCase()}`, usdChange(before[part], after[part])),
      ),
  ];
}

/** Sources that were behind when the statement was shown, and are not now: also where nothing had been missing. */
function caughtUp({ behind: before = [] }: Statement, { behind: after = [], rewards }: Statement): string[] {
  const labels = rewards
    .filter(({ source }) => before.includes(source) && !after.includes(source))
    .map(({ label }) => label);
  return [...new Set(labels)].map((label) => `${label}: read to the end of the period since, nothing is missing`);
}
