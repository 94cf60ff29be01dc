import type { CastResult } from "../../actions/votes/cast-vote.ts";
import { sayChoice, type WrittenChoice } from "../../core/governance/ballots/written-choice.ts";
import { cut, plain } from "../../core/sanitize.ts";

/** A vote as far as its ballots are told in words. */
export type Voted = Pick<CastResult["vote"], "id" | "title" | "rulePack" | "choices">;

/** Characters of all names together: even escaped they leave a card half its room. */
const NAMES = 1_000;
const LONGEST = 1_600;
/** For a ballot that is named beside another. */
const BRIEF = 300;

/** A ballot in words for a card, nothing of it left out: where many choices are named, their long names are cut instead. */
export function sayBallot(vote: Pick<Voted, "rulePack" | "choices">, written: WrittenChoice): string {
  return plain(words(vote, written), LONGEST);
}

/** The same in a line or two. */
export function sayBriefly(vote: Pick<Voted, "rulePack" | "choices">, written: WrittenChoice): string {
  return plain(words(vote, written), BRIEF);
}

function words({ rulePack, choices }: Pick<Voted, "rulePack" | "choices">, written: WrittenChoice): string {
  const room = Math.max(20, Math.floor(NAMES / Math.max(choices.length, 1)));
  const names = choices.map((name) => cut(name, room));
  return sayChoice(rulePack, names, written);
}

/** What is voted on, in bold. */
export function sayVote({ id, title }: Voted): string {
  return `**#${id} · ${plain(title, 100)}**`;
}
