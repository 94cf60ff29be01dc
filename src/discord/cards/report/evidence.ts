import { code, plain } from "../../../core/sanitize.ts";
import { shortDuration } from "../../../core/treasury/format-time.ts";
import { formatUsd } from "../../../core/treasury/money.ts";
import type { Statement, StatementBlock, StatementPrice } from "../../../core/treasury/statement.ts";
import { againstWords } from "../treasury/words.ts";

/** Every price that values were computed with: how old it was, what speaks against it, and the feed's round and block to look it up. */
export function priceLines({ prices, to }: Pick<Statement, "prices" | "to">): string[] {
  return prices.map((price) => `- ${priceWords(price, to)}`);
}

/** `helio-usd $0.4200, 30 min old (round 12, block 18115200)`. */
export function priceWords(price: StatementPrice, to: number): string {
  const { name, answer, decimals, updatedAt, stale, round, block } = price;
  const usd = decimals > 8 ? answer / 10n ** BigInt(decimals - 8) : answer * 10n ** BigInt(8 - decimals);
  const against = againstWords(price, to);
  const age = stale ? "" : `, ${shortDuration(Math.max(to - updatedAt, 0))} old`;
  const doubt = against === "" ? "" : `, **${against}**`;
  return `${plain(name, 32)} ${formatPrice(usd)}${age}${doubt} (${round === undefined ? "" : `round ${round}, `}block ${block})`;
}

/** The blocks at which each chain was read for both ends. */
export function blockLines({ blocks, openings = [] }: Statement): string[] {
  return blocks.map((closing) => {
    const opening = openings.find(({ chain }) => chain === closing.chain);
    return `-# ${plain(closing.name, 40)}: ${opening === undefined ? "" : `from ${blockWords(opening)} to `}${blockWords(closing)}, final`;
  });
}

/** Where the figures come from, and whether the books balance. */
export function evidenceLines(statement: Statement): string[] {
  const { residualUsd } = statement;
  return [
    ...blockLines(statement),
    `-# Residual ${residualUsd === undefined ? "not checkable" : formatUsd(residualUsd)}`,
  ];
}

function blockWords({ block, hash }: StatementBlock): string {
  return `block ${block} ${code(`${hash.slice(0, 10)}…${hash.slice(-4)}`)}`;
}

/** A price with four decimals below ten dollars, where cents say too little. */
function formatPrice(usd: bigint): string {
  return usd >= 1_000_000_000n
    ? formatUsd(usd)
    : `$${usd / 100_000_000n}.${((usd % 100_000_000n) / 10_000n).toString().padStart(4, "0")}`;
}
