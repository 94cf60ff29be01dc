import type { ValueCheckView } from "../../actions/handoffs/describe-execution.ts";
import type { OutgoingMessage } from "../../app.ts";
import { code, plain } from "../../core/sanitize.ts";
import { container, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { when } from "../timestamp.ts";

/** A proposal asks for at most ten things; a group among them sets several values. */
const MOST_VALUES = 10;

const verdicts = {
  MATCH: { accent: "good", title: "MATCH", sign: "✓", text: "The chain holds what was voted." },
  MISMATCH: {
    accent: "bad",
    title: "MISMATCH",
    sign: "✗",
    text: "**The chain does not hold what was voted.** Nobody should rely on this value before a maintainer has found out why.",
  },
  UNKNOWN: {
    accent: "waiting",
    title: "NOT KNOWN",
    sign: "?",
    text: "**It was executed, but the value could not be read back.** A maintainer has to look at the chain.",
  },
} as const;

/** The last post of a proposal's life: MATCH when the chain holds the voted value, MISMATCH or NOT KNOWN in so many words when not. */
export function valueCheckCard(view: ValueCheckView, marker: string): OutgoingMessage {
  const { proposal, result, values, beside, chainName, block, blockHash, at } = view;
  const { accent, title, sign, text: verdict } = verdicts[result];
  const lines = values
    .slice(0, MOST_VALUES)
    .flatMap(({ title: name, voted, found, result: own, target }) => [
      `**${plain(name, 80)}**: voted ${plain(voted, 60)}, on chain **${plain(found, 60)}** ${verdicts[own].sign}`,
      `-# Read from ${code(target)}`,
    ]);
  const more = values.length > MOST_VALUES ? `-# …and ${values.length - MOST_VALUES} more` : undefined;
  const others = beside
    .slice(0, MOST_VALUES)
    .map(({ title: name, found }) => `-# It also moves ${plain(name, 80)}: now ${plain(found, 60)}`);
  const where = `-# ${plain(chainName, 40)} block ${block} (${code(blockHash)}), final, ${when(at)}`;
  return outgoing({
    components: [
      container(
        accent,
        text(`## #${proposal} · ${title} ${sign}`, verdict, ...lines, more, ...others, where, markerLine(marker)),
      ),
    ],
  });
}
