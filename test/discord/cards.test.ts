import fc from "fast-check";
import { expect, test } from "vitest";
import type { CheckResult } from "../../src/actions/handoffs/check-values.ts";
import type { HandoffDetails } from "../../src/actions/handoffs/describe-handoff.ts";
import type { ProposalSummary, ProposalView } from "../../src/actions/proposals/describe-proposal.ts";
import type { Decision } from "../../src/core/governance/decision.ts";
import { alarmCard } from "../../src/discord/cards/alarm.ts";
import { executionCard } from "../../src/discord/cards/execution.ts";
import { handoffCard } from "../../src/discord/cards/handoff.ts";
import { proposalCard } from "../../src/discord/cards/proposal.ts";
import { proposalChoices, proposalList } from "../../src/discord/cards/proposals.ts";
import { tallyLines } from "../../src/discord/cards/tally-lines.ts";
import { valueCheckCard } from "../../src/discord/cards/value-check.ts";
import { reminderCard, voteClosedCard } from "../../src/discord/cards/vote.ts";
import { sealId } from "../../src/discord/custom-id.ts";
import { outgoing } from "../../src/discord/message-body.ts";
import type { Step } from "../../src/executors/executor.ts";
import { expectAccepted, shownText } from "../support/message-check.ts";
import { proposalView } from "../support/proposal-view.ts";
import { governor, ids } from "../support/test-config.ts";

const seal = (kind: string, ...args: (string | number)[]) =>
  sealId(() => "0123456789abcdef01234567", { server: ids.server, member: undefined }, kind, args);

/** A proposal whose choices have these weights, in the order of its choices; all that was cast is theirs. */
function counted(
  weights: readonly bigint[],
  changes: Partial<Decision> = {},
  about: Partial<ProposalView> = {},
): ProposalView {
  const { decision } = proposalView();
  if (decision === undefined) throw new Error("this count is not secret");
  const totals = decision.totals.map((total, index) => ({ ...total, weight: weights[index] ?? 0n }));
  const weight = weights.reduce((sum, one) => sum + one, 0n);
  const turnout = { ...decision.turnout, weight };
  return proposalView({ ...about, decision: { ...decision, totals, turnout, ...changes } });
}

const step: Step = {
  ...{ name: "propose", sender: "an account with enough votes to propose", due: ["waiting"] },
  ...{ chain: 31_337, to: governor, value: 0n, data: "0xabcdef" },
  ...{ signature: "propose(address[],uint256[],bytes[],string)", args: [] },
};

const details: HandoffDetails = {
  proposal: proposalView({ state: "handed-off" }),
  handoff: { id: 3, executor: "dao", onchainId: "9".repeat(77), state: undefined },
  preparedBy: ids.ben,
  preparedAt: 1_772_700_000,
  steps: [step],
  due: step,
  ids: [{ kind: "governor-proposal", label: "Governor proposal id", id: "9".repeat(77) }],
  dead: undefined,
  files: [],
  freeze: undefined,
  facts: {},
  scrutiny: undefined,
  chain: 31_337,
  chainName: "Local chain",
  native: "ETH",
  explorer: "https://explorer.example",
};

const execution = {
  proposal: details.proposal,
  kind: "governor",
  before: {},
  chainName: "Local chain",
  explorer: undefined,
  state: "queued",
  block: 1_234n,
  at: 1_772_700_000,
  transaction: `0x${"77".repeat(32)}`,
  facts: { clock: "timestamp", snapshot: "1772700001", deadline: "1772700300", eta: "1772800000" },
};

test("default: a proposal's card says on a phone what changes, how it stands and what is frozen", () => {
  const card = proposalCard(proposalView(), seal, "mark");
  expectAccepted(card);
  expect(shownText(card)).toBe(
    [
      "## #12 · Set Operator fee to 12 %",
      "**Open for votes** · by <@700000000000000301> · closes <t:1772625600:R> (<t:1772625600:f>)",
      "**Operator fee**: 10 % → **12 %**",
      "-# \\+2 percentage points \\(\\+20 %\\) · allowed 0 % to 30 %, in steps of 0.25 %",
      "> Batteries cost more than last year.",
      "`██████░░░░` **For** 66.6 %",
      "-# 120,000 HELIO · 2 voters",
      "`███░░░░░░░` **Against** 33.3 %",
      "-# 60,000 HELIO · 1 voter",
      "`░░░░░░░░░░` **Abstain** 0 %",
      "-# 0 HELIO · 0 voters",
      "`██████████` **Quorum** reached",
      "-# 120,000 HELIO of 24,200 HELIO needed",
      "-# Standard rules: passes with more than 50 % For \\(of For and Against\\), once For and Abstain reach at least 4 % of all weight \\(rounded down\\). `/rules` explains them.",
      "-# Who votes: linked wallets, with their HELIO votes at Local chain block 1000, 605,000 HELIO in all.",
      "-# Ballots and reasons are public once the vote has closed.",
      "-# On Local chain: `setOperatorFeeBps(value: 1200)` at `0x2000000000000000000000000000000000000002`",
      `-# Actions hash \`0x${"ab".repeat(32)}\``,
      `-# Governor proposal id \`${"9".repeat(77)}\``,
      "-# steward · mark",
    ].join("\n"),
  );
});

