import { expect, test } from "vitest";
import type { BallotView } from "../../../src/actions/votes/describe-ballot.ts";
import { admitChoice } from "../../../src/core/governance/ballots/written-choice.ts";
import { choiceOffers } from "../../../src/discord/ballot/choice-offers.ts";
import { carried, chosen, ranked } from "../../../src/discord/ballot/fill-in.ts";
import { signCard } from "../../../src/discord/ballot/sign-card.ts";
import { readSplitForm, splitForm } from "../../../src/discord/ballot/split-form.ts";
import { choiceForm, confirmation, notCast, rankForm } from "../../../src/discord/cards/ballot-form.ts";
import { voteReceipt } from "../../../src/discord/cards/vote.ts";
import type { Reply, Seal } from "../../../src/discord/command.ts";
import { sealId } from "../../../src/discord/custom-id.ts";
import { limits } from "../../../src/discord/limits.ts";
import { outgoing } from "../../../src/discord/message-body.ts";
import { Refusal } from "../../../src/errors.ts";
import { expectAccepted, shownText } from "../../support/message-check.ts";
import { proposalView } from "../../support/proposal-view.ts";

type Vote = BallotView["vote"];

const seal: Seal = (kind, ...args) =>
  sealId((text) => text.padEnd(64, "0").slice(-64).replaceAll(":", "."), { server: "1", member: "2" }, kind, args);
const quorum = { kind: "absolute", weight: 0n, counts: ["cast"] } as const;
const packs = {
  single: { title: "T", counting: "single-choice", tie: "none", quorum },
  approval: { title: "T", counting: "approval", tie: "none", quorum },
  ranked: { title: "T", counting: "ranked", quorum, partial: true, elimination: "none", majorityBase: "all" },
  split: { title: "T", counting: "weighted", tie: "none", quorum },
} as const satisfies Record<string, Vote["rulePack"]>;

/** A vote with what a form needs of it; the longest there can be unless told otherwise. */
function viewOf(rulePack: Vote["rulePack"], choices: readonly string[] = worst, current?: unknown): BallotView {
  const { electorate } = proposalView();
  const vote = { id: 999_999_999, title: "*".repeat(100), rulePack, choices, electorate } as unknown as Vote;
  const ballot = { id: "1", proposal: vote.id, member: "2", choice: current, reason: null, castAtMs: 0 };
  const kept = current === undefined ? undefined : (ballot as BallotView["current"]);
  return { vote, closesAt: 1_772_625_600, current: kept };
}

