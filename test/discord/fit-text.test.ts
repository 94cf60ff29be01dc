import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DraftView } from "../../src/actions/proposals/describe-draft.ts";
import type { ProposalView } from "../../src/actions/proposals/describe-proposal.ts";
import type { WrittenChoice } from "../../src/core/governance/ballots/written-choice.ts";
import { countVote } from "../../src/core/governance/count-vote.ts";
import type { FrozenElectorate } from "../../src/core/governance/electorate/source.ts";
import { explainPack } from "../../src/core/governance/pack/explain-pack.ts";
import { parsePack } from "../../src/core/governance/pack/parse-pack.ts";
import type { Counting, RulePack } from "../../src/core/governance/rule-pack.ts";
import type { Scrutiny } from "../../src/core/governance/scrutiny.ts";
import { draftCard, draftDetails } from "../../src/discord/cards/draft.ts";
import { editedCard } from "../../src/discord/cards/edited.ts";
import { proposalCard, proposalDetails } from "../../src/discord/cards/proposal.ts";
import { proposalEndedCard } from "../../src/discord/cards/proposal-ended.ts";
import { quorumAtRiskCard } from "../../src/discord/cards/quorum-at-risk.ts";
import { rulesCard } from "../../src/discord/cards/rules.ts";
import { reminderCard, voteClosedCard, voteOpenedCard } from "../../src/discord/cards/vote.ts";
import { container, divider, text } from "../../src/discord/components.ts";
import { sealId } from "../../src/discord/custom-id.ts";
import { fitText } from "../../src/discord/fit-text.ts";
import { outgoing } from "../../src/discord/message-body.ts";
import { expectAccepted, shownText, texts } from "../support/message-check.ts";
import { proposalView } from "../support/proposal-view.ts";
import { ids, token } from "../support/test-config.ts";

const seal = (kind: string, ...args: (string | number)[]) =>
  sealId(() => "0123456789abcdef01234567", { server: ids.server, member: undefined }, kind, args);

/** Every character of it is escaped, so that it takes twice its room. */
const stars = (length: number) => "*".repeat(length);
const BIG = 10n ** 40n;
const MARKER = "m".repeat(24);
const SOON = 1_772_625_600;

const names = Array.from({ length: 25 }, (_, index) => `${String.fromCharCode(65 + index)}${stars(79)}`);
const title = stars(100);
const similar = [1, 2, 3].map((id) => ({ id, title }));

/** As much as can be found in calls, in the longest words. */
const scrutiny: Scrutiny = {
  ...{ when: "writing", at: 1, way: "block", traced: true, effects: [], behind: {} },
  block: { chain: 1, number: "1", hash: `0x${"a".repeat(64)}` },
  findings: Array.from({ length: 30 }, () => ({ rule: "lookAlike", level: "block", says: stars(900) })),
};
const ended = { by: ids.ada, reason: stars(500) };
const source = { kind: "votes", chain: 31_337, token, symbol: stars(16), decimals: 0 } as const;
const holders = { name: "holders", source, snapshot: undefined, total: 30n * BIG };
const changes = proposalView().changes.map((one) => {
  const long = stars(300);
  return { ...one, title: long, before: long, after: long, change: long, bounds: long, call: long };
});

const quorum = { kind: "share", share: "40 %", counts: ["cast"] };
const majority = { share: "50 %", comparison: "more-than" };
const rules: Record<string, object> = {
  one: { counting: "single-choice", tie: "none", majority, minimum: { kind: "absolute", weight: String(BIG) } },
  each: { counting: "approval", tie: "none", winners: "each", majority },
  ranked: { counting: "ranked", partial: true, elimination: "lowest-index", majorityBase: "continuing", majority },
  pairs: { counting: "condorcet", partial: true, tieBreak: "none" },
  split: { counting: "weighted", tie: "none", majority },
};
const packOf = (kind: string) => parsePack({ title: stars(60), quorum, ...rules[kind] });

