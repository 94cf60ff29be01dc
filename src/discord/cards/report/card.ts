import type { OutgoingFile, OutgoingMessage } from "../../../app.ts";
import { counted } from "../../../core/counted.ts";
import { bare, plain } from "../../../core/sanitize.ts";
import { largestFirst } from "../../../core/size.ts";
import { gasSpent } from "../../../core/treasury/accounts/gas.ts";
import { formatUsd } from "../../../core/treasury/money.ts";
import { isReconciled } from "../../../core/treasury/statement/is-reconciled.ts";
import { nameStatement } from "../../../core/treasury/statement/name-statement.ts";
import { type PositionSum, sumPositions } from "../../../core/treasury/statement/sum-positions.ts";
import type { RewardAccount, Statement, StatementTotals } from "../../../core/treasury/statement.ts";
import { renderPng } from "../../../reports/drawing/render-png.ts";
import { formatIncome, formatRate } from "../../../reports/format-figure.ts";
import { statementPicture } from "../../../reports/picture.ts";
import { pictureWords } from "../../../reports/picture-words.ts";
import { container, gallery, text } from "../../components.ts";
import { limits } from "../../limits.ts";
import { markerLine } from "../../marker.ts";
import { outgoing } from "../../message-body.ts";
import { type IncomeSplit, oneOffWords } from "../one-off-words.ts";
import { tokenAmount } from "../token-amount.ts";
import { correctionLines } from "./correction-lines.ts";
import { fileName } from "./files.ts";
import { accentOf, earnedWords, firstOf, lateWords, REMARKS, remarksOf, said, titleOf } from "./words.ts";

/** Sources named of what the income came from. */
const SOURCES = 5;

const ELSEWHERE = "in the thread";

/** A report as it is posted, read in half a minute: what came in and from where, what it is worth now, and what to know. The thread has the rest. */
export async function reportCard(statement: Statement, marker: string): Promise<OutgoingMessage> {
  const picture = await pictureOf(statement);
  const card = container(
    accentOf(statement),
    text(
      `### ${titleOf(statement)}`,
      ...correctionLines(statement),
      isReconciled(statement) === false
        ? "**UNRECONCILED: do not rely on these figures before it is found out why.**"
        : undefined,
      headline(statement),
      ...sourceLines(statement),
    ),
    said([otherwise(statement), worth(statement)]),
    said(remarkLines(statement)),
    gallery({ file: picture.name, description: picture.description ?? "" }),
    text(evidence(statement), markerLine(marker)),
  );
  const message = outgoing({ components: [card], files: [picture] });
  return { ...message, post: { name: bare(nameStatement(statement), limits.threadName) } };
}

async function pictureOf(statement: Statement): Promise<OutgoingFile> {
  return {
    name: `${fileName(statement)}.png`,
    data: await renderPng(statementPicture(statement)),
    description: pictureWords(statement),
  };
}

function headline({ totals, known, gas = [] }: Statement): string {
  if (totals.incomeUsd !== undefined) {
    const { usd } = gasSpent(gas);
    const net = usd === undefined || usd === 0n ? "" : ` · ${formatIncome(totals.incomeUsd - usd)} after gas`;
    return `**Income ${formatIncome(totals.incomeUsd)}**${net}${oneOffWords(splitOf(totals))}`;
  }
  return known.incomeUsd === 0n
    ? "**Income in USD: unknown**"
    : `**Income: unknown**, of which known ${formatIncome(known.incomeUsd)}`;
}

