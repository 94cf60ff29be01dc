import type { OutgoingMessage } from "../../app.ts";
import { plain } from "../../core/sanitize.ts";
import { container, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";

/** Says that something is wrong, and where to look. */
export function alarmCard(title: string, lines: readonly string[], marker: string): OutgoingMessage {
  const shown = lines.map((line) => plain(line, 300));
  return outgoing({ components: [container("bad", text(`### ⚠ ${plain(title, 120)}`, ...shown, markerLine(marker)))] });
}
