import { expect, test } from "vitest";
import { listEventsOfKind } from "../../db/events.ts";
import { findHeartbeat } from "../../db/heartbeat.ts";
import { closeVotes } from "../../jobs/close-votes.ts";
import { beginProposal } from "../../src/actions/proposals/begin-proposal.ts";
import { describeProposal } from "../../src/actions/proposals/describe-proposal.ts";
import { requireVote } from "../../src/actions/proposals/find-proposal.ts";
import { bundleVote } from "../../src/actions/votes/bundle-vote.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { findEnd } from "../../src/actions/votes/move-end.ts";
import { verifyBundle } from "../../src/core/governance/bundle/verify-bundle.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, wallets } from "../support/members.ts";
import { ids, testConfig } from "../support/test-config.ts";

const HOUR = 3_600;

/** An open vote by rules that are the standard ones but for what a test is about; Ada has 60, Ben 30, Cleo 10. */
async function openBy(rules: Record<string, unknown>): Promise<TestApp> {
  const quorum = { kind: "share", share: "40 %", counts: ["for", "against", "abstain"] };
  const config = testConfig({ rulePacks: { standard: { title: "Standard", quorum, ...rules } } });
  const app = createTestApp({ config });
  link(app, ids.ada, wallets.ada, 60n);
  link(app, ids.ben, wallets.ben, 30n);
  link(app, ids.cleo, wallets.cleo, 10n);
  const asker = { interaction: interactionAt(app.now() * 1000), author: ids.ada, roles: [ids.member] };
  await beginProposal(app, { ...asker, asks: [{ kind: "parameter", parameter: "operator-fee", value: "12 %" }] });
  return app;
}

const cast = (app: TestApp, member: string, choice: string) =>
  castVote(app, { interaction: interactionAt(app.now() * 1000), proposal: 1, member, roles: [ids.member], choice });

const end = (app: TestApp) => findEnd(app, requireVote(app, 1));

async function closeAndVerify(app: TestApp) {
  app.set(end(app) + 61);
  await closeVotes.run(app);
  const bundle = bundleVote(app, 1);
  const written = JSON.parse(bundle?.text ?? "{}");
  return { written, verification: await verifyBundle(written, { text: bundle?.text ?? "" }) };
}

test("default: a late quorum moves the end so that the rest have time, and the bundle proves why", async () => {
  const app = await openBy({ lateQuorum: { seconds: HOUR } });
  await cast(app, ids.ben, "for");
  expect(end(app)).toBe(START + HOUR);
  app.set(START + HOUR - 60);
  await cast(app, ids.cleo, "against");
  expect(end(app)).toBe(START + 2 * HOUR - 60);
  expect(describeProposal(app, 1)).toMatchObject({
    state: "voting",
    moved: "late-quorum",
    closesAt: START + 2 * HOUR - 60,
  });
  app.set(START + HOUR + 10);
  await cast(app, ids.ada, "against");
  const { verification, written } = await closeAndVerify(app);
  expect(verification.problems).toEqual([]);
  expect(verification.proved).toContain("The end was moved as the rules say, and no otherwise.");
  expect(verification.decision).toMatchObject({ outcome: "rejected", turnout: { voters: 3 } });
  const event = written.events.find(({ kind }: { kind?: string }) => kind === "end-moved");
  event.body.closesAt += 60;
  expect((await verifyBundle(written)).problems.length).toBeGreaterThan(0);
});

test("boundary: a quorum reached with exactly enough time left moves nothing, and a changed vote does not move it again", async () => {
  const app = await openBy({ lateQuorum: { seconds: HOUR } });
  app.set(START);
  await cast(app, ids.ada, "for");
  expect(end(app)).toBe(START + HOUR);
  app.set(START + HOUR - 10);
  await cast(app, ids.ada, "against");
  expect(end(app)).toBe(START + HOUR);
});

test("default: a vote that nothing can change any more ends at once, a minute later it is counted", async () => {
  const app = await openBy({ ballots: "final", early: true });
  app.set(START + 100);
  await cast(app, ids.ada, "for");
  expect(app.woken).toContain("close-votes");
  await closeVotes.run(app);
  expect(describeProposal(app, 1)).toMatchObject({ moved: "settled", closesAt: START + 101 });
  app.set(START + 105);
  await expect(cast(app, ids.ben, "against")).rejects.toThrow("had ended when you clicked");
  app.set(START + 101 + 61);
  await closeVotes.run(app);
  expect(describeProposal(app, 1).state).toBe("passed");
  const bundle = bundleVote(app, 1);
  const { problems, decision } = await verifyBundle(JSON.parse(bundle?.text ?? "{}"), { text: bundle?.text ?? "" });
  expect(problems).toEqual([]);
  expect(decision?.early).toEqual({ outcome: "passed", why: "settled" });
});

test("behavior: a ballot sent before an early end but arriving after it is still in time", async () => {
  const app = await openBy({ ballots: "final", early: true });
  app.set(START + 100);
  await cast(app, ids.ada, "for");
  await closeVotes.run(app);
  const late = interactionAt((START + 100) * 1000 + 500);
  app.set(START + 110);
  await castVote(app, { interaction: late, proposal: 1, member: ids.ben, roles: [ids.member], choice: "against" });
  const { verification } = await closeAndVerify(app);
  expect(verification.problems).toEqual([]);
  expect(verification.decision?.turnout.voters).toBe(2);
});

