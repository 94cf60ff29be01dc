import { lateEpochs } from "../../rewards/late-epochs.ts";
import type { Period } from "../periods.ts";
import type { SourceFacts } from "../statement/statement-facts.ts";
import type { LateRewards } from "../statement.ts";

/** What a source paid in [from, to) for epochs that it had left behind long before; undefined where it paid nothing so, or nobody can tell. */
export function lateRewards(
  { payments, epochs = [], epochSeconds = 0 }: SourceFacts,
  { from, to }: Period,
): LateRewards | undefined {
  const late = lateEpochs(epochs, epochSeconds, from);
  // The payments are walked through once more only where any epoch is late, which is rare.
  if (late.size === 0) return undefined;
  const paid = new Set<number>();
  let [amount, count] = [0n, 0];
  for (const payment of payments) {
    const { epoch, at } = payment;
    if (epoch === undefined || !late.has(epoch) || at < from || at >= to) continue;
    amount += payment.amount;
    count += 1;
    paid.add(epoch);
  }
  return count === 0 ? undefined : { amount, payments: count, epochs: paid.size };
}
