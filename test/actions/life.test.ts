import { expect, test } from "vitest";
import { listEvents } from "../../db/events.ts";
import { findOutbox } from "../../db/outbox.ts";
import { addRevision, findProposal, listRevisions } from "../../db/proposals.ts";
import { findVote } from "../../db/votes.ts";
import { advanceProposals } from "../../jobs/advance-proposals.ts";
import { type BeginProposal, beginProposal, submitProposal } from "../../src/actions/proposals/begin-proposal.ts";
import { describeDraft } from "../../src/actions/proposals/describe-draft.ts";
import { describeProposal, listProposals } from "../../src/actions/proposals/describe-proposal.ts";
import { editProposal } from "../../src/actions/proposals/edit-proposal.ts";
import { cancelProposal, vetoProposal, withdrawProposal } from "../../src/actions/proposals/end-proposal.ts";
import { sponsorProposal, weighSponsors } from "../../src/actions/proposals/sponsor-proposal.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { editedCard } from "../../src/discord/cards/edited.ts";
import { sponsoredReply } from "../../src/discord/cards/sponsored.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, wallets } from "../support/members.ts";
import { shownText } from "../support/message-check.ts";
import { ids, testConfig } from "../support/test-config.ts";

const DAY = 86_400;
const guardian = "700000000000000304";

/** DIP-1 in small: sponsors with 70 of 100, a day of review, a day until voting, a day of timelock. */
const life = {
  sponsorship: { threshold: { kind: "absolute", weight: "70" }, withdrawWhenBelow: true },
  reviewSeconds: DAY,
  votingDelaySeconds: DAY,
  votingSeconds: 2 * DAY,
  timelockSeconds: DAY,
  graceSeconds: DAY,
};

const quorum = { kind: "share", share: "4 %" };

async function createLife(own: Record<string, unknown> = life): Promise<TestApp> {
  const { roles } = testConfig();
  const config = testConfig({
    roles: { ...roles, guardian: [guardian] },
    rulePacks: { standard: { title: "Standard", quorum, life: own } },
  });
  const app = createTestApp({ config });
  link(app, ids.ada, wallets.ada, 60n);
  link(app, ids.ben, wallets.ben, 40n);
  return app;
}

const asker = (app: TestApp, author: string = ids.ada) => ({
  interaction: interactionAt(app.now() * 1000),
  author,
  roles: [ids.member],
});

const change = (value = "12 %") => ({ asks: [{ kind: "parameter" as const, parameter: "operator-fee", value }] });

const begin = (app: TestApp, request: Partial<BeginProposal> = {}) =>
  beginProposal(app, { ...asker(app), ...change(), ...request } as BeginProposal);

const kinds = (app: TestApp, id = 1) => listEvents(app.db, id).map(({ kind }) => kind);

/** Runs the job as its own times ask for it, until so many seconds have passed. */
async function pass(app: TestApp, seconds: number): Promise<void> {
  app.pass(seconds);
  app.chain.head = { ...app.chain.head, timestamp: app.now() - 30 };
  await advanceProposals.run(app);
}

