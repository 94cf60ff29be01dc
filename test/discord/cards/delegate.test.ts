import { expect, test } from "vitest";
import type { DelegateVoteView } from "../../../src/actions/votes/describe-delegate-vote.ts";
import type { DelegationsView } from "../../../src/actions/votes/list-delegations.ts";
import { delegationList, endedCard, givenCard } from "../../../src/discord/cards/delegate.ts";
import { delegateVotedCard } from "../../../src/discord/cards/delegate-voted.ts";
import type { Reply } from "../../../src/discord/command.ts";
import { outgoing } from "../../../src/discord/message-body.ts";
import { expectAccepted, shownText } from "../../support/message-check.ts";
import { ids } from "../../support/test-config.ts";

const { ada, ben, cleo } = ids;
const rules = [{ title: "Standard", depth: "one-hop", override: true }] as const;
const seal = (kind: string, ...args: (string | number)[]) => `v1:${kind}:${args.join(":")}:mac`;

/** The text of an answer, which Discord must take. */
function answered(reply: Reply): string {
  const message = outgoing(reply);
  expectAccepted(message);
  return shownText(message);
}

test("default: who lets another vote reads how much, until when, by which rules, and that open votes stay as they are", () => {
  const given = { to: ben, share: 400_000n, expiresAt: 1_780_000_000, before: 1_000_000n, rules };
  expect(answered(givenCard(given)).split("\n")).toEqual([
    `### <@${ben}> votes with 40 % of your weight`,
    "It was all of your weight before.",
    "It lasts until <t:1780000000:f>, <t:1780000000:R>, for votes that open from now on. Votes that are open now stay as they are: each keeps the delegations it opened with.",
    "It counts by these rules, and by no others:",
    "- **Standard**: a delegate cannot pass it on, and whoever votes themselves takes it back for that vote.",
    "-# `/delegate end` takes it back. After `/notify on` you are told when they have voted and you can still vote yourself.",
  ]);
  const forever = answered(givenCard({ ...given, share: 1_000_000n, expiresAt: undefined }));
  expect(forever).toContain(`<@${ben}> votes with all of your weight\nIt lasts until you take it back`);
});

test("behavior: houses are named, and a title is text and nothing else", () => {
  const houses = [{ title: "**Both**", house: "Holders", depth: "cascade", override: false }] as const;
  const text = answered(givenCard({ to: ben, share: 1n, expiresAt: undefined, before: undefined, rules: houses }));
  expect(text).toContain(
    "- **\\*\\*Both\\*\\***, in Holders: a delegate may pass it on, and an own vote does not take it back.",
  );
});

test("default: the list says who votes for whom, each given with its button", () => {
  const view: DelegationsView = {
    given: [
      { member: ben, share: 400_000n, madeAt: 1_770_000_000, expiresAt: 1_780_000_000 },
      { member: cleo, share: { numerator: 1n, denominator: 3n }, madeAt: 1_770_000_000, expiresAt: undefined },
    ],
    held: [{ member: ada, share: 1_000_000n, madeAt: 1_770_000_000, expiresAt: undefined }],
    rules,
  };
  const reply = delegationList(view, seal);
  const text = answered(reply);
  expect(text).toContain(
    `<@${ben}>, with 40 % of your weight, since <t:1770000000:d> until <t:1780000000:d>, <t:1780000000:R>`,
  );
  expect(text).toContain(`<@${cleo}>, with 1/3 of your weight, since <t:1770000000:d>\n`);
  expect(text).toContain(`### For whom you vote\n<@${ada}>, with all of their weight, since <t:1770000000:d>`);
  expect(JSON.stringify(reply)).toContain(`v1:end-delegation:${ben}:mac`);
});

test("boundary: a list of all that can be given and held fits one message", () => {
  const one = { member: "9".repeat(20), madeAt: 1_770_000_000, expiresAt: 1_780_000_000 };
  const share = { numerator: 10n ** 18n, denominator: 10n ** 19n + 1n };
  const view: DelegationsView = {
    given: Array.from({ length: 10 }, () => ({ ...one, share })),
    held: Array.from({ length: 900 }, () => ({ ...one, share })),
    rules: Array.from({ length: 20 }, () => ({ ...rules[0], title: "[".repeat(60), house: "[".repeat(60) })),
  };
  const text = answered(delegationList(view, seal));
  expect(text).toContain("-# …and 892 more.");
  expect(text).toContain("-# …and 16 more; `/rules` explains them.");
  expect(text).toContain("with about 9.9999 % of your weight");
});

test("default: who gave and holds nothing, where no rules know delegation, reads just that", () => {
  const text = answered(delegationList({ given: [], held: [], rules: [] }, seal));
  expect(text).toContain("Nobody: you vote with all of your weight yourself.");
  expect(text).toContain("Nobody lets you vote for them.");
  expect(text).toContain("No rules of this community know delegation");
  expect(answered(endedCard(ben, { share: 1_000_000n }))).toContain(
    `<@${ben}> no longer votes with all of your weight.`,
  );
});

const voted: DelegateVoteView = {
  id: 12,
  title: "Set *fee*",
  delegate: ben,
  share: 1_000_000n,
  choice: "For",
  closesAt: 1_780_000_000,
  isOpen: true,
  hasVoted: false,
  houses: [],
};

function told(changes: Partial<DelegateVoteView> = {}): string[] {
  const message = delegateVotedCard({ ...voted, ...changes }, ids.proposals, "mark");
  expectAccepted(message);
  return shownText(message).split("\n");
}

test("default: a delegator is told how the delegate voted, and until when and where to override it", () => {
  expect(told()).toEqual([
    "### Your delegate has voted",
    `Your delegate <@${ben}> voted **For** on **#12 · Set \\*fee\\***, with your weight.`,
    `You can override until <t:1780000000:f>, <t:1780000000:R>: vote yourself in <#${ids.proposals}>, or with \`/vote\` on the server.`,
    "Your own vote takes your weight back; your delegate then votes without it.",
    "-# You asked to be told; `/notify off` on the server ends these messages.",
    "-# steward · mark",
  ]);
  expect(told({ share: 400_000n })[1]).toMatch(/with 40 % of your weight\.$/);
  expect(told({ houses: ["Holders"] })[3]).toBe(
    "Your own vote takes your weight back in Holders; your delegate then votes without it.",
  );
});

test("behavior: who has voted since reads that the own vote counts, and after the end nothing can be overridden", () => {
  const own = told({ hasVoted: true });
  expect(own[0]).toBe("### You have voted yourself");
  expect(own[1]).toMatch(/, but not with your weight\.$/);
  expect(own[2]).toBe("Your own vote counts, and has taken your weight back.");
  expect(told({ isOpen: false })[2]).toBe("Voting has ended, so this can no longer be overridden.");
  expect(told({ isOpen: false, hasVoted: true })[3]).toBe("Voting has ended.");
});

test("boundary: the longest ballot on the longest title fits", () => {
  const long = told({ choice: "@".repeat(2_000), title: "[".repeat(100), houses: ["[".repeat(60), "]".repeat(60)] });
  expect(long.at(-1)).toBe("-# steward · mark");
});
