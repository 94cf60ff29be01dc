import { counted } from "../../../core/counted.ts";
import { plain } from "../../../core/sanitize.ts";
import { formatUsd } from "../../../core/treasury/money.ts";
import { isReconciled, leavesSomething } from "../../../core/treasury/statement/is-reconciled.ts";
import { namePeriod } from "../../../core/treasury/statement/name-statement.ts";
import type { PositionAccount, RewardAccount, Statement, StatementToken } from "../../../core/treasury/statement.ts";
import { formatIncome } from "../../../reports/format-figure.ts";
import { type Accent, text } from "../../components.ts";
import { tokenAmount } from "../token-amount.ts";
import { fitting } from "../treasury/words.ts";

/** Remarks that the card itself has room for. */
export const REMARKS = 3;

/** What a report is called, as a message may show it. */
export function titleOf(statement: Statement): string {
  return `${plain(statement.title, 60)} · ${namePeriod(statement)}`;
}

/** Bad where the books are not to be relied on or something was lost, waiting where something is not known. */
export function accentOf(statement: Statement): Accent {
  const { totals, unknowns } = statement;
  if (isReconciled(statement) === false) return "bad";
  if (unknowns.length > 0 || leavesSomething(statement)) return "waiting";
  return totals.incomeUsd !== undefined && totals.incomeUsd < 0n ? "bad" : "good";
}

/** What a reader has to know, the worst first. */
export function remarksOf(statement: Statement): string[] {
  const residual = leavesSomething(statement)
    ? [`The books do not explain ${formatUsd(statement.residualUsd)}: something moved that no log tells of.`]
    : [];
  return [...residual, ...statement.unknowns];
}

/** So many of the lines, and how many there are beyond them and where. */
export function firstOf(lines: readonly string[], most: number, what: string, where: string): string[] {
  const rest = lines.length - most;
  return rest > 0 ? [...lines.slice(0, most), `…and ${counted(rest, `more ${what}`)}, ${where}`] : [...lines];
}

/** Characters that a part of a long message may take, where nothing else is said. */
export const ROOM = 600;

/** A part with its title, and how much of it is left for the CSV; nothing where there is nothing to say. */
export function section(title: string, lines: readonly string[], what: string, room: number = ROOM): string[] {
  if (lines.length === 0) return [];
  const { shown, left } = fitting(lines, room);
  return [`**${title}**`, ...shown, ...(left > 0 ? [`…and ${counted(left, `more ${what}`)}, in the CSV below`] : [])];
}

/** A part of a card; none where there is nothing to say. */
export function said(lines: readonly (string | undefined)[]) {
  return lines.every((line) => line === undefined) ? undefined : text(...lines);
}

/** What accounts earned: in dollars, else in tokens, else unknown; nothing where it is nothing. */
export function earnedWords(accounts: readonly PositionAccount[], usd: bigint | undefined): string | undefined {
  if (usd !== undefined) return usd === 0n ? undefined : formatIncome(usd);
  if (accounts.some(({ income }) => income === undefined)) return "income unknown";
  const amounts = accounts.flatMap(({ income = 0n, token }) => (income === 0n ? [] : [tokenAmount(income, token)]));
  return amounts.length === 0 ? undefined : amounts.join(" and ");
}

/** `, of which 5 HELIO for earlier epochs`; nothing where nothing came late. */
export function lateWords(late: RewardAccount["late"], token: StatementToken): string {
  return late === undefined ? "" : `, of which ${tokenAmount(late.amount, token)} for earlier epochs`;
}

/** That something is without tokens that have no price; nothing where all have one. */
export function withoutLine(what: string, symbols: readonly string[]): string[] {
  const names = symbols.map((symbol) => plain(symbol, 16)).join(", ");
  return names === "" ? [] : [`-# ${what} without ${names}: there is no price.`];
}