test("default: a proposal goes from sponsors over review and delay to its vote, each by its own time", async () => {
  const app = await createLife();
  expect(await begin(app)).toEqual({ id: 1, stage: "sponsoring" });
  expect(findOutbox(app.db, "proposal-card:1")).toMatchObject({ kind: "proposal-card" });
  expect(await sponsorProposal(app, { ...asker(app), proposal: 1 })).toMatchObject({
    stage: "sponsoring",
    weight: 60n,
  });
  expect(await sponsorProposal(app, { ...asker(app, ids.ben), proposal: 1 })).toMatchObject({
    stage: "review",
    weight: 100n,
  });
  expect(describeDraft(app, 1)).toMatchObject({ state: "review", sponsors: [ids.ada, ids.ben], sponsored: 100n });
  await pass(app, DAY - 1);
  expect(findProposal(app.db, 1)?.stage).toBe("review");
  await pass(app, 1);
  expect(findProposal(app.db, 1)?.stage).toBe("pending");
  await pass(app, DAY);
  expect(describeProposal(app, 1)).toMatchObject({
    state: "voting",
    closesAt: app.now() + 2 * DAY,
    executableFrom: app.now() + 3 * DAY,
    executableUntil: app.now() + 4 * DAY,
  });
  expect(findOutbox(app.db, "vote-opened:1")).toMatchObject({ kind: "vote-opened" });
  expect(kinds(app)).toEqual([
    "proposal-written",
    "sponsoring-began",
    "sponsored",
    "sponsors-weighed",
    "sponsored",
    "sponsors-weighed",
    "review-began",
    "pending-began",
    "scrutinized",
    "proposal-opened",
  ]);
});

test("behavior: a proposal in review whose sponsors fall below what it takes is withdrawn by itself", async () => {
  const app = await createLife();
  await begin(app);
  await sponsorProposal(app, { ...asker(app), proposal: 1 });
  await sponsorProposal(app, { ...asker(app, ids.ben), proposal: 1 });
  app.votes.set(wallets.ben, 5n);
  await pass(app, 60);
  expect(describeDraft(app, 1)).toMatchObject({ state: "withdrawn", sponsored: 65n, ended: { by: "" } });
  expect(describeDraft(app, 1).ended?.reason).toContain("less than it takes");
  expect(findOutbox(app.db, "proposal-ended:1")).toBeDefined();
});

test("behavior: a sponsor who leaves counts no more, and exactly the threshold is enough", async () => {
  const app = await createLife();
  app.votes.set(wallets.ada, 30n);
  await begin(app);
  await sponsorProposal(app, { ...asker(app), proposal: 1 });
  expect(await sponsorProposal(app, { ...asker(app, ids.ben), proposal: 1 })).toMatchObject({
    stage: "review",
    weight: 70n,
  });
  const left = await sponsorProposal(app, { ...asker(app, ids.ben), proposal: 1, leaves: true });
  expect(left).toMatchObject({ stage: "withdrawn", weight: 30n });
});

test("error: what sponsors do while the chain is down is noted and weighed later, and a vote that is due says why it waits", async () => {
  const app = await createLife();
  await begin(app);
  await sponsorProposal(app, { ...asker(app), proposal: 1 });
  await sponsorProposal(app, { ...asker(app, ids.ben), proposal: 1 });
  app.chain.down = true;
  const left = await sponsorProposal(app, { ...asker(app, ids.ben), proposal: 1, leaves: true });
  expect(left).toEqual({ stage: "review", sponsors: 1, weight: undefined, needed: undefined });
  expect(JSON.stringify(sponsoredReply(app, 1, left))).toContain("is weighed as soon as the chain can be read");
  app.chain.down = false;
  await pass(app, 60);
  expect(describeDraft(app, 1)).toMatchObject({ state: "withdrawn" });

  await begin(app);
  for (const author of [ids.ada, ids.ben]) await sponsorProposal(app, { ...asker(app, author), proposal: 2 });
  await pass(app, DAY);
  app.chain.down = true;
  app.pass(DAY + 60);
  await advanceProposals.run(app).catch(() => undefined);
  expect(describeDraft(app, 2)).toMatchObject({ state: "pending", obstacle: "No provider answers." });
  app.chain.down = false;
  await pass(app, 60);
  expect(findProposal(app.db, 2)?.stage).toBe("voting");
});

