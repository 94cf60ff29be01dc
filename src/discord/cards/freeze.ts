import type { Freeze, FreezeEvent } from "../../actions/handoffs/freeze-handoffs.ts";
import type { OutgoingMessage } from "../../app.ts";
import { plain } from "../../core/sanitize.ts";
import type { Reply } from "../command.ts";
import { type Accent, container, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { say } from "../reply.ts";

const GOES_ON = "What was signed before is on chain and goes on there; Steward cannot hold that back.";

/** Says that hand-offs were frozen, that lifting was asked for, or that they go on. */
export function freezeCard({ kind, by, reason }: FreezeEvent, marker: string): OutgoingMessage {
  const { accent, lines } = WORDS[kind](`<@${by}>`, plain(reason, 1_000));
  return outgoing({ components: [container(accent, text(...lines, markerLine(marker)))] });
}

type Words = { accent: Accent; lines: readonly string[] };

const WORDS: Readonly<Record<FreezeEvent["kind"], (who: string, reason: string) => Words>> = {
  "handoffs-frozen": (who, reason) => ({
    accent: "bad",
    lines: [
      "## All hand-offs are frozen",
      `${who}: ${reason}`,
      "Sign nothing until this is cleared up. Two treasurers lift it, each with `/freeze lift`.",
      `-# ${GOES_ON}`,
    ],
  }),
  "lift-asked": (who) => ({
    accent: "waiting",
    lines: [
      "### One treasurer wants hand-offs to go on",
      `${who} asked to lift the freeze. A second treasurer lifts it with \`/freeze lift\`, within a day.`,
    ],
  }),
  "freeze-lifted": (who) => ({
    accent: "good",
    lines: ["### Hand-offs go on", `${who} was the second treasurer to lift the freeze.`],
  }),
};

/** What the treasurer who froze, or asked to lift, is told. */
export function freezeReply(freeze: Freeze | undefined): Reply {
  if (freeze === undefined)
    return say("good", "Hand-offs go on.", "-# You were the second treasurer to lift the freeze.");
  if (freeze.liftAskedBy !== undefined)
    return say(
      "waiting",
      "You asked to lift the freeze.",
      "A second treasurer lifts it with `/freeze lift`, within a day.",
    );
  return say("bad", "All hand-offs are frozen.", "Everybody is told, with your reason.", `-# ${GOES_ON}`);
}