test("default: every unasked message is one Discord takes, with its marker in the last line", () => {
  const messages = [
    proposalCard(proposalView({ state: "no-quorum" }), seal, "mark"),
    voteClosedCard(proposalView({ state: "passed" }), "mark"),
    reminderCard(proposalView(), ids.proposals, "mark"),
    outgoing(handoffCard(details, { marker: "mark" })),
    ...[
      "waiting",
      "pending",
      "active",
      "succeeded",
      "queued",
      "executed",
      "defeated",
      "canceled",
      "expired",
      "approving",
      "approved",
      "ready",
      "failed",
      "replaced",
      "strange",
    ].map((state) => executionCard({ ...execution, state }, "mark")),
    valueCheckCard(check("MATCH"), "mark"),
    valueCheckCard(check("MISMATCH"), "mark"),
    valueCheckCard(check("UNKNOWN"), "mark"),
    alarmCard("A message could not be posted", ["It is `x`"], "mark"),
  ];
  for (const message of messages) {
    expectAccepted(message);
    expect(shownText(message).split("\n").at(-1)).toBe("-# steward · mark");
    expect(message.body["allowed_mentions"]).toEqual({ parse: [] });
  }
});

test("law: no proposal, however long or hostile its words, exceeds what Discord takes", () => {
  const words = fc.array(fc.constantFrom("*", "`", "http://a ", "@everyone", "\n", "<", "long ", "🙂", "ﷺ"), {
    maxLength: 2_000,
  });
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 5 }), (parts, changes) => {
      const text = parts.join("");
      const base = proposalView();
      const one = base.changes[0];
      if (one === undefined) throw new Error("a proposal has a change");
      const change = { ...one, title: text, before: text, after: text, change: text, bounds: text, call: text };
      const predicted = Array.from({ length: 5 }, () => ({
        executor: "dao",
        kind: "k",
        label: text,
        id: "9".repeat(78),
      }));
      const view = proposalView({
        title: text,
        body: text,
        changes: Array.from({ length: changes }, () => change),
        predicted,
        root: `0x${"77".repeat(32)}`,
      });
      expectAccepted(proposalCard(view, seal, "mark"));
      expectAccepted(proposalCard({ ...view, state: "passed" }, seal, "mark"));
      expectAccepted(voteClosedCard({ ...view, state: "passed" }, "mark"));
      expectAccepted(voteClosedCard({ ...view, state: "passed" }, "mark", "{}"));
      expectAccepted(outgoing(handoffCard({ ...details, proposal: view }, { marker: "mark" })));
    }),
    { numRuns: 30 },
  );
});

test("boundary: a bar is full only when whole, and empty only when nothing", () => {
  const line = (part: bigint, rest: bigint) =>
    tallyLines(counted([part, rest, 0n]))
      .filter((text) => text.startsWith("`"))
      .map((text) => text.slice(0, 12));
  expect(line(999n, 1n).slice(0, 2)).toEqual(["`█████████░`", "`█░░░░░░░░░`"]);
  expect(line(1n, 0n).slice(0, 2)).toEqual(["`██████████`", "`░░░░░░░░░░`"]);
  expect(line(0n, 0n).slice(0, 2)).toEqual(["`░░░░░░░░░░`", "`░░░░░░░░░░`"]);
});

test("behavior: an electorate of members counts heads, and an unknown quorum is said to be unknown", () => {
  const electorate = {
    name: "crew",
    source: { kind: "role" as const, roles: [ids.member] },
    snapshot: undefined,
    total: undefined,
  };
  const quorum = { reached: 2n, needed: undefined, met: false, virtual: false };
  const view = counted([2n, 1n, 0n], { quorum }, { electorate });
  const lines = tallyLines(view);
  expect(lines.slice(0, 2)).toEqual(["`██████░░░░` **For** 66.6 %", "-# 2 members"]);
  expect(lines[6]).toBe("`░░░░░░░░░░` **Quorum** cannot be known");
  expect(shownText(proposalCard(view, seal, "mark"))).toContain(
    `Who votes: <@&${ids.member}>, one vote each, whoever carries the role when voting.`,
  );
});

test("behavior: an execution tells what comes next, with its time", () => {
  expect(shownText(executionCard(execution, "mark"))).toContain(
    "proposed ✓ → active ✓ → succeeded ✓ → **queued** → executed",
  );
  expect(shownText(executionCard(execution, "mark"))).toContain("from <t:1772800000:f> on, <t:1772800000:R>");
  const byBlock = { ...execution, state: "active", facts: { clock: "block", deadline: "555" } };
  expect(shownText(executionCard(byBlock, "mark"))).toContain("Voting on chain ends at block 555.");
});