test("error: nobody sponsors twice, without a vote, or what takes no sponsors", async () => {
  const app = await createLife();
  await begin(app);
  await sponsorProposal(app, { ...asker(app), proposal: 1 });
  await expect(sponsorProposal(app, { ...asker(app), proposal: 1 })).rejects.toThrow(
    "stand behind proposal #1 already",
  );
  await expect(sponsorProposal(app, { ...asker(app, ids.cleo), proposal: 1 })).rejects.toThrow("no linked wallet");
  await expect(sponsorProposal(app, { ...asker(app, ids.ben), proposal: 1, leaves: true })).rejects.toThrow(
    "do not stand",
  );
  const plain = await createLife({ reviewSeconds: DAY });
  await begin(plain);
  await expect(sponsorProposal(plain, { ...asker(plain), proposal: 1 })).rejects.toThrow("needs no sponsors");
});

test("behavior: an edit in review that changes what is asked starts the review anew; one of the reason does not", async () => {
  const app = await createLife({ reviewSeconds: DAY });
  expect(await begin(app)).toMatchObject({ stage: "review" });
  const until = findProposal(app.db, 1)?.until;
  app.pass(3_600);
  await editProposal(app, { ...asker(app), proposal: 1, edit: { reason: "Costs rose." } });
  expect(findProposal(app.db, 1)?.until).toBe(until);
  await editProposal(app, {
    ...asker(app),
    proposal: 1,
    edit: { asks: [{ kind: "parameter", parameter: "operator-fee", value: "13 %" }] },
  });
  expect(findProposal(app.db, 1)).toMatchObject({ stage: "review", until: app.now() + DAY });
  const view = describeDraft(app, 1);
  expect(view.title).toBe("Set Operator fee to 13 %");
  expect(view.edits.map(({ lines }) => lines)).toEqual([
    [{ what: "Reason", before: "", after: "Costs rose." }],
    [{ what: "Title", before: "Set Operator fee to 12 %", after: "Set Operator fee to 13 %" }],
  ]);
  expect(findOutbox(app.db, "edited:1:3")).toMatchObject({
    kind: "proposal-edited",
    destination: "thread:proposal-card:1",
  });
});

test("behavior: sponsors of a proposal that now asks for something else have to sponsor it anew", async () => {
  const app = await createLife();
  await begin(app);
  await sponsorProposal(app, { ...asker(app), proposal: 1 });
  await sponsorProposal(app, { ...asker(app, ids.ben), proposal: 1 });
  expect(await editProposal(app, { ...asker(app), proposal: 1, edit: { asks: change("20 %").asks } })).toMatchObject({
    stage: "sponsoring",
  });
  expect(describeDraft(app, 1)).toMatchObject({ sponsors: [], sponsored: 0n });
});

test("behavior: a draft is its author's alone until it is submitted, and takes no place", async () => {
  const app = await createLife({ reviewSeconds: DAY });
  expect(await begin(app, { draft: true })).toEqual({ id: 1, stage: "draft" });
  expect(listProposals(app)).toEqual([]);
  expect(listProposals(app, { author: ids.ada })).toHaveLength(1);
  expect(findOutbox(app.db, "proposal-card:1")).toBeUndefined();
  await expect(submitProposal(app, { ...asker(app, ids.ben), proposal: 1 })).rejects.toThrow("not yours");
  await editProposal(app, { ...asker(app), proposal: 1, edit: { asks: change("14 %").asks } });
  expect(await submitProposal(app, { ...asker(app), proposal: 1 })).toEqual({ id: 1, stage: "review" });
  expect(findOutbox(app.db, "proposal-card:1")).toBeDefined();
  await expect(submitProposal(app, { ...asker(app), proposal: 1 })).rejects.toThrow("submitted already");
});

test("default: a draft whose rules ask for nothing first opens its vote when it is submitted", async () => {
  const app = await createLife({});
  await begin(app, { draft: true });
  expect(await submitProposal(app, { ...asker(app), proposal: 1 })).toEqual({ id: 1, stage: "voting" });
  expect(findVote(app.db, 1)).toMatchObject({ title: "Set Operator fee to 12 %" });
});