test("error: a ballot that is final cannot be changed", async () => {
  const app = await openBy({ ballots: "final" });
  await cast(app, ids.ben, "for");
  await expect(cast(app, ids.ben, "against")).rejects.toThrow("a ballot stands once it is cast");
});

test("default: an outage gives a vote back what it took; its bundle holds the outage", async () => {
  const app = await openBy({ outage: { longerThanSeconds: 600, atMostSeconds: HOUR } });
  await closeVotes.run(app);
  expect(findHeartbeat(app.db)).toBe(START);
  app.set(START + 1_800);
  app.discord.upSince = START + 1_800;
  await closeVotes.run(app);
  expect(describeProposal(app, 1)).toMatchObject({ moved: "outage", closesAt: START + HOUR + 1_800 });
  await closeVotes.run(app);
  expect(listEventsOfKind(app.db, 1, ["outage-noted"])).toHaveLength(1);
  app.set(START + HOUR + 100);
  await cast(app, ids.ada, "for");
  const { verification } = await closeAndVerify(app);
  expect(verification.problems).toEqual([]);
  expect(verification.decision?.outcome).toBe("passed");
});

test("behavior: a vote whose end passed during an outage is not counted before it got its time back", async () => {
  const app = await openBy({ outage: { longerThanSeconds: 600, atMostSeconds: HOUR } });
  await closeVotes.run(app);
  app.set(START + 2 * HOUR);
  app.discord.upSince = START + 2 * HOUR - 60;
  await closeVotes.run(app);
  // It was out for the whole hour that the vote had, and at most an hour is made up for.
  expect(describeProposal(app, 1)).toMatchObject({ state: "counting", closesAt: START + 2 * HOUR });
});

test("boundary: a break no longer than the rules overlook moves nothing; nor does a clock that was set", async () => {
  const app = await openBy({ outage: { longerThanSeconds: 600, atMostSeconds: HOUR } });
  await closeVotes.run(app);
  app.set(START + 600);
  app.discord.upSince = START + 600;
  await closeVotes.run(app);
  expect(end(app)).toBe(START + HOUR);
  app.set(START + 3_000);
  await closeVotes.run(app);
  expect(end(app)).toBe(START + HOUR);
});

test("behavior: a secret vote shows no count before its end, and all of it after", async () => {
  const app = await openBy({ secret: true });
  await cast(app, ids.ada, "for");
  expect(describeProposal(app, 1).decision).toBeUndefined();
  const { verification } = await closeAndVerify(app);
  expect(verification.problems).toEqual([]);
  expect(describeProposal(app, 1).decision?.totals[0]).toMatchObject({ choice: "For", weight: 60n });
});

test("law: an end that was moved stays: what is found later, and the ballots cast since, count by it", async () => {
  const app = await openBy({ lateQuorum: { seconds: HOUR } });
  app.values.set("supply", 100n);
  await cast(app, ids.ben, "for");
  app.set(START + HOUR - 60);
  await cast(app, ids.cleo, "against");
  const moved = START + 2 * HOUR - 60;
  expect(end(app)).toBe(moved);
  // Sent in the first minute, but held back by Discord until now: with it the quorum was reached early.
  const held = interactionAt((START + 30) * 1000);
  await castVote(app, { interaction: held, proposal: 1, member: ids.cleo, roles: [ids.member], choice: "for" });
  expect(end(app)).toBe(moved);
  app.set(START + HOUR + 10);
  await cast(app, ids.ada, "against");
  const { verification } = await closeAndVerify(app);
  expect(verification.problems).toEqual([]);
  expect(verification.decision).toMatchObject({ turnout: { voters: 3, weight: 100n }, uncounted: [] });
});

test("law: a ballot that settles a vote counts, although Discord's clock is ahead of ours", async () => {
  const app = await openBy({ ballots: "final", early: true });
  app.set(START + 100);
  const ahead = interactionAt((START + 103) * 1000);
  await castVote(app, { interaction: ahead, proposal: 1, member: ids.ada, roles: [ids.member], choice: "for" });
  await closeVotes.run(app);
  expect(end(app)).toBe(START + 104);
  const { verification } = await closeAndVerify(app);
  expect(verification.problems).toEqual([]);
  expect(verification.decision).toMatchObject({ outcome: "passed", turnout: { voters: 1 } });
});

test("behavior: an early end was right if it was when it was taken, whatever was still on its way", async () => {
  const superQuorum = { kind: "share", share: "30 %" };
  const app = await openBy({ ballots: "final", superQuorum, quorum: { kind: "share", share: "20 %" } });
  app.set(START + 100);
  await cast(app, ids.ben, "for");
  await closeVotes.run(app);
  expect(describeProposal(app, 1)).toMatchObject({ moved: "super-quorum", closesAt: START + 101 });
  const late = interactionAt((START + 99) * 1000);
  await castVote(app, { interaction: late, proposal: 1, member: ids.ada, roles: [ids.member], choice: "against" });
  const { verification } = await closeAndVerify(app);
  expect(verification.problems).toEqual([]);
  expect(verification.decision).toMatchObject({ outcome: "rejected" });
});