test("behavior: a hand-off says in whole coins what the call carries", () => {
  expect(shownText(outgoing(handoffCard(details, { marker: "mark" })))).toContain("Value `0 ETH` · ");
  const paid = { ...details, due: { ...step, value: 15n * 10n ** 17n } };
  expect(shownText(outgoing(handoffCard(paid, { marker: "mark" })))).toContain("Value `1.5 ETH` · ");
});

test("behavior: a Safe's hand-off says who has approved, which hash to compare, and which one is dead", () => {
  const id = `0x${"12".repeat(32)}`;
  const ids = [
    { kind: "safe-transaction", label: "safeTxHash (nonce 8)", id },
    { kind: "safe-domain", label: "Domain hash", id: `0x${"34".repeat(32)}` },
    { kind: "safe-message", label: "Message hash", id: `0x${"56".repeat(32)}` },
  ];
  const due = { ...step, name: "approve", sender: "each owner of the Safe", due: ["waiting"] as const };
  const files = [{ name: "safe-builder.json", what: "For the Transaction Builder", text: "{}\n" }];
  const dead = { kind: "safe-transaction", label: "safeTxHash (nonce 7)", id: `0x${"78".repeat(32)}` };
  const facts = { approvals: "1", threshold: "2" };
  const card = handoffCard({ ...details, steps: [due], due, ids, dead, files, facts }, { marker: "mark" });
  expectAccepted(outgoing(card));
  const shown = shownText(outgoing(card));
  expect(shown).toContain("**approve** → execute · approved by 1 of 2 needed");
  expect(shown).toContain(`-# safeTxHash \\(nonce 8\\) \`${id}\``);
  expect(shown).toContain(`Dead: safeTxHash \\(nonce 7\\) \`${dead.id}\``);
  expect(card.files.map(({ name }) => name)).toEqual(["calldata-12.txt", "calls-12.txt", "safe-builder-12.json"]);
});

test("behavior: a hand-off that waits for nobody says so", () => {
  expect(shownText(outgoing(handoffCard({ ...details, due: undefined }, { marker: "mark" })))).toContain(
    "nothing to sign now",
  );
});

test("behavior: an end that late votes moved, a Safe's approvals and a used nonce are said", () => {
  const moved = { ...execution, state: "active", before: { deadline: "1772700200" } };
  expect(shownText(executionCard(moved, "mark"))).toContain("Votes came late, so that its end was moved.");
  const facts = { approvals: "1", threshold: "2", owners: "3", nonce: "7" };
  const safe = { ...execution, kind: "safe", facts };
  expect(shownText(executionCard({ ...safe, state: "approving" }, "mark"))).toContain(
    "**approving** → approved → executed\nApproved by 1 of 2 needed; it has 3 owners.",
  );
  expect(shownText(executionCard({ ...safe, state: "replaced" }, "mark"))).toContain("has used nonce 7");
  const timelock = { ...execution, kind: "timelock", state: "canceled", facts: { again: "possible" } };
  expect(shownText(executionCard(timelock, "mark"))).toContain("can schedule the same call again");
});

test("behavior: MATCH, MISMATCH and NOT KNOWN cannot be taken for each other", () => {
  expect(shownText(valueCheckCard(check("MATCH"), "mark"))).toContain("MATCH ✓\nThe chain holds what was voted.");
  expect(shownText(valueCheckCard(check("MISMATCH"), "mark"))).toContain(
    "MISMATCH ✗\n**The chain does not hold what was voted.**",
  );
  const unread = shownText(valueCheckCard(check("UNKNOWN"), "mark"));
  expect(unread).toContain("NOT KNOWN ?\n**It was executed, but the value could not be read back.**");
  expect(unread).toContain("on chain **could not be read** ?");
  expect(unread).not.toMatch(/MISMATCH|✗|✓/);
});

test("boundary: a long list stays within one message, and choices within what Discord offers", () => {
  const { author, state, closesAt: until } = proposalView();
  const many = Array.from({ length: 60 }, (_, index): ProposalSummary => {
    return { id: 60 - index, title: "*".repeat(300), author, state, until, voters: 3, asksChain: true };
  });
  expectAccepted(outgoing(proposalList(many, "so far")));
  const choices = proposalChoices(many, "");
  expect(choices).toHaveLength(25);
  expect(choices.every(({ name }) => Array.from(name).length <= 100)).toBe(true);
  expect(proposalChoices(many, "#7").map(({ value }) => value)).toEqual([7, 57, 47, 37, 27, 17]);
});

function check(result: CheckResult) {
  const found = { MATCH: "12 %", MISMATCH: "11 %", UNKNOWN: "could not be read" }[result];
  return {
    proposal: 12,
    result,
    beside: [],
    values: [{ title: "Operator fee", target: governor, voted: "12 %", found, result }],
    chainName: "Local chain",
    block: 9n,
    blockHash: `0x${"aa".repeat(32)}`,
    at: 1_772_700_000,
  };
}
