import type { TransactionView } from "../../actions/treasury/explain-transaction.ts";
import { counted } from "../../core/counted.ts";
import { code, plain } from "../../core/sanitize.ts";
import { wordsOf } from "../../core/treasury/explain/words.ts";
import type { Reply } from "../command.ts";
import { say } from "../reply.ts";

/** Lines shown of one transaction; what lies beyond is counted. */
const MOST = 9;

/** More digits than these say nothing to a reader; the command line has them all. */
const MOST_DIGITS = 24;

/** What one transaction meant for the treasury, line by line, and why. */
export function transactionCard({ hash, chainName, explorer, rows }: TransactionView): Reply {
  const where = `-# ${code(hash)} on ${plain(chainName, 40)}`;
  const link = explorer === undefined ? undefined : `-# ${explorer}/tx/${hash}`;
  if (rows.length === 0)
    return say("quiet", "Nothing in this transaction touches the treasury's accounts.", where, link);
  return say(
    "good",
    "### What this transaction meant",
    ...rows.slice(0, MOST).map(rowLines),
    rows.length > MOST ? `…and ${counted(rows.length - MOST, "more line")}` : undefined,
    where,
    link,
  );
}

function rowLines(row: TransactionView["rows"][number]): string {
  const { amount, raw, symbol, asset, protocol, account, accountLabel, reason } = row;
  const name = symbol === undefined ? code(asset.split("/").at(-1) ?? asset) : plain(symbol, 16);
  const isNothing = raw === "0" && row.type === "informational";
  const much = amount === null ? `${raw} of the smallest unit` : short(amount);
  const by = protocol === null || protocol === "gas" ? "" : ` · ${plain(protocol, 32)}`;
  const who = accountLabel === undefined ? code(account) : plain(accountLabel, 40);
  return `**${wordsOf(row)}** · ${isNothing ? "" : `${much} `}${name}${by} · ${who}\n-# ${plain(reason, 160)}`;
}

/** Without limit reads as such; other amounts lose digits at their end, and say so. */
function short(amount: string): string {
  const [whole = ""] = amount.split(".");
  if (whole.length > MOST_DIGITS) return "without limit";
  return amount.length > MOST_DIGITS ? `${amount.slice(0, MOST_DIGITS)}…` : amount;
}
