import { formatFraction } from "../../decimal.ts";
import { YEAR } from "../../seconds.ts";
import { shortDuration } from "../format-time.ts";
import { USD } from "../money.ts";
import type { Period } from "../periods.ts";
import type { PositionAccount } from "../statement.ts";

/** In thousandths of what lay there: a loss from one of a hundred on, a gain from one of ten on. */
const [LOSS, GAIN] = [10n, 100n];

/**
 * Positions that lost, or gained more than a yield can be, in one plain sentence each: a share price that fell, a rebase, a payment into a vault. A gain
 * counts that would double what lay there within a year. Less than a dollar is rounding.
 */
export function jumpRemarks(accounts: readonly PositionAccount[], period: Period): string[] {
  const within = shortDuration(period.to - period.from);
  return accounts.flatMap((account) => {
    const { kind, label, opening, paidIn, income, received = 0n, incomeUsd } = account;
    const lay = (opening ?? 0n) + paidIn;
    if (kind !== "held" || opening === undefined || income === undefined || lay <= 0n || isSmall(incomeUsd)) return [];
    const earned = income - received;
    const thousandths = (1_000n * earned + (earned < 0n ? -lay : lay) / 2n) / lay;
    if (thousandths <= -LOSS) return [`${label} lost ${percent(-thousandths)} of what lay in it within ${within}.`];
    const isFast = earned * BigInt(YEAR) >= lay * BigInt(period.to - period.from);
    return thousandths >= GAIN && isFast
      ? [
          `${label} gained ${percent(thousandths)} of what lay in it within ${within}, more than a yield: somebody may have paid into it.`,
        ]
      : [];
  });
}

function percent(thousandths: bigint): string {
  return `${formatFraction(thousandths, 10n, 1)} %`;
}

function isSmall(usd: bigint | undefined): boolean {
  return usd !== undefined && usd < USD && usd > -USD;
}
