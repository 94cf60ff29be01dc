import { Refusal } from "../../../errors.ts";
import type { Counting, RulePack } from "../rule-pack.ts";
import { type Choice, type Side, sides } from "./choice.ts";
import { describe, readPlace } from "./read-place.ts";
import { readSplit } from "./read-split.ts";

type PollPack = RulePack<Exclude<Counting, "two-house">>;

/** Words people use for sides; a number is a place in for, against, abstain, veto. */
const SIDE_WORDS: Readonly<Record<string, Side>> = {
  yes: "for",
  yea: "for",
  aye: "for",
  approve: "for",
  no: "against",
  nay: "against",
  reject: "against",
};

/**
 * The one door to a tally: what a ballot says, made exact, or a Refusal that says what is wrong with it.
 * A JSON number is a choice's place from 1; a text is a choice's name, else its place without leading zeros.
 */
export function readChoice(pack: PollPack, names: readonly string[], written: unknown): Choice {
  switch (pack.counting) {
    case "for-against-abstain":
      return readSide(written, pack.veto !== undefined);
    case "optimistic":
      return readSide(written, pack.quorum.counts.includes("veto"));
    case "single-choice":
      return readPlace(Array.isArray(written) && written.length === 1 ? written[0] : written, names);
    case "approval":
      return readList(written, names, "approves");
    case "ranked":
    case "condorcet":
      return readRanking(written, names, pack.partial);
    default:
      return readSplit(written, names);
  }
}

function readSide(written: unknown, hasVeto: boolean): Side {
  const open = hasVeto ? sides : sides.slice(0, 3);
  const word = typeof written === "string" ? written.trim().toLowerCase() : undefined;
  const named =
    word === undefined
      ? undefined
      : Object.hasOwn(SIDE_WORDS, word)
        ? SIDE_WORDS[word]
        : sides.find((side) => side === word);
  const side = named ?? (typeof written === "number" ? open[written - 1] : undefined);
  if (side !== undefined && open.includes(side)) return side;
  throw new Refusal(`A ballot says ${open.slice(0, -1).join(", ")} or ${open.at(-1)}, not ${describe(written)}.`);
}

function readList(written: unknown, names: readonly string[], verb: string): readonly number[] {
  if (!Array.isArray(written)) throw new Refusal(`A ballot here is a list of choices, not ${describe(written)}.`);
  if (written.length === 0) throw new Refusal(`A ballot that ${verb} nothing says nothing.`);
  const places = written.map((one) => readPlace(one, names));
  const twice = places.find((place, index) => places.indexOf(place) !== index);
  if (twice !== undefined) throw new Refusal(`The ballot ${verb} "${names[twice]}" twice.`);
  return places;
}

function readRanking(written: unknown, names: readonly string[], partial: boolean): readonly number[] {
  const places = readList(written, names, "ranks");
  if (partial || places.length === names.length) return places;
  throw new Refusal(`The ballot ranks ${places.length} of ${names.length} choices; these rules ask for all of them.`);
}
