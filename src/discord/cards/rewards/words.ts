import { LATELY, LOOK_BACK, type NodeMoney, type NodesView, type NodeView } from "../../../actions/nodes/node-view.ts";
import { formatShare } from "../../../core/amount.ts";
import { counted } from "../../../core/counted.ts";
import { WHOLE } from "../../../core/governance/share.ts";
import { percentAbove } from "../../../core/rewards/against-middle.ts";

import { plain } from "../../../core/sanitize.ts";
import { when } from "../../timestamp.ts";
import { tokenAmount } from "../token-amount.ts";

type Epochs = Pick<NodesView, "epochs" | "word">;

/** `7 days`, or as many as there are yet. */
export function lately({ epochs, word }: Epochs): string {
  return counted(Math.min(LATELY, epochs.length), word);
}

/** `30 days`, or as many as there are yet. */
export function lookBack({ epochs, word }: Epochs): string {
  return counted(Math.min(LOOK_BACK, epochs.length), word);
}

/** What was earned of late and in all; once where what is new is all that is looked back on. */
export function earnedLine(money: NodeMoney, view: Epochs): string {
  const { token, last7, last30, all } = money;
  const parts = [
    `**${tokenAmount(last7, token)}** in ${lately(view)}`,
    view.epochs.length > LATELY ? `**${tokenAmount(last30, token)}** in ${lookBack(view)}` : "",
    `${tokenAmount(all, token)} in all`,
  ];
  return parts.filter(Boolean).join(" · ");
}

/** What became of it, as far as there is anything to say. */
export function heldParts({ token, claimable, claimed, locked, lost }: NodeMoney): string[] {
  return [
    claimable === undefined || claimable === 0n ? "" : `**${claimableWord(claimable, token)} to claim**`,
    claimable === 0n ? "nothing to claim" : "",
    claimed > 0n ? `${tokenAmount(claimed, token)} claimed` : "",
    locked > 0n ? `${tokenAmount(locked, token)} locked` : "",
    lost > 0n ? `**${tokenAmount(lost, token)} lost**` : "",
  ].filter(Boolean);
}

function claimableWord(claimable: bigint | "unknown", token: NodeMoney["token"]): string {
  return claimable === "unknown"
    ? `an unknown amount of ${plain(token.symbol, 16)} (more was claimed than seen earned)`
    : tokenAmount(claimable, token);
}

/** `4 % above the middle of 212 nodes in eu-west`; nothing where there is nothing to compare with. */
export function againstWords({ against }: NodeView): string {
  if (against === undefined) return "";
  const percent = percentAbove(against);
  const where = against.region === undefined ? "" : ` in ${plain(against.region, 24)}`;
  const how = percent === 0n ? "at" : percent > 0n ? `${percent} % above` : `${-percent} % below`;
  return `${how} the middle of ${against.nodes} nodes${where}`;
}

/** How often it missed, and for how long it has not. */
export function attendanceWords({ attendance, until }: NodeView, { word }: Epochs): string {
  const { missed, expected, streak, missing, longestMissed } = attendance;
  if (until !== undefined) return `left ${when(until, "d")}`;
  if (expected === 0) return "nothing was expected of it yet";
  if (missed === 0) return `missed none of its last ${counted(expected, word)}`;
  const run = longestMissed > 1 ? `, at most ${longestMissed} in a row` : "";
  const now =
    missing > 0 ? `**missing for ${counted(missing, word)}**` : `paid ${counted(streak, word)} in a row since`;
  return `**missed ${missed}** of ${counted(expected, word)}${run} · ${now}`;
}

/** When its cost comes back. */
export function paybackWords({ payback }: NodeView): string {
  if (payback === undefined) return "";
  if (payback.state === "reached") return "paid back";
  if (payback.state === "never") return "payback: not at this pace";
  if (payback.state === "unknown") return `payback unknown: ${plain(payback.why, 80)}`;
  return `paid back in ${counted(payback.days, "day")} at this pace`;
}

/** `60 % yours`; nothing for a node that is wholly theirs. */
export function shareWords({ share }: NodeView): string {
  return share === undefined || share === WHOLE ? "" : `${formatShare(share)} yours`;
}

/** That not all is known yet, where a tree of rewards is not booked. */
export function unbookedLines({ unbooked }: Pick<NodesView, "unbooked">): string[] {
  if (unbooked === 0) return [];
  const which = unbooked === 1 ? "is 1 reward tree, which is" : `are ${unbooked} reward trees, which are`;
  return [`Not among it ${which} not booked: \`/rewards fleet:True\` says why.`];
}

/** Up to when what is shown was read. */
export function bookedLine({ bookedTo, epochs, owed }: Pick<NodesView, "bookedTo" | "epochs" | "owed">): string {
  if (bookedTo === undefined) return "-# Nothing has been read from the chain yet.";
  const newest = epochs.at(-1);
  const epoch =
    newest === undefined
      ? "nothing was paid yet"
      : `newest epoch ${newest.epoch}, of ${when(newest.firstAt, "d")}, still open`;
  const said =
    owed === undefined
      ? ""
      : owed === "said"
        ? " · to claim and locked: by the contracts, now"
        : " · to claim and locked: by the books, the contracts did not answer in time";
  return `-# Final rewards up to ${when(bookedTo)} · ${epoch}${said}`;
}
