import type { AlertGroup, ToldAlert } from "../../actions/node-alerts/describe-node-alerts.ts";
import { formatShare } from "../../core/amount.ts";
import { formatFraction } from "../../core/decimal.ts";
import { WHOLE } from "../../core/governance/share.ts";
import { EVERYBODY } from "../../core/rewards/cohorts.ts";
import { plain } from "../../core/sanitize.ts";
import { tokenAmount } from "./token-amount.ts";

/** What a group of alerts that began is called. */
export const beganTitles: Readonly<Record<AlertGroup["kind"], string>> = {
  outage: "Outage",
  missed: "Missed payments",
  drop: "Earn less than they used to, against their cohort",
  claimable: "Much to claim",
  term: "Changed their terms",
  left: "Left",
};

/** What a group of alerts that are over is called. */
export const endedTitles: Readonly<Record<AlertGroup["kind"], string>> = {
  outage: "The outage is over",
  missed: "Back: paid again",
  drop: "Back: earn as they used to",
  claimable: "Claimed",
  term: "Terms as before",
  left: "Left the network",
};

/** What is the matter with one node, in few words. */
export function alertWords({ kind, facts, token }: ToldAlert): string {
  if (kind === "missed") return missedWords(facts);
  if (kind === "drop") return dropWords(facts);
  if (kind === "term")
    return `${plain(String(facts["term"]), 40)} ${plain(String(facts["before"]), 24)} → ${plain(String(facts["now"]), 24)}`;
  if (kind === "claimable" && token !== undefined)
    return `${tokenAmount(BigInt(facts["amount"] ?? 0), token)}; ${claimWords(facts, token)}`;
  return "";
}

/** An outage in a line: of everybody or of one cohort, which epoch, how many. */
export function outageLine({ cohort, facts }: ToldAlert): string {
  const where = cohort === EVERYBODY ? "Most of the network" : `Most of ${plain(cohort, 32)}`;
  return `**${where} missed epoch ${facts["epoch"]}**: ${facts["missed"]} of ${facts["expected"]} nodes that were paid lately. Nobody is named for it.`;
}

/** The end of an outage in a line. */
export function outageEndLine({ cohort, facts }: ToldAlert): string {
  const where = cohort === EVERYBODY ? "" : ` in ${plain(cohort, 32)}`;
  const paid =
    facts["paid"] === undefined ? "" : `: ${facts["paid"]} of ${facts["of"]} nodes were paid in epoch ${facts["back"]}`;
  return `**The outage${where} is over**${paid}.`;
}

function missedWords({ inRow, inWindow, of }: ToldAlert["facts"]): string {
  const window = inWindow === undefined || inWindow === inRow ? "" : `${inWindow} of ${of}`;
  const row = Number(inRow) > 1 || window === "" ? `${inRow} in a row` : "";
  return [row, window].filter((part) => part !== "").join(", ");
}

function dropWords({ now, usual, epochs }: ToldAlert["facts"]): string {
  const [is, was] = [BigInt(now ?? 0), BigInt(usual ?? 0)];
  const lost = was === 0n ? 0n : ((was - is) * WHOLE) / was;
  return `−${formatShare(lost - (lost % 10_000n))}: ${times(is)} the middle over ${epochs} epochs, usually ${times(was)}`;
}

function times(millionths: bigint): string {
  return `${formatFraction(millionths, WHOLE, 2)} ×`;
}

function claimWords(facts: ToldAlert["facts"], token: NonNullable<ToldAlert["token"]>): string {
  const { cost, worth, unknown } = facts;
  if (cost === undefined || worth === undefined)
    return `what claiming costs is unknown: ${plain(String(unknown ?? "it was not asked for"), 100)}`;
  return `claiming now costs about ${partOf(BigInt(cost), BigInt(facts["amount"] ?? 0))} of it; worth it from ${tokenAmount(BigInt(worth), token)}`;
}

function partOf(cost: bigint, amount: bigint): string {
  if (amount <= cost) return "all";
  return cost * 1_000n < amount ? "less than 0.1 %" : `${formatFraction(cost * 100n, amount, 1)} %`;
}
