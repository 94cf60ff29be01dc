import { findEventAt } from "../../../db/events.ts";
import type { Freeze } from "../../actions/freeze-handoffs.ts";
import type { App, OutgoingMessage } from "../../app.ts";
import { plain } from "../../core/sanitize.ts";
import { Refusal } from "../../errors.ts";
import type { Reply } from "../command.ts";
import { container, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { say } from "../reply.ts";

const GOES_ON = "What was signed before is on chain and goes on there; Steward cannot hold that back.";

/** Says that hand-offs were frozen, that lifting was asked for, or that they go on. */
export function freezeCard(app: App, id: number, marker: string): OutgoingMessage {
  const event =
    findEventAt(app.db, id, "handoffs-frozen") ??
    findEventAt(app.db, id, "lift-asked") ??
    findEventAt(app.db, id, "freeze-lifted");
  if (event === undefined) throw new Refusal(`There is no freeze ${id}.`);
  const { reason = "" } = JSON.parse(event.body) as { reason?: string };
  const who = `<@${event.actor}>`;
  const [accent, ...lines] = {
    "handoffs-frozen": [
      "bad",
      "## All hand-offs are frozen",
      `${who}: ${plain(reason, 1_000)}`,
      "Sign nothing until this is cleared up. Two treasurers lift it, each with `/freeze lift`.",
      `-# ${GOES_ON}`,
    ],
    "lift-asked": [
      "waiting",
      "### One treasurer wants hand-offs to go on",
      `${who} asked to lift the freeze. A second treasurer lifts it with \`/freeze lift\`, within a day.`,
    ],
    "freeze-lifted": ["good", "### Hand-offs go on", `${who} was the second treasurer to lift the freeze.`],
  }[event.kind as "handoffs-frozen" | "lift-asked" | "freeze-lifted"] as ["bad" | "waiting" | "good", ...string[]];
  return outgoing({ components: [container(accent, text(...lines, markerLine(marker)))] });
}

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
