import type { SeenCallView } from "../../actions/calls/describe-seen-call.ts";
import type { UnaskedView } from "../../actions/handoffs/describe-unasked.ts";
import type { OutgoingMessage } from "../../app.ts";
import { code, plain } from "../../core/sanitize.ts";
import { container, link, row, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { mentionRoles, outgoing } from "../message-body.ts";
import { when } from "../timestamp.ts";

/** As many calls as fit a card. */
const CALLS = 5;

const things: Readonly<Record<string, string>> = {
  governor: "A proposal to the Governor",
  timelock: "An operation of the timelock",
  safe: "A transaction of the Safe",
};

const titles: Readonly<Record<UnaskedView["step"], string>> = {
  proposed: "Proposed on chain",
  scheduled: "Scheduled on chain",
  approved: "Approved by an owner of the Safe",
  queued: "Queued on chain",
  executed: "Executed on chain",
  failed: "Tried on chain, and failed",
  cancelled: "Cancelled on chain",
  "by-module": "Done by a module of the Safe, past its owners",
};

/** Says that something was done with the community's contracts which no vote here asked for. */
export function unaskedCard(view: UnaskedView, marker: string): OutgoingMessage {
  const { step, calls, count, description, chainName, block, at, transaction, explorer, treasurers } = view;
  const shown = calls?.slice(0, CALLS).map(callLine) ?? [];
  const more = count - shown.length;
  return outgoing({
    mentions: treasurers,
    components: [
      container(
        "bad",
        text(
          `## ⚠ ${titles[step]}, and no vote here asked for it`,
          mentionRoles(treasurers),
          whoLine(view),
          ...relation(view),
          description === undefined ? undefined : `It says of itself: “${plain(description, 200)}”`,
          ...shown,
          more > 0 ? `…and ${more} more calls.` : undefined,
          calls === undefined ? unknownCalls(step) : undefined,
          next(view),
        ),
        ...(explorer === undefined ? [] : [row(link("Transaction on the explorer", `${explorer}/tx/${transaction}`))]),
        text(
          `-# ${code(view.id, 90)} at ${code(view.contract)}`,
          `-# Seen at ${plain(chainName, 40)} block ${block}, final, ${when(at)}`,
          `-# Transaction ${code(transaction)}`,
          markerLine(marker),
        ),
      ),
    ],
  });
}

function whoLine({ by, sender, kind, id, executor, step }: UnaskedView): string {
  // A Governor numbers its proposals; what its timelock tells of has a hash.
  const thing = things[kind === "governor" && id.startsWith("0x") ? "timelock" : kind] ?? "A call";
  const what = step === "by-module" ? "" : `${thing} (${code(executor, 40)}). `;
  const named = by === undefined ? "" : `${step === "by-module" ? "Module" : "By"} ${code(by)}. `;
  if (sender === undefined) return `${what}${named}Who sent the transaction cannot be told: the node does not keep it.`;
  return by === sender ? `${what}By ${code(by)}, who sent it.` : `${what}${named}Sent by ${code(sender)}.`;
}

const undecided: Readonly<Record<string, string>> = {
  passed: "passed",
  won: "passed",
  "handed-off": "passed",
  voting: "is still being voted on",
  counting: "has ended and is not counted",
  rejected: "was rejected",
  "no-quorum": "reached no quorum",
  vetoed: "was vetoed",
  cancelled: "was cancelled",
};

function relation({ vote, voteState = "", twin }: UnaskedView): string[] {
  if (vote !== undefined)
    return [`**It is what proposal #${vote} asks for, and that ${undecided[voteState] ?? "did not pass"}.**`];
  return twin === undefined
    ? []
    : [`It makes the same calls as proposal #${twin}, which passed, but is not what that vote handed off.`];
}

function callLine({ words, target, raw, isDelegate }: SeenCallView): string {
  if (isDelegate) return `• **Runs the code of ${code(target)} in the account's own name**: ${code(raw, 120)}`;
  if (words === undefined) return `• Unknown call of ${code(target)}: ${code(raw, 120)}`;
  return `• **${plain(words, 200)}**\n-# at ${code(target)}`;
}

function unknownCalls(step: UnaskedView["step"]): string | undefined {
  if (step === "cancelled") return undefined;
  if (step === "approved") return "What it would do cannot be told: an approval on chain is of a hash alone.";
  return "What it does cannot be told from the chain's logs; the explorer may show it.";
}

function next({ step }: UnaskedView): string | undefined {
  if (step === "proposed") return "Whoever has votes on chain can still vote against it there.";
  if (step === "scheduled" || step === "queued")
    return "Whoever may cancel on the timelock can still stop it before its delay has passed.";
  return step === "approved" ? "Ask the owner what it is before anybody else approves it." : undefined;
}
