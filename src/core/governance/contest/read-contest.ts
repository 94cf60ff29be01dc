import { Refusal } from "../../../errors.ts";
import { describe } from "../ballots/read-place.ts";
import type { Contest, HouseContest } from "../decision.ts";
import { takeLevel } from "../pack/take-level.ts";
import type { Counting, RulePack } from "../rule-pack.ts";
import { plainWeight } from "../words.ts";
import type { RefusedBallot } from "./read-ballots.ts";
import { readMoments } from "./read-moments.ts";
import { readPack } from "./read-pack.ts";
import { readVotes } from "./read-votes.ts";
import { type Row, readList, requireRow } from "./rows.ts";

/** A contest made ready to be decided, with the ballots that were not let in. */
export type ReadContest = {
  contest: Contest | HouseContest;
  refused: (RefusedBallot & { house?: string })[];
  replaced: number;
};

const VOTES = ["electorate", "total", "excluded", "holders", "delegations", "ballots", "decimals", "symbol"];
const CONTEST = ["pack", "level", "choices", "opensAt", "closesAt", "outages", "at", "houses", ...VOTES];
/** Keys that say something to people and nothing to the count. */
const REMARKS = ["title", "note", "source", "expected"];

type PollPack = RulePack<Exclude<Counting, "two-house">>;

/** A bare contest from its JSON, as docs/bundle.md describes it; Refusal naming each row that cannot be understood. */
export function readContest(written: unknown): ReadContest {
  const row = requireRow(written, "The contest");
  checkKeys(row, CONTEST, "The contest");
  const pack = readPack(row["pack"]);
  const shared = readMoments(row);
  if (pack.counting === "two-house") return readHouses(row, pack, shared);
  if (row["houses"] !== undefined) throw new Refusal(`"${pack.title}" has no houses.`);
  const level = row["level"];
  if (level !== undefined && typeof level !== "string") throw new Refusal(`level is ${describe(level)}, not a name.`);
  const levelled = takeLevel(pack, level);
  const choices = readChoices(row["choices"], levelled);
  const { votes, refused, replaced, words } = readVotes(row, levelled, choices, "");
  return { contest: { ...shared, ...votes, pack: levelled, choices, words }, refused, replaced };
}

function readHouses(row: Row, pack: RulePack<"two-house">, shared: ReturnType<typeof readMoments>): ReadContest {
  const written = requireRow(row["houses"], "houses");
  const refused: ReadContest["refused"] = [];
  let replaced = 0;
  const houses = Object.entries(written).map(([name, own]) => {
    const rules = Object.hasOwn(pack.houses, name) ? pack.houses[name] : undefined;
    if (rules === undefined) throw new Refusal(`"${pack.title}" has no house "${name}".`);
    const house = requireRow(own, `houses.${name}`);
    checkKeys(house, VOTES, `houses.${name}`);
    const read = readVotes(house, rules, [], `houses.${name} `);
    refused.push(...read.refused.map((ballot) => ({ ...ballot, house: name })));
    replaced += read.replaced;
    return [name, read.votes] as const;
  });
  return { contest: { ...shared, pack, houses: Object.fromEntries(houses), words: plainWeight }, refused, replaced };
}

function readChoices(written: unknown, { counting }: PollPack): readonly string[] {
  if (counting === "for-against-abstain" || counting === "optimistic") return [];
  const choices = readList(written, "choices");
  const isNamed =
    choices.length > 0 &&
    choices.length <= 1_000 &&
    choices.every((one): one is string => typeof one === "string" && one !== "");
  if (!isNamed) throw new Refusal("choices has to name each choice, and there has to be one.");
  const twice = choices.find((one, index) => choices.indexOf(one) !== index);
  if (twice !== undefined) throw new Refusal(`choices names "${twice}" twice.`);
  return choices as string[];
}

function checkKeys(row: Row, known: readonly string[], what: string): void {
  const strange = Object.keys(row).filter((key) => !known.includes(key) && !REMARKS.includes(key));
  if (strange.length === 0) return;
  throw new Refusal(
    `${what} has keys that mean nothing here: ${strange.map(describe).join(", ")}. Known are ${known.join(", ")}; for remarks ${REMARKS.join(", ")}.`,
  );
}
