import type { OutgoingFile, OutgoingMessage } from "../../app.ts";
import { counted } from "../../core/counted.ts";
import { plain } from "../../core/sanitize.ts";
import { formatDuration, formatStretch, isoDay } from "../../core/treasury/format-time.ts";
import { isReconciled, leavesSomething } from "../../core/treasury/is-reconciled.ts";
import { formatUsd } from "../../core/treasury/money.ts";
import type { PositionAccount, RewardAccount, Statement } from "../../core/treasury/statement.ts";
import { formatIncome, formatRate } from "../../reports/format-figure.ts";
import { statementPicture } from "../../reports/picture.ts";
import { pictureWords } from "../../reports/picture-words.ts";
import { renderPng } from "../../reports/render-png.ts";
import { statementCsv } from "../../reports/statement-csv.ts";
import { statementJson } from "../../reports/statement-json.ts";
import { type Accent, container, download, gallery, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { tokenAmount } from "./token-amount.ts";

/** As many lines as a phone shows without losing the thread; the files have all. */
const MOST = 5;

/** A statement's picture and files, by the names the card speaks of. */
export type ReportFiles = { picture: OutgoingFile; csv: OutgoingFile; json: OutgoingFile; sha256: string };

/** A report as it is posted: draws the picture, writes the files, and says the rest in words. */
export async function reportMessage(statement: Statement, marker: string): Promise<OutgoingMessage> {
  return reportCard(statement, await reportFiles(statement), marker);
}

/** Draws and writes the files of a report. */
async function reportFiles(statement: Statement): Promise<ReportFiles> {
  const name = `${statement.name}-${isoDay(statement.from, statement.timeZone)}`;
  const { text: json, sha256 } = statementJson(statement);
  return {
    picture: {
      name: `${name}.png`,
      data: await renderPng(statementPicture(statement)),
      description: pictureWords(statement),
    },
    csv: { name: `${name}.csv`, data: Buffer.from(statementCsv(statement)) },
    json: { name: `${name}.json`, data: Buffer.from(json) },
    sha256,
  };
}

/** The message of a report: read in half a minute, with every figure's block, what is unknown, and the files to check it. */
function reportCard(
  statement: Statement,
  { picture, csv, json, sha256 }: ReportFiles,
  marker: string,
): OutgoingMessage {
  const { title, timeZone, complete, rewards, positions } = statement;
  const zone = timeZone === "UTC" ? "" : ` (${timeZone})`;
  const period = `${formatStretch(statement, timeZone)}${zone}${complete ? "" : ", so far"}`;
  const card = container(
    accentOf(statement),
    text(
      `### ${plain(title, 60)} · ${period}`,
      isReconciled(statement) === false
        ? "**UNRECONCILED: do not rely on these figures before it is found out why.**"
        : undefined,
      headline(statement),
      ...some(rewards.map(rewardLine), "source"),
      ...some(positions.map(positionLine), "position"),
      worth(statement),
    ),
    gallery({ file: picture.name, description: picture.description ?? "" }),
    text(...unknownLines(statement), ...evidence(statement), `-# SHA-256 of the statement: ${sha256}`),
    download(csv.name),
    download(json.name),
    text(markerLine(marker)),
  );
  return outgoing({ components: [card], files: [picture, csv, json] });
}

function accentOf(statement: Statement): Accent {
  const { totals, unknowns } = statement;
  if (isReconciled(statement) === false) return "bad";
  if (unknowns.length > 0 || leavesSomething(statement)) return "waiting";
  return totals.incomeUsd !== undefined && totals.incomeUsd < 0n ? "bad" : "good";
}

function headline({ totals, known }: Statement): string {
  if (totals.incomeUsd !== undefined) return `**Income ${formatIncome(totals.incomeUsd)}**`;
  return known.incomeUsd === 0n
    ? "**Income in USD: unknown**"
    : `**Income: unknown**, of which known ${formatIncome(known.incomeUsd)}`;
}

function rewardLine({ label, total, totalUsd, token, nodesPaid, nodesSilent }: RewardAccount): string {
  const nodes = counted(nodesPaid, "node");
  const silent = nodesSilent.length === 0 ? "" : `, none to ${names(nodesSilent)}`;
  return `${plain(label, 40)}: **${tokenAmount(total, token)}** (${formatUsd(totalUsd)}) to ${nodes}${silent}`;
}

function names(nodes: readonly string[]): string {
  const shown = nodes
    .slice(0, MOST)
    .map((node) => plain(node, 24))
    .join(", ");
  const rest = nodes.length - MOST;
  return `node${nodes.length === 1 ? "" : "s"} ${shown}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function positionLine({ label, income, incomeUsd, closing, token, apr }: PositionAccount): string {
  const rate = apr === undefined || apr === 0n ? "" : ` · ${formatRate(apr)} a year`;
  if (income === undefined) return `${plain(label, 40)}: **income unknown**${rate}`;
  if (income === 0n)
    return `${plain(label, 40)}: holds ${closing === undefined ? "an unknown amount" : tokenAmount(closing, token)}`;
  const earned = incomeUsd === undefined ? tokenAmount(income, token) : formatIncome(incomeUsd);
  return `${plain(label, 40)}: **${earned}**${rate}`;
}

function some(lines: readonly string[], what: string): string[] {
  const rest = lines.length - MOST;
  return rest > 0 ? [...lines.slice(0, MOST), `…and ${counted(rest, `more ${what}`)}, in the files below`] : [...lines];
}

function worth({ totals, known, positions }: Statement): string | undefined {
  if (positions.length === 0) return undefined;
  if (totals.treasuryUsd !== undefined) return `Treasury value: **${formatUsd(totals.treasuryUsd)}**`;
  return `Treasury value: **unknown**${known.treasuryUsd === 0n ? "" : `, of which known ${formatUsd(known.treasuryUsd)}`}`;
}

function unknownLines(statement: Statement): string[] {
  const lines = statement.unknowns.map((sentence) => `- ${plain(sentence, 180)}`);
  const residual = leavesSomething(statement)
    ? [`- The books do not explain ${formatUsd(statement.residualUsd)}: something moved that no log tells of.`]
    : [];
  const all = [...residual, ...some(lines, "remark")];
  return all.length === 0 ? [] : ["**To know**", ...all];
}

/** Where the figures come from: blocks, prices and their age, and whether the books balance. */
function evidence({ blocks, prices, residualUsd, to }: Statement): string[] {
  const at = blocks.map(({ name, block }) => `${plain(name, 40)} block ${block}`).join(", ");
  const quoted = prices.map(({ name, answer, decimals, updatedAt, stale, silent }) => {
    const units = decimals > 8 ? answer / 10n ** BigInt(decimals - 8) : answer * 10n ** BigInt(8 - decimals);
    return `${plain(name, 32)} ${formatPrice(units)}, ${formatDuration(Math.max(to - updatedAt, 0))} old${silent ? " (not used)" : stale ? " (stale)" : ""}`;
  });
  return [
    ...(at === ""
      ? []
      : [`-# Final state at ${at}. Residual ${residualUsd === undefined ? "not checkable" : formatUsd(residualUsd)}.`]),
    ...(quoted.length === 0 ? [] : [`-# Valued at the closing prices: ${some(quoted, "price").join(" · ")}`]),
  ];
}

/** A price with four decimals below ten dollars, where cents say too little. */
function formatPrice(usd: bigint): string {
  return usd >= 1_000_000_000n
    ? formatUsd(usd)
    : `$${usd / 100_000_000n}.${((usd % 100_000_000n) / 10_000n).toString().padStart(4, "0")}`;
}