test("error: only its author edits or withdraws a proposal, and only before its vote", async () => {
  const app = await createLife({ reviewSeconds: DAY });
  await begin(app);
  const edit = { asks: change("13 %").asks };
  await expect(editProposal(app, { ...asker(app, ids.ben), proposal: 1, edit })).rejects.toThrow("not yours");
  expect(() => withdrawProposal(app, { ...asker(app, ids.ben), proposal: 1 })).toThrow("not yours");
  await expect(editProposal(app, { ...asker(app), proposal: 1, edit: {} })).rejects.toThrow("says already");
  await pass(app, DAY);
  await expect(editProposal(app, { ...asker(app), proposal: 1, edit })).rejects.toThrow("can no longer be edited");
  expect(() => withdrawProposal(app, { ...asker(app), proposal: 1 })).toThrow("can no longer be withdrawn");
});

test("behavior: its author withdraws a proposal, which frees the place", async () => {
  const app = await createLife({ reviewSeconds: DAY });
  await begin(app);
  await expect(begin(app, change("13 %"))).rejects.toThrow("under way already: #1");
  withdrawProposal(app, { ...asker(app), proposal: 1, reason: "Superseded." });
  expect(describeDraft(app, 1)).toMatchObject({ state: "withdrawn", ended: { by: ids.ada, reason: "Superseded." } });
  expect(await begin(app, change("13 %"))).toMatchObject({ id: 2 });
});

test("behavior: a maintainer cancels an open vote with a reason; its buttons then record nothing", async () => {
  const app = await createLife({});
  await begin(app);
  const mara = { ...asker(app, ids.cleo), roles: [ids.maintainer], proposal: 1 };
  expect(() => cancelProposal(app, mara)).toThrow("Say why");
  expect(() => cancelProposal(app, { ...asker(app), proposal: 1, reason: "No." })).toThrow("Only maintainers");
  cancelProposal(app, { ...mara, interaction: interactionAt(app.now() * 1000), reason: "Wrong contract." });
  expect(describeProposal(app, 1)).toMatchObject({
    state: "cancelled",
    ended: { by: ids.cleo, reason: "Wrong contract." },
  });
  const ballot = {
    interaction: interactionAt(app.now() * 1000),
    proposal: 1,
    member: ids.ben,
    roles: [ids.member],
    choice: "for",
  };
  await expect(castVote(app, ballot)).rejects.toThrow("was cancelled. Your click was not recorded");
});

test("behavior: a guardian vetoes in review and during the vote; nobody else does", async () => {
  const app = await createLife({ reviewSeconds: DAY });
  await begin(app);
  expect(() => vetoProposal(app, { ...asker(app), proposal: 1, reason: "No." })).toThrow("Only guardians");
  vetoProposal(app, { ...asker(app, ids.cleo), roles: [guardian], proposal: 1, reason: "Unsafe." });
  expect(describeDraft(app, 1)).toMatchObject({ state: "vetoed", ended: { reason: "Unsafe." } });
  await pass(app, DAY);
  expect(findVote(app.db, 1)).toBeUndefined();
});

test("behavior: what the chain holds already when voting would open is cancelled, and says why", async () => {
  const app = await createLife({ reviewSeconds: DAY });
  await begin(app);
  app.values.set("operatorFeeBps", 1_200n);
  await pass(app, DAY);
  expect(describeDraft(app, 1)).toMatchObject({ state: "cancelled", ended: { by: "" } });
  expect(describeDraft(app, 1).ended?.reason).toContain("12 % already");
});

test("behavior: a chain that cannot be read delays the opening, and the vote opens once it can be", async () => {
  const app = await createLife({ reviewSeconds: DAY });
  await begin(app);
  app.chain.down = true;
  await expect(pass(app, DAY)).rejects.toThrow();
  expect(findProposal(app.db, 1)?.stage).toBe("review");
  app.chain.down = false;
  await pass(app, 30);
  expect(findProposal(app.db, 1)?.stage).toBe("voting");
});

