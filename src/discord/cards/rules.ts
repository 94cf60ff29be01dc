import type { RulesView } from "../../actions/votes/describe-rules.ts";
import { formatDuration } from "../../core/duration.ts";
import { plain } from "../../core/sanitize.ts";
import type { Reply } from "../command.ts";
import { say } from "../reply.ts";
import { electorateSentence } from "./weight.ts";

/** A rule pack in plain words, one rule a line, in the order they are applied. */
export function rulesCard(view: RulesView): Reply {
  const { title, usual, parameters, sentences, periodSeconds, electorate, chainNames } = view;
  const used = [
    ...(usual ? ["every vote, unless its parameter asks for other rules"] : []),
    ...parameters.map((name) => plain(name, 60)),
  ];
  return say(
    "quiet",
    `### ${plain(title, 60)}`,
    ...sentences.map((sentence) => `- ${plain(sentence, 300)}`),
    `- A vote is open for ${formatDuration(BigInt(periodSeconds))}; its electorate is “${plain(electorate.name, 60)}”.`,
    `- ${electorateSentence(electorate, (chain) => chainNames[chain] ?? `chain ${chain}`)}`,
    `-# Used for: ${used.length === 0 ? "nothing at present" : used.slice(0, 10).join(", ")}. A proposal keeps the rules it opened with.`,
  );
}
