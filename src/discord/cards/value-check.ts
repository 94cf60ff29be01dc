import type { OutgoingMessage } from "../../app.ts";
import { code, plain } from "../../core/sanitize.ts";
import { container, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { when } from "../timestamp.ts";

/** What was voted beside what the chain holds after its execution; values as members read them. */
export type ValueCheckView = {
  proposal: number;
  matches: boolean;
  values: readonly { title: string; target: string; voted: string; found: string; matches: boolean }[];
  chainName: string;
  block: bigint;
  blockHash: string;
  /** Unix seconds of that block. */
  at: number;
};

/** The last post of a proposal's life: MATCH when the chain holds the voted value, MISMATCH in so many words when not. */
export function valueCheckCard(
  { proposal, matches, values, chainName, block, blockHash, at }: ValueCheckView,
  marker: string,
): OutgoingMessage {
  const lines = values
    .slice(0, 5)
    .flatMap(({ title, voted, found, matches: same, target }) => [
      `**${plain(title, 80)}**: voted ${plain(voted, 60)}, on chain **${plain(found, 60)}** ${same ? "✓" : "✗"}`,
      `-# Read from ${code(target)}`,
    ]);
  return outgoing({
    components: [
      container(
        matches ? "good" : "bad",
        text(
          `## #${proposal} · ${matches ? "MATCH ✓" : "MISMATCH ✗"}`,
          matches
            ? "The chain holds what was voted."
            : "**The chain does not hold what was voted.** Nobody should rely on this value before a maintainer has found out why.",
          ...lines,
          `-# ${plain(chainName, 40)} block ${block} (${code(blockHash)}), final, ${when(at)}`,
          markerLine(marker),
        ),
      ),
    ],
  });
}