/** What a ballot says that makes the longest reasons: as many choices as there are, each voter's in another order. */
function choiceOf({ counting }: RulePack<Counting>, place: number): WrittenChoice {
  const all = names.map((_, index) => index + 1);
  if (counting === "single-choice") return place + 1;
  if (counting === "weighted") return Object.fromEntries(all.map((one) => [String(one), "1"]));
  return counting === "approval" ? all : [...all.slice(place), ...all.slice(0, place)];
}

function viewOf(kind: string): ProposalView {
  const rulePack = packOf(kind);
  const electors = names.map((_, index) => ({ voter: `v${index}`, member: `m${index}`, weight: BIG }));
  const ballots = electors.map(({ member }, index) => ({
    ...{ id: String(index + 1), member, castAtMs: 5_000 },
    choice: choiceOf(rulePack, index),
  }));
  const facts = { rulePack, choices: names, electorate: holders, electors, ballots, delegations: [] };
  const decision = countVote({ ...facts, openedAt: 0, closesAt: 100, moments: { outages: [] } });
  const about = { title, body: stars(4_000), similar, scrutiny, choices: names, changes: [], predicted: [] };
  return proposalView({ ...about, rulePack, electorate: holders, decision, moved: "late-quorum" });
}

function housesView(): ProposalView {
  const house = {
    ...{
      title: stars(60),
      counting: "for-against-abstain",
      approval: { share: "123456/234567", comparison: "more-than" },
    },
    quorum: { ...quorum, counts: ["for", "against", "abstain", "veto"] },
    minimum: { kind: "absolute", weight: String(BIG) },
    veto: { kind: "absolute", weight: String(BIG) },
  };
  const keys = ["a".repeat(32), "b".repeat(32)];
  const houses = Object.fromEntries(keys.map((key) => [key, house]));
  const rulePack = parsePack({ title: stars(60), counting: "two-house", houses });
  const electorate: FrozenElectorate = {
    ...{ name: "both", snapshot: undefined, total: undefined },
    source: { kind: "houses", houses: Object.fromEntries(keys.map((key) => [key, holders])) },
  };
  const electors = keys.map((key) => ({ voter: "v", member: "m", weight: BIG, house: key }));
  const ballots = [{ id: "1", member: "m", choice: "for", castAtMs: 5_000 }];
  const facts = { rulePack, choices: [], electorate, electors, ballots, delegations: [] };
  const decision = countVote({ ...facts, openedAt: 0, closesAt: 100, moments: { outages: [] } });
  const about = {
    title,
    body: stars(4_000),
    similar,
    scrutiny,
    changes: [1, 2, 3, 4].flatMap(() => changes),
  };
  return proposalView({ ...about, rulePack, electorate, decision });
}

function draftOf(view: ProposalView): DraftView {
  const { rulePack, electorate, changes, choices } = view;
  const sponsorship = { threshold: { kind: "absolute", weight: BIG }, withdrawWhenBelow: true } as const;
  const lines = ["Title", "Reason", "Choices"].map((what) => ({ what, before: stars(4_000), after: stars(4_000) }));
  return {
    ...{ id: 12, title, body: stars(4_000), author: ids.ada, state: "review", since: 1, until: SOON },
    ...{
      changes,
      choices,
      electorate,
      votingSeconds: 86_400,
      similar,
      ended: undefined,
      obstacle: stars(400),
      scrutiny,
    },
    rulePack: { ...rulePack, life: { sponsorship } },
    sponsors: Array.from({ length: 30 }, () => ids.ada),
    sponsored: BIG,
    edits: Array.from({ length: 6 }, () => ({ at: SOON, lines })),
  };
}