/** Where the income came from, one line each, the largest first; what earned nothing is in the thread alone. */
function sourceLines({ rewards, positions }: Statement): string[] {
  const paid = rewards.filter(({ total }) => total !== 0n);
  const sums = sumPositions(positions);
  const unknown = sums.filter(({ legs }) => legs.some(({ income }) => income === undefined));
  const isCounted = unknown.length > SOURCES;
  const named = isCounted ? sums.filter((sum) => !unknown.includes(sum)) : sums;
  const lines = [
    ...paid.map((account) => ({ usd: account.totalUsd, line: rewardLine(account) })),
    ...named.flatMap((sum) => {
      const earned = earnedWords(sum.legs, sum.incomeUsd);
      return earned === undefined ? [] : [{ usd: sum.incomeUsd, line: positionLine(sum, earned) }];
    }),
    ...(isCounted ? [{ usd: undefined, line: `- ${unknown.length} positions: **income unknown**` }] : []),
  ];
  const bySize = lines.sort((a, b) => largestFirst(a.usd, b.usd));
  return firstOf(
    bySize.map(({ line }) => line),
    SOURCES,
    "source",
    ELSEWHERE,
  );
}

/** Nothing where no source pays once. */
function splitOf(totals: StatementTotals): IncomeSplit | undefined {
  return "oneOffUsd" in totals ? { recurring: totals.recurringUsd, oneOff: totals.oneOffUsd } : undefined;
}

function rewardLine({ label, total, totalUsd, token, nodesPaid, nodesSilent, late }: RewardAccount): string {
  const amount = tokenAmount(total, token);
  const much = totalUsd === undefined ? `**${amount}**, value unknown,` : `**${formatIncome(totalUsd)}** · ${amount}`;
  const silent = nodesSilent.length === 0 ? "" : `, **${nodesSilent.length} unpaid**`;
  return `- ${plain(label, 40)} ${much} to ${counted(nodesPaid, "node")}${lateWords(late, token)}${silent}`;
}

function positionLine({ label, legs }: PositionSum, earned: string): string {
  const [only, ...more] = legs;
  const apr = more.length === 0 ? only?.apr : undefined;
  return `- ${plain(label, 40)} **${earned}**${apr === undefined || apr === 0n ? "" : ` · ${formatRate(apr)} a year`}`;
}

/** What changed the treasury's value and is no income. */
function otherwise({ waterfall }: Statement): string | undefined {
  if (waterfall === undefined) return undefined;
  const price = waterfall.capitalRealised + waterfall.capitalUnrealised;
  const parts = [
    ...(waterfall.paidIn === 0n ? [] : [`paid in ${formatUsd(waterfall.paidIn)}`]),
    ...(waterfall.paidOut === 0n ? [] : [`paid out ${formatUsd(-waterfall.paidOut)}`]),
    ...(price === 0n ? [] : [`prices ${formatIncome(price)}`]),
  ];
  return parts.length === 0 ? undefined : `Not income: ${parts.join(" · ")}`;
}

/** The opening value stands beside it only where it is that of the same positions: one that could not be read at the start would look like a gain. */
function worth({ totals, known, positions, waterfall }: Statement): string | undefined {
  if (positions.length === 0) return undefined;
  const isSame = waterfall !== undefined && formatUsd(waterfall.closing) === formatUsd(known.treasuryUsd);
  const from = isSame ? `${formatUsd(waterfall.opening)} → ` : "";
  if (totals.treasuryUsd !== undefined) return `Treasury value **${from}${formatUsd(totals.treasuryUsd)}**`;
  return `Treasury value **unknown**${known.treasuryUsd === 0n ? "" : `, of which known **${from}${formatUsd(known.treasuryUsd)}**`}`;
}

function remarkLines(statement: Statement): string[] {
  const lines = remarksOf(statement).map((sentence) => `- ${plain(sentence, 180)}`);
  return lines.length === 0 ? [] : ["**To know**", ...firstOf(lines, REMARKS, "remark", ELSEWHERE)];
}

function evidence({ blocks, residualUsd }: Statement): string {
  const residual = `residual ${residualUsd === undefined ? "not checkable" : formatUsd(residualUsd)}`;
  const at = blocks.map(({ name, block }) => `${plain(name, 40)} block ${block}`).join(", ");
  return `-# ${at === "" ? "" : `Final state at ${at}, ${residual}. `}Details and files are in the thread.`;
}