/** As many and as long as can be, each character of which is escaped. */
const worst = Array.from({ length: 25 }, (_, index) => `${"*@<`_".repeat(15)}${"x".repeat(3)}${index}`);
const all = worst.map((_, index) => index + 1);
const accept = (reply: Reply) => expectAccepted(outgoing(reply));

test("boundary: the longest ballots fit what Discord takes, on every card", () => {
  accept(choiceForm(viewOf(packs.single, worst, 3), seal));
  accept(choiceForm(viewOf(packs.approval, worst, all), seal));
  accept(rankForm(viewOf(packs.ranked, worst, all), all.slice(0, 23), seal));
  const final = { ...packs.ranked, ballots: "final" } as const;
  accept(confirmation(viewOf(final, worst, all), all, seal));
  const split = Object.fromEntries(all.map((place) => [String(place), String(place)]));
  accept(confirmation(viewOf(packs.split, worst, split), split, seal));
  accept(notCast());
  const { vote, closesAt } = viewOf(packs.split);
  const cast = { vote, closesAt, ballot: "9".repeat(19), code: "abcdefabcd", delegators: 3, unweighed: 0 };
  const weights = [{ house: "", weight: 10n ** 26n }];
  accept(voteReceipt({ ...cast, weights, choice: split, previous: { ...split, "1": "2" } }, seal, "Because"));
  accept(voteReceipt({ ...cast, vote: { ...vote, rulePack: final }, weights, choice: all }, seal));
});

test("boundary: a receipt without anything more to do has no empty row", () => {
  const { vote, closesAt } = viewOf({ ...packs.single, ballots: "final" } as Vote["rulePack"], ["Oak", "Elm"]);
  const electorate = { name: "crew", source: { kind: "role", roles: ["1"] } } as unknown as Vote["electorate"];
  const result = {
    vote: { ...vote, electorate },
    closesAt,
    ballot: "9",
    code: "ab",
    delegators: 0,
    unweighed: 0,
    choice: 2,
  };
  accept(voteReceipt({ ...result, weights: [{ house: "", weight: 1n }] }, seal));
});

test("boundary: what is to be signed stands on the card, or in a file where it is long, with nothing hidden in it", () => {
  const view = viewOf(packs.single, ["Oak", "Elm"], 1);
  const wallets = Array.from({ length: 10 }, (_, index) => `0x${String(index).repeat(40)}` as const);
  const facts = { ...view, ballot: view.current as NonNullable<BallotView["current"]>, wallets };
  const value = { choice: "a`b\u202ec\u{e0041}```d" };
  const short = signCard({ ...facts, json: JSON.stringify(value) }, seal);
  accept(short);
  const block = /```json\n([\s\S]+?)\n```/.exec(shownText(outgoing(short)))?.[1] ?? "";
  expect(JSON.parse(block)).toEqual(value);
  expect(block).toMatch(/^[\x20-\x7e]+$/);
  const long = signCard({ ...facts, json: JSON.stringify({ choice: "x".repeat(3_000) }) }, seal);
  accept(long);
  expect(JSON.parse(String(long.files?.[0]?.data))).toEqual({ choice: "x".repeat(3_000) });
});

test("boundary: a form has a field for each of five choices, and lines for more; both fit and read back as they stand", () => {
  for (const count of [2, 5, 6, 25]) {
    const choices = worst.slice(0, count);
    const kept = Object.fromEntries(all.slice(0, count).map((place) => [String(place), String(place)]));
    const { fields, title, id } = splitForm(viewOf(packs.split, choices, kept), seal);
    expect(fields).toHaveLength(count <= 5 ? count : 1);
    expect(title.length).toBeLessThanOrEqual(limits.modalTitle);
    expect(id.length).toBeLessThanOrEqual(limits.customId);
    for (const { label, description = "", value = "", maxLength = 0 } of fields) {
      expect(label.length).toBeLessThanOrEqual(limits.modalLabel);
      expect(description.length).toBeLessThanOrEqual(limits.modalDescription);
      expect(value.length).toBeLessThanOrEqual(maxLength);
    }
    const written = Object.fromEntries(fields.map((field) => [field.id, field.value ?? ""]));
    const read = readSplitForm({ rulePack: packs.split, choices }, written);
    expect(admitChoice(packs.split, choices, read)).toEqual(kept);
  }
});

test("behavior: numbers in the names of choices are not taken for parts or places", () => {
  const choices = ["2", "1", "Site 4", "Site 5: north", "5", "6"];
  const { fields } = splitForm(viewOf(packs.split, choices), seal);
  const empty = fields[0]?.value ?? "";
  const read = (lines: string) => readSplitForm({ rulePack: packs.split, choices }, { lines });
  expect(read(empty)).toEqual([]);
  const filled = empty.replace("1. 2:", "1. 2: 60").replace("3. Site 4:", "3. Site 4:  40 %");
  expect(admitChoice(packs.split, choices, read(filled))).toEqual({ "1": "3", "3": "2" });
});

test("error: neither a forged place nor one given away already goes on", () => {
  const view = viewOf(packs.ranked, ["Oak", "Pine", "Elm"]);
  for (const values of [["0"], ["4"], ["01"], ["1.0"], [" 1"], ["Oak"], ["constructor"], ["2"], [], ["1", "3"]])
    expect(() => ranked(view, "B", values, seal)).toThrow(Refusal);
  expect(() => ranked(viewOf(packs.single, ["Oak", "Elm"]), "A", ["2"], seal)).toThrow(Refusal);
  const approval = viewOf(packs.approval, ["Oak", "Elm"]);
  for (const values of [[], ["1", "1"], ["1", "3"], ["1", "Oak"]])
    expect(() => chosen(approval, values, seal)).toThrow(Refusal);
  expect(() => chosen(viewOf(packs.single, ["Oak", "Elm"]), ["1", "2"], seal)).toThrow(Refusal);
  expect(() => carried(view.vote, "Z")).toThrow(Refusal);
});

test.each([
  [packs.single, ["Oak", "Pine"], "", ["Oak", "Pine"]],
  [packs.single, ["Oak", "Pine"], "x", []],
  // Written by place where a name cannot be written so that it is read back.
  [packs.approval, ["Yes, now", "No"], "yes", ["Yes, now"]],
  [packs.approval, ["Yes, now", "No"], "no", ["No", "2, 1"]],
  [packs.ranked, ["2", "1", "a > b"], "2", ["2", "2 > 1"]],
  [packs.split, ["Site 1", "Site 2"], "si", ["Site 1 100", "Site 2 100"]],
  [packs.split, ["Oak", "Elm"], "oak 100", ["Oak 100"]],
  [packs.split, ["Oak", "Elm"], "oak 1.5", ["Oak 1.5"]],
  [packs.split, ["Oak", "Elm"], "oak 60, oak 2", []],
])("default: %# what is offered while typing is read as it is meant", (pack, names, typed, values) => {
  expect(choiceOffers(pack, names, typed).map(({ value }) => value)).toEqual(values);
});

test("boundary: of long names an offer that would be cut is written by places, and all offers are short enough", () => {
  const offers = choiceOffers(packs.ranked, worst, worst.slice(0, 3).join(" > "));
  expect(offers[0]?.value).toBe("1 > 2 > 3");
  for (const { name, value } of offers) {
    expect(name.length).toBeLessThanOrEqual(limits.choiceName);
    expect(String(value).length).toBeLessThanOrEqual(limits.choiceValue);
  }
});
