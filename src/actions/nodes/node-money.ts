import type { EarnedRow, TotalRow } from "../../../db/node-rewards.ts";
import type { App } from "../../app.ts";
import { earningKinds, type MoneyKind } from "../../core/rewards/kinds.ts";
import { tokenOf } from "../token-of.ts";
import { LATELY, type NodeMoney } from "./node-view.ts";

/** What one node had, token by token: earned of late from its rewards, all else from its totals. The main token comes first. */
export function moneyOf(
  app: App,
  tokens: readonly string[],
  epochs: readonly number[],
  earned: readonly EarnedRow[],
  totals: readonly TotalRow[],
): [NodeMoney, ...NodeMoney[]] {
  const [main = "", ...others] = tokens;
  const had = new Set(totals.map(({ token }) => token));
  const lately = new Set(epochs.slice(-LATELY));
  const of = (token: string) =>
    tokenMoney(
      app,
      token,
      earned.filter((row) => row.token === token),
      totals.filter((row) => row.token === token),
      lately,
    );
  return [of(main), ...others.filter((token) => had.has(token)).map(of)];
}

function tokenMoney(
  app: App,
  token: string,
  earned: readonly EarnedRow[],
  totals: readonly TotalRow[],
  lately: ReadonlySet<number>,
): NodeMoney {
  const of = (kind: MoneyKind) => totals.find((row) => row.kind === kind)?.amount ?? 0n;
  const [accrued, claimed] = [of("accrued"), of("claimed")];
  return {
    token: tokenOf(app, token),
    last7: sum(earned.filter(({ epoch }) => lately.has(epoch))),
    last30: sum(earned),
    all: earningKinds.reduce((all, kind) => all + of(kind), 0n),
    claimable: accrued === 0n && claimed === 0n ? undefined : claimed > accrued ? "unknown" : accrued - claimed,
    claimed,
    locked: of("locked"),
    lost: of("lost"),
  };
}

function sum(rows: readonly { amount: bigint }[]): bigint {
  return rows.reduce((total, { amount }) => total + amount, 0n);
}
