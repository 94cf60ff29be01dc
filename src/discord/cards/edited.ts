import type { DraftView } from "../../actions/proposals/describe-draft.ts";
import type { OutgoingMessage } from "../../app.ts";
import { container, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { when } from "../timestamp.ts";
import { editLines } from "./draft.ts";

/** The post that says what an edit changed, `revision` being what it made of the proposal. */
export function editedCard(view: DraftView, revision: number, marker: string): OutgoingMessage {
  const edit = view.edits[revision - 2];
  // Another reason for the same thing leaves its sponsors and its review as they were.
  const isOther = edit?.lines.some(({ what }) => what !== "Reason");
  const next = !isOther
    ? undefined
    : view.state === "sponsoring"
      ? "It looks for sponsors anew."
      : view.state === "review" && view.until !== undefined
        ? `It is in review until ${when(view.until)}.`
        : undefined;
  return outgoing({
    components: [
      container(
        "quiet",
        text(`### #${view.id} was edited`, ...editLines({ edits: edit ? [edit] : [] }), next, markerLine(marker)),
      ),
    ],
  });
}
