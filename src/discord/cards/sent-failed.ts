import type { SentFailure } from "../../actions/handoffs/follow-sent.ts";
import type { OutgoingMessage } from "../../app.ts";
import { code, plain } from "../../core/sanitize.ts";
import { container, link, row, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";

/** Says that what a treasurer's wallet sent came to nothing, and that the hand-off stands where it was. */
export function sentFailedCard(failure: SentFailure, marker: string): OutgoingMessage {
  const { proposal, step, by, why, transaction, chainName, explorer } = failure;
  const reverted = why === "reverted";
  return outgoing({
    components: [
      container(
        "bad",
        text(
          `### #${proposal} · ${reverted ? "Refused by the chain" : "Not to be found on chain"}: ${plain(step, 20)}`,
          reverted
            ? `The transaction that <@${by}> sent was reverted on ${plain(chainName, 40)}: it cost its fee and changed nothing.`
            : `${plain(chainName, 40)} knows nothing of the transaction that <@${by}> sent an hour ago: the wallet may have replaced or dropped it.`,
          `The hand-off stands where it was. \`/execute proposal:${proposal}\` shows the step that is due, checked anew.`,
          `-# Transaction ${code(transaction)}`,
          markerLine(marker),
        ),
        reverted && explorer !== undefined ? row(link("On the explorer", `${explorer}/tx/${transaction}`)) : undefined,
      ),
    ],
  });
}
