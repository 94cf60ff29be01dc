import { unlinked } from "../core/sanitize.ts";
import { BotError, Refusal, Transient } from "../errors.ts";
import type { Reply } from "./command.ts";
import { say } from "./reply.ts";

/** What a member may know of a failure: an expected one in its own words, any other by its reference only. */
export function troubleReply(error: unknown, interactionId: string): Reply {
  if (error instanceof Refusal) return say("waiting", shown(error.message), small(error.hint));
  if (error instanceof Transient) {
    return say(
      "waiting",
      error.message,
      small(`Nothing was changed. ${error.hint ?? "Please try again in a minute."}`),
    );
  }
  return say(
    "bad",
    "Something went wrong on Steward's side, and it may not have been done.",
    small(`Look first whether it was; then tell a maintainer this reference: \`${reference(interactionId)}\`.`),
  );
}

/** A short name for one interaction, the same in the member's answer and in the log. */
export function reference(interactionId: string): string {
  return BigInt(interactionId).toString(36);
}

/** True when the failure is a fault to look into, not an expected answer. */
export function isFault(error: unknown): boolean {
  return !(error instanceof BotError) || !(error instanceof Refusal || error instanceof Transient);
}

function small(line: string | undefined): string | undefined {
  return line === undefined ? undefined : `-# ${shown(line)}`;
}

/** A reason may quote a contract or a member. */
function shown(line: string): string {
  return unlinked(line, 1_000);
}
