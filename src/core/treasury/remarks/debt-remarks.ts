import { formatShare } from "../../amount.ts";
import { shortDuration } from "../format-time.ts";
import type { PositionFacts, ReadingFact } from "../position-facts.ts";
import { byHealth, formatFactor, type Health, judgeHealth } from "../risk/health.ts";
import { isInDoubt } from "../risk/price-doubt.ts";
import type { StatementFacts } from "../statement/statement-facts.ts";
import type { StatementPrice } from "../statement.ts";

type Books = Pick<StatementFacts, "positions" | "prices" | "priceOf" | "period" | "readAt">;

/** What a statement has to say of its debts at its end, the worst first: those below a health factor of 1.5, and those of which nothing can be said. */
export function debtRemarks(books: Books): string[] {
  const { to } = books.period;
  return books.positions
    .flatMap((debt) => {
      const last = debt.kind === "debt" ? lastReading(debt, to) : undefined;
      if (last === undefined || last.amount === 0n) return [];
      const isPriceDoubted = relatedPrices(books, debt).some((price) =>
        isInDoubt(price, { ...debt, block: last.block }),
      );
      const seen = books.readAt.findLast(({ chain, timestamp }) => chain === debt.chain && timestamp <= to);
      const reads = { readAt: last.at, chainReadAt: seen?.timestamp ?? last.at };
      const health = judgeHealth({ factor: last.health, ...reads, isPriceDoubted }, to);
      return [{ label: debt.label, health, age: to - last.at }];
    })
    .filter(({ health }) => health.state === "unknown" || health.band !== "fine")
    .sort((a, b) => byHealth(a.health, b.health))
    .map(({ label, health, age }) => `${label}: ${healthWords(health, age)}`);
}

function lastReading({ readings }: PositionFacts, to: number): ReadingFact | undefined {
  return readings.findLast(({ at }) => at <= to);
}

/** Of every token in the same protocol: what covers a debt may lie in another position. */
function relatedPrices({ positions, prices, priceOf }: Books, debt: PositionFacts): (StatementPrice | undefined)[] {
  return positions
    .filter(({ chain, protocol }) => chain === debt.chain && protocol === debt.protocol)
    .map(({ token }) => priceOf[token.name])
    .filter((name) => name !== undefined)
    .map((name) => prices.find((price) => price.name === name));
}

const URGENCY = { fine: "", warn: "", critical: "critical: ", urgent: "at the edge: " } as const;

function healthWords(health: Health, age: number): string {
  if (health.state === "known") {
    const { factor, band, distance } = health;
    const room =
      distance > 0n
        ? `it is liquidated when its collateral falls by ${formatShare(distance - (distance % 1_000n))}`
        : "it can be liquidated now";
    return `the health factor of its debt is ${formatFactor(factor)}, ${URGENCY[band]}${room}.`;
  }
  const last = health.factor === undefined ? "" : `; it was last read to be ${formatFactor(health.factor)}`;
  return `how safe its debt is, is unknown: ${whyWords(health.why, age)}${last}.`;
}

function whyWords(why: "untold" | "old" | "price", age: number): string {
  if (why === "untold") return "its protocol does not say it";
  return why === "old"
    ? `it was not read in the last ${shortDuration(age)} of the period`
    : "a price that it may follow from is not fresh";
}
