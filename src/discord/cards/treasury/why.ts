import type { WhyView } from "../../../actions/reports/describe-why.ts";
import type { OutgoingFile } from "../../../app.ts";
import { code, plain } from "../../../core/sanitize.ts";
import { largestFirst } from "../../../core/size.ts";
import { isOfReading, type LedgerEntry } from "../../../core/treasury/ledger/entry.ts";
import { entryWords } from "../../../core/treasury/ledger/waterfall.ts";
import { formatUsd } from "../../../core/treasury/money.ts";
import type { Figure } from "../../../core/treasury/statement/figures.ts";
import { findStatementToken } from "../../../core/treasury/statement/find-statement-token.ts";
import { nameEntry } from "../../../core/treasury/statement/name-entry.ts";
import type { PositionAccount, StatementPrice } from "../../../core/treasury/statement.ts";
import { formatIncome } from "../../../reports/format-figure.ts";
import { figureCsv } from "../../../reports/tables/figure-csv.ts";
import type { Reply } from "../../command.ts";
import { container, download } from "../../components.ts";
import { limits } from "../../limits.ts";
import { when } from "../../timestamp.ts";
import { legWords, rewardLines } from "../report/account-words.ts";
import { blockLines, priceWords } from "../report/evidence.ts";
import { fileName, packed } from "../report/files.ts";
import { said, section, titleOf } from "../report/words.ts";
import { tokenAmount } from "../token-amount.ts";

/** Characters for the readings; entries have what all else leaves. */
const READINGS = 1_000;
const MARGIN = 100;

/** Why a figure of a report is what it is: readings at both ends, entries with their transactions, and prices; all of them in a file. */
export function whyCard(view: WhyView): Reply {
  const { figure, statement, prices } = view;
  const { entries, legs, rewards } = figure;
  const head = [headline(figure), `-# ${titleOf(statement)}${correctedWords(statement)}`];
  const read = legs.map((leg) => readingLine(leg, figure));
  const readings = section("Read at both ends", read, "reading", READINGS);
  const quoted = prices.map((price) => priceLine(price, view));
  const others = [
    section("Rewards", rewardLines({ rewards }), "source"),
    section("Prices at the end", quoted, "price"),
    [...blockLines(statement), ...footnotes(view)],
  ];
  const taken = [...head, ...readings, ...others.flat()].reduce((sum, line) => sum + line.length + 1, MARGIN);
  const title = `Entries of the ledger, the largest first (${entries.length})`;
  const bySize = [...entries].sort((a, b) => largestFirst(a.usd, b.usd));
  const lines = bySize.map((entry) => entryLine(entry, view));
  const booked = section(title, lines, "line", limits.text - taken);
  const file = fileOf(view);
  return {
    components: [
      container(
        figure.usd === undefined ? "waiting" : "good",
        ...[head, readings, booked, ...others].map(said),
        download(file.name),
      ),
    ],
    files: [file],
  };
}

function fileOf({ figure, statement, prices }: WhyView): OutgoingFile {
  const name = `${fileName(statement)}-${figure.key.replace(/\W+/g, "-")}.csv`;
  return packed({ name, data: Buffer.from(figureCsv(figure, statement, prices)) });
}

function correctedWords({ corrections = [] }: WhyView["statement"]): string {
  const last = corrections.at(-1);
  return last === undefined ? "" : `, as corrected ${when(last.at)}`;
}

function headline({ key, label, usd }: Figure): string {
  const much = key === "value" ? formatUsd(usd) : formatIncome(usd);
  return `### ${plain(label, 40)} · ${key.startsWith("position:") ? "earned " : ""}${much}`;
}

/** With what the figure takes from it: what the leg was worth, or what it earned. */
function readingLine(account: PositionAccount, { key }: Figure): string {
  const { label, incomeUsd, closingUsd } = account;
  const usd = key === "value" ? formatUsd(closingUsd) : formatIncome(incomeUsd);
  return `- **${plain(label, 60)}** ${usd}: ${legWords(account)}`;
}

function priceLine(price: StatementPrice, { statement, feeds }: WhyView): string {
  const feed = feeds[price.name];
  return `- ${priceWords(price, statement.to)}${feed === undefined ? "" : ` of feed ${code(feed)}`}`;
}

function entryLine(entry: LedgerEntry, { statement, explorers }: WhyView): string {
  const { kind, units, usd, block, counterparty } = entry;
  const token = findStatementToken(statement, entry.token);
  const amount = token === undefined ? `${units} of ${plain(entry.token, 24)}` : tokenAmount(units, token);
  const parts = [
    `${entryWords(kind)} **${formatIncome(usd)}**`,
    ...(units === 0n ? [] : [amount]),
    plain(nameEntry(entry, statement), 60),
    ...(counterparty === undefined || units === 0n ? [] : [`${saidOf(entry)} ${code(counterparty)}`]),
    whereOf(entry, explorers[entry.chain]),
    ...(isOfReading(entry) ? [] : [`block ${block}`]),
  ];
  return `- ${parts.join(" · ")}`;
}

/** Gas is paid by somebody, a movement comes from or goes to somebody. */
function saidOf({ kind, position, units }: LedgerEntry): string {
  if (kind === "expense" && position === "") return "paid by";
  return units > 0n ? "from" : "to";
}

/** A transaction, or the block of a reading, to be looked up by whoever does not believe us. */
function whereOf(entry: LedgerEntry, explorer: string | undefined): string {
  const { transaction, block } = entry;
  if (isOfReading(entry))
    return explorer === undefined
      ? `reading at block ${block}`
      : `[reading at block ${block}](${explorer}/block/${block})`;
  if (explorer === undefined) return code(transaction);
  return `[${transaction.slice(0, 8)}…${transaction.slice(-4)}](${explorer}/tx/${transaction})`;
}

function footnotes({ figure, statement }: WhyView): string[] {
  const { entries, rewards, key, usd } = figure;
  const isIncome = key === "income" || key.startsWith("position:");
  return [
    ...(statement.entries === undefined
      ? ["-# This report is older than the ledger: no entries were kept with it."]
      : []),
    ...(usd !== undefined && entries.some((entry) => entry.usd === undefined)
      ? ["-# Entries of tokens that have no price are in no sum."]
      : []),
    ...(rewards.length > 0 ? ["-# Every payment with its transaction: `/rewards` with `fleet` and `csv`."] : []),
    ...(isIncome && entries.length > 0
      ? ["-# An entry is valued at the price of its own moment, income in this report at the prices of the end."]
      : []),
  ];
}