describe.each([...Object.keys(rules), "houses"])("law: no card is longer than Discord takes (%s)", (kind) => {
  const view = kind === "houses" ? housesView() : viewOf(kind);
  const outcome = view.decision?.outcome ?? "no-quorum";
  const root = `0x${"a".repeat(64)}`;
  const over = { ...view, state: outcome, root, executableFrom: SOON, executableUntil: SOON };
  const draft = draftOf(view);
  const missing = [1, 2].map(() => ({ house: stars(60), source, reached: BIG, needed: 2n * BIG }));
  test.each([
    ["an open vote", proposalCard(view, seal, MARKER)],
    ["a vote that is over", proposalCard(over, seal, MARKER)],
    ["a vote that was cancelled", proposalCard({ ...over, state: "cancelled", ended }, seal, MARKER)],
    ["the result", voteClosedCard(over, MARKER)],
    ["a quorum that is missing", quorumAtRiskCard(view, missing, seal, MARKER)],
    ["voting that has begun", voteOpenedCard(view, seal, MARKER)],
    ["a reminder", reminderCard(view, ids.proposals, MARKER)],
    ["an end", proposalEndedCard({ id: 12, title, state: "cancelled", ended }, MARKER)],
    ["a proposal before its vote", draftCard(draft, seal, MARKER)],
    ["a proposal that was cancelled before", draftCard({ ...draft, state: "cancelled", ended }, seal, MARKER)],
    ["an edit", editedCard(draft, 3, MARKER)],
  ])("%s", (_, message) => {
    expectAccepted(message);
    const lines = shownText(message).split("\n");
    expect(lines[0]).toMatch(/^#{2,3} /);
    expect(lines.at(-1)).toBe(`-# steward · ${MARKER}`);
  });

  test("what is said to whoever asks", () => {
    expectAccepted(outgoing({ components: [proposalDetails(over)] }));
    expectAccepted(outgoing({ components: [draftDetails(draft)] }));
    const sentences = explainPack(view.rulePack, () => (weight) => `${weight} ${stars(16)}`);
    const electorate = { ...draft.electorate, name: stars(60) };
    const named = { name: "x", title: stars(60), usual: true, electorate, chainNames: {}, periodSeconds: 86_400 };
    const card = rulesCard({ ...named, sentences, parameters: Array.from({ length: 10 }, () => stars(60)) });
    expectAccepted(outgoing(card));
  });
});

test("default: what fits stays as it is; what does not loses the end of its longest lines", () => {
  const short = [container("quiet", text("### Title", "a"), divider(), text("b", "-# marker"))];
  expect(fitText(short)).toBe(short);
  const long = fitText([
    container("quiet", text("### Title", `x${"a".repeat(3_000)}`, `y${"b".repeat(1_900)}`, "-# marker")),
  ]);
  const [heading, first = "", second = "", marker] = texts(long).join("\n").split("\n");
  expect([heading, marker]).toEqual(["### Title", "-# marker"]);
  expect(first).toMatch(/^xa+…$/);
  expect(second).toMatch(/^yb+…?$/);
  expect(first.length).toBeGreaterThan(1_900);
});

test("law: however long, no escape, code or bold is cut in two", () => {
  const tokens = fc.constantFrom("\\*", "`0xab`", "<@700000000000000401>", "**b**", "word ", "🙂");
  const lines = fc.array(fc.array(tokens, { minLength: 1, maxLength: 400 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(lines, (written) => {
      const part = text("### Title", ...written.map((line) => line.join("")), "-# marker");
      const shown = texts(fitText([container("quiet", part)])).join("\n");
      expect(shown.length).toBeLessThanOrEqual(4_000);
      expect(shown.endsWith("\n-# marker")).toBe(true);
      for (const line of shown.split("\n")) {
        const rest = line.replace(/\\\*|`0xab`|<@\d+>|word|🙂|b|…|#+ Title|-# (?:marker|…)/gu, "").replace(/ /g, "");
        expect(rest).toMatch(/^(\*\*\*\*)*$/);
      }
    }),
  );
});