test("behavior: a vote that nobody could vote in is not opened, and the card says what is missing", async () => {
  const app = await createLife({ reviewSeconds: DAY });
  await begin(app);
  app.values.set("supply", 0n);
  await pass(app, DAY);
  expect(describeDraft(app, 1)).toMatchObject({ state: "review" });
  expect(describeDraft(app, 1).obstacle).toContain("Nobody held any votes");
  app.values.delete("supply");
  await pass(app, 30);
  expect(findProposal(app.db, 1)?.stage).toBe("voting");
});

test("boundary: a member begins no more than the config allows within a day, whatever became of them", async () => {
  const app = await createLife({ reviewSeconds: DAY });
  for (let count = 1; count <= 5; count += 1) {
    await begin(app, change(`${count + 10}.25 %`));
    withdrawProposal(app, { ...asker(app), proposal: count });
  }
  await expect(begin(app)).rejects.toThrow("begun 5 proposals within 24 hours");
  app.set(START + DAY + 1);
  expect(await begin(app)).toMatchObject({ id: 6 });
});

test("behavior: a proposal that looks much like an earlier one says so", async () => {
  const app = await createLife({ reviewSeconds: DAY });
  await begin(app);
  withdrawProposal(app, { ...asker(app), proposal: 1 });
  await begin(app);
  expect(describeDraft(app, 2).similar).toEqual([{ id: 1, title: "Set Operator fee to 12 %" }]);
  withdrawProposal(app, { ...asker(app), proposal: 2 });
  await begin(app, { ...change("13 %") });
  expect(describeDraft(app, 3).similar).toEqual([]);
});

test("error: a member without enough weight does not propose where the rules ask for some", async () => {
  const app = await createLife({ proposer: { kind: "absolute", weight: "50" } });
  await expect(begin(app, { ...asker(app, ids.ben) })).rejects.toThrow("takes at least");
  expect(await begin(app)).toMatchObject({ stage: "voting" });
});

test("behavior: sponsors weighed while their proposal is ended are noted no more", async () => {
  const app = await createLife();
  await begin(app);
  await sponsorProposal(app, { ...asker(app), proposal: 1 });
  app.votes.set(wallets.ada, 70n);
  const weighing = weighSponsors(app, 1);
  withdrawProposal(app, { ...asker(app), proposal: 1 });
  expect(await weighing).toMatchObject({ stage: "withdrawn" });
  expect(kinds(app).at(-1)).toBe("proposal-withdrawn");
});

test("law: a draft that is edited while it is being submitted is not put to the vote as it was", async () => {
  const app = await createLife({});
  await begin(app, { draft: true });
  const submitting = submitProposal(app, { ...asker(app), proposal: 1 });
  await editProposal(app, { ...asker(app), proposal: 1, edit: { reason: "Costs rose." } });
  await expect(submitting).rejects.toThrow("was edited meanwhile");
  expect(findVote(app.db, 1)).toBeUndefined();
  await submitProposal(app, { ...asker(app), proposal: 1 });
  expect(findVote(app.db, 1)?.body).toBe("Costs rose.");
});

test("default: rules that ask for sponsors alone open the vote as soon as there are enough", async () => {
  const app = await createLife({ sponsorship: life.sponsorship });
  await begin(app);
  await sponsorProposal(app, { ...asker(app), proposal: 1 });
  expect(await sponsorProposal(app, { ...asker(app, ids.ben), proposal: 1 })).toMatchObject({ stage: "pending" });
  await advanceProposals.run(app);
  expect(findProposal(app.db, 1)?.stage).toBe("voting");
});

