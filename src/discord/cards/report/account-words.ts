import { counted } from "../../../core/counted.ts";
import { plain } from "../../../core/sanitize.ts";
import { largestFirst } from "../../../core/size.ts";
import { formatUsd } from "../../../core/treasury/money.ts";
import { largestPositions, type PositionSum } from "../../../core/treasury/statement/sum-positions.ts";
import type { PositionAccount, RewardAccount, Statement } from "../../../core/treasury/statement.ts";
import { rateWords } from "../../../reports/rate-words.ts";
import { tokenAmount } from "../token-amount.ts";
import { movedWords, ownWord } from "../treasury/leg-words.ts";
import { earnedWords, lateWords } from "./words.ts";

/** Nodes and regions named of each. */
const NODES = 3;
const REGIONS = 4;
const SILENT = 12;

/** Every position, what is worth most first: what it earned, and how each leg came from its opening to its closing. */
export function positionLines({ positions }: Statement): string[] {
  return largestPositions(positions).map(positionLine);
}

function positionLine({ label, legs, incomeUsd, closingUsd }: PositionSum): string {
  const worth = closingUsd === undefined ? "value unknown" : formatUsd(closingUsd);
  const earned = earnedWords(legs, incomeUsd);
  const isUnknown = incomeUsd === undefined && legs.some(({ income }) => income === undefined);
  const title = `- **${plain(label, 40)}** ${worth}${earned === undefined ? "" : ` · ${isUnknown ? "" : "earned "}${earned}`}`;
  const lines = legs.map((leg) => `\n  - ${before(ownWord(leg))}${legWords(leg)}`);
  return [title, ...lines].join("");
}

function before(word: string | undefined): string {
  return word === undefined ? "" : `${word}: `;
}

/** How one leg came from its opening to its closing, and at what rate. */
export function legWords(account: PositionAccount): string {
  const { opening, closing, income, token } = account;
  const amount = (value: bigint | undefined) => (value === undefined ? "unknown" : tokenAmount(value, token));
  const rate = rateWords(account);
  return [
    opening === closing ? amount(closing) : `${amount(opening)} → ${amount(closing)}`,
    ...movedWords(account, amount),
    ...(income === undefined || income === 0n ? [] : [`income ${amount(income)}`]),
    ...(rate === undefined ? [] : [rate]),
  ].join(" · ");
}

/** Every source: how much to how many, by region, to whom most, and to whom nothing. */
export function rewardLines({ rewards }: Pick<Statement, "rewards">): string[] {
  return rewards.map(rewardLine);
}

function rewardLine({ label, token, total, totalUsd, payments, late, oneOff, ...nodes }: RewardAccount): string {
  const { nodesPaid, nodesSilent, byRegion, byNode } = nodes;
  const most = [...byNode].sort((a, b) => largestFirst(a.total, b.total)).slice(0, NODES);
  const regions = [...byRegion].sort((a, b) => largestFirst(a.total, b.total));
  const named = (names: readonly string[]) => names.map((name) => plain(name, 24)).join(", ");
  const rest = nodesSilent.length - SILENT;
  const parts = [
    regions
      .slice(0, REGIONS)
      .map(
        ({ region, total: paid, nodes: count }) =>
          `${plain(region, 24)} ${tokenAmount(paid, token)} (${counted(count, "node")})`,
      )
      .join(", ") + (regions.length > REGIONS ? ` and ${counted(regions.length - REGIONS, "more region")}` : ""),
    most.length === 0
      ? ""
      : `most to ${most.map(({ node, total: paid }) => `${plain(node, 24)} (${tokenAmount(paid, token)})`).join(", ")}`,
    nodesSilent.length === 0
      ? ""
      : `**nothing to** ${named(nodesSilent.slice(0, SILENT))}${rest > 0 ? ` and ${counted(rest, "more node")}` : ""}`,
  ];
  const title = `- **${plain(label, 40)}** ${tokenAmount(total, token)} (${formatUsd(totalUsd)}) in ${counted(payments, "payment")} to ${counted(nodesPaid, "node")}${oneOff ? ", one-off" : ""}${lateWords(late, token)}`;
  return [title, ...parts.filter((part) => part !== "").map((part) => `\n  - ${part}`)].join("");
}
