import { byPosition, type OfPosition, positionLabel } from "../by-position.ts";
import type { PositionAccount } from "../statement.ts";

/** Why positions and prices, by their names in the config, could not be read at the end of a period. */
export type Reasons = ReadonlyMap<string, string>;

/** So many positions without an opening are named; more, as in a treasury's first report, are counted. */
const NAMED = 3;

type Legs = OfPosition<PositionAccount>;

/** What is unknown since positions were not read at the ends of a period, and why where that is known, each in one plain sentence. */
export function unreadRemarks(accounts: readonly PositionAccount[], reasons: Reasons | undefined): string[] {
  const all = byPosition<PositionAccount>(accounts);
  const unclosed = all.filter((legs) => legs.some(({ closing }) => closing === undefined));
  const closed = all.filter((legs) => !unclosed.includes(legs));
  const unopened = closed.filter((legs) => legs.some(({ opening }) => opening === undefined));
  const unseen = closed.filter((legs) => !unopened.includes(legs) && legs.some(({ income }) => income === undefined));
  return [
    ...unclosed.map((legs) => withoutClosing(legs, reasons)),
    ...withoutOpening(unopened),
    ...unseen.map(([leg]) => `${positionLabel(leg)} was not read during the period: its income is unknown.`),
  ];
}

function withoutClosing([leg]: Legs, reasons: Reasons | undefined): string {
  const reason = reasons?.get(leg.position);
  const unknown = `${positionLabel(leg)} was not read at the end of the period: its value and income are unknown`;
  return reason === undefined ? `${unknown}.` : `${unknown}. ${sentence(reason)}`;
}

function withoutOpening(unopened: readonly Legs[]): string[] {
  if (unopened.length > NAMED)
    return [`${unopened.length} positions were not read at the start of the period: their income is unknown.`];
  return unopened.map(
    ([leg]) => `${positionLabel(leg)} was not read at the start of the period: its income is unknown.`,
  );
}

/** A reason as a sentence that has room on a card: addresses by their ends, the log has them whole. */
export function sentence(reason: string): string {
  const short = reason.replaceAll(/0x([0-9a-f]{4})[0-9a-f]{32}([0-9a-f]{4})\b/gi, "0x$1…$2");
  return short.endsWith(".") ? short : `${short}.`;
}