test("law: a draft keeps no rules of the past, and its values are read anew", async () => {
  const app = await createLife({});
  await begin(app, { draft: true });
  app.values.set("operatorFeeBps", 1_100n);
  await submitProposal(app, { ...asker(app), proposal: 1 });
  expect(findVote(app.db, 1)?.actions).toMatchObject([{ before: "1100", after: "1200" }]);
  const poll = { question: "Shall we?", choices: [] };
  const kept = await createLife({});
  await beginProposal(kept, { ...asker(kept), draft: true, poll });
  await begin(kept, { draft: true });
  const strict = testConfig({
    rulePacks: { standard: { title: "Standard", quorum: { kind: "share", share: "50 %" } } },
  });
  Object.assign(kept.config, { rulePacks: strict.rulePacks });
  for (const proposal of [1, 2])
    await expect(submitProposal(kept, { ...asker(kept), proposal })).rejects.toThrow("Since this draft was written");
});

test("behavior: a draft of a poll at a level of its rules is submitted at that level", async () => {
  const levels = { plain: {}, grave: { quorum: { kind: "share", share: "50 %", counts: ["for"] } } };
  const config = testConfig({ rulePacks: { standard: { title: "Standard", quorum, levels } } } as never);
  const app = createTestApp({ config });
  link(app, ids.ada, wallets.ada, 60n);
  const poll = { question: "Shall we?", choices: [], level: "grave" };
  await beginProposal(app, { ...asker(app), draft: true, poll });
  await submitProposal(app, { ...asker(app), proposal: 1 });
  expect(findVote(app.db, 1)?.rulePack).toMatchObject({ quorum: { share: 500_000n } });
});

test("behavior: an edit of what comes second is told like any other, and one of the reason promises no new sponsors", async () => {
  const app = await createLife({ sponsorship: life.sponsorship });
  const call = (value: string) => ({ kind: "parameter" as const, parameter: "operator-fee", value });
  await begin(app);
  await editProposal(app, { ...asker(app), proposal: 1, edit: { reason: "Costs rose." } });
  await editProposal(app, { ...asker(app), proposal: 1, edit: { asks: [call("13 %")] } });
  const view = describeDraft(app, 1);
  expect(shownText(editedCard(view, 2, "mark"))).not.toContain("sponsors anew");
  expect(shownText(editedCard(view, 3, "mark"))).toContain("sponsors anew");
  const [first] = listRevisions(app.db, 1);
  if (first === undefined) throw new Error("a proposal has what it said first");
  const asks = [call("12 %"), { kind: "transfer" as const, amount: "5", token: "helio", to: wallets.ada }];
  addRevision(app.db, { proposal: 1, at: app.now(), content: { ...first.content, asks } });
  const other = [call("12 %"), { kind: "transfer" as const, amount: "5", token: "helio", to: wallets.ben }];
  addRevision(app.db, { proposal: 1, at: app.now(), content: { ...first.content, asks: other } });
  expect(describeDraft(app, 1).edits.at(-1)?.lines).toEqual([
    {
      what: "Asks for",
      before: `operator-fee = 12 %; transfer 5 helio to ${wallets.ada}`,
      after: `operator-fee = 12 %; transfer 5 helio to ${wallets.ben}`,
    },
  ]);
});

test("behavior: choices that look the same are the same, and what shows as nothing is no choice", async () => {
  const config = testConfig({
    rulePacks: {
      standard: { title: "Standard", quorum },
      trees: { title: "Trees", counting: "single-choice", tie: "none", quorum: { ...quorum, counts: ["cast"] } },
    },
  } as never);
  const app = createTestApp({ config });
  link(app, ids.ada, wallets.ada, 60n);
  const poll = (...choices: string[]) =>
    beginProposal(app, { ...asker(app), poll: { question: "Which \u202Etree?", choices, rules: "trees" } });
  await expect(poll("Oak", "O\u200Bak")).rejects.toThrow("Two choices have the same name");
  await expect(poll("Oak", "\u2800")).rejects.toThrow("name at least two choices");
  await poll("Oak", "El\u200Dm");
  expect(findVote(app.db, 1)).toMatchObject({ title: "Which tree?", choices: ["Oak", "Elm"] });
});
