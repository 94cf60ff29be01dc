import { describe, expect, test } from "vitest";
import { findEvent } from "../../db/events.ts";
import { findOutbox, listUnposted } from "../../db/outbox.ts";
import { closeVotes } from "../../jobs/close-votes.ts";
import { remindVoters } from "../../jobs/remind-voters.ts";
import { describeProposal, listProposals } from "../../src/actions/proposals/describe-proposal.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import { setReminders } from "../../src/actions/votes/set-reminders.ts";
import { Repeated } from "../../src/errors.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, openFeeVote, wallets, weightsOf } from "../support/members.ts";
import { ids } from "../support/test-config.ts";

const CLOSES = START + 3_600;

async function openApp(): Promise<TestApp> {
  const app = createTestApp();
  link(app, ids.ada, wallets.ada, 60n);
  link(app, ids.ben, wallets.ben, 40n);
  await openFeeVote(app);
  return app;
}

const vote = (app: TestApp, member: string, choice: string) =>
  castVote(app, { interaction: interactionAt(app.now() * 1000), proposal: 1, member, roles: [ids.member], choice });

test("default: the count is recorded, posted and shown, once", async () => {
  const app = await openApp();
  await vote(app, ids.ada, "for");
  app.set(CLOSES + 60);
  expect(await closeVotes.run(app)).toEqual({ did: { closed: 1 } });
  expect(describeProposal(app, 1).state).toBe("passed");
  const closed = findEvent(app.db, 1, "vote-closed");
  expect(JSON.parse(closed?.body ?? "")).toEqual({
    outcome: "passed",
    totals: [
      { choice: "For", weight: "60", voters: 1 },
      { choice: "Against", weight: "0", voters: 0 },
      { choice: "Abstain", weight: "0", voters: 0 },
    ],
    winners: [],
    tied: [],
    turnout: { weight: "60", voters: 1, electorate: "100" },
    quorum: { reached: "60", needed: "4", met: true, virtual: false },
    share: { part: "60", whole: "60", met: true },
    uncounted: [],
    deadline: { closesAt: CLOSES, extensions: [] },
    history: { events: 2, digest: expect.stringMatching(/^0x[0-9a-f]{64}$/) },
  });
  expect(findOutbox(app.db, "vote-closed:1")).toMatchObject({
    kind: "vote-closed",
    destination: "beside:proposal-card:1",
  });
  const { revision } = findOutbox(app.db, "proposal-card:1") ?? {};
  closeVote(app, 1);
  expect(await closeVotes.run(app)).toEqual({ did: { closed: 0 } });
  expect(findOutbox(app.db, "proposal-card:1")?.revision).toBe(revision);
  expect(listUnposted(app.db).filter(({ kind }) => kind === "vote-closed")).toHaveLength(1);
});

describe("boundary: when a count is taken", () => {
  test.each([
    { name: "at the end", now: CLOSES, up: true, upSince: 0, closed: 0 },
    { name: "59 seconds after it", now: CLOSES + 59, up: true, upSince: 0, closed: 0 },
    { name: "a minute after it", now: CLOSES + 60, up: true, upSince: 0, closed: 1 },
    { name: "while the session is down", now: CLOSES + 900, up: false, upSince: 0, closed: 0 },
    { name: "4 seconds after it came back", now: CLOSES + 900, up: true, upSince: CLOSES + 896, closed: 0 },
    { name: "5 seconds after it came back", now: CLOSES + 900, up: true, upSince: CLOSES + 895, closed: 1 },
  ])("$name: $closed", async ({ now, up, upSince, closed }) => {
    const app = await openApp();
    app.set(now);
    app.discord.up = up;
    app.discord.upSince = upSince;
    const { did, again } = await closeVotes.run(app);
    expect(did).toEqual({ closed });
    if (closed === 0) {
      expect(again).toBeGreaterThan(now);
      expect(() => closeVote(app, 1)).toThrow("cannot be counted yet");
    }
  });
});

test("behavior: the job names the second at which the next count is due", async () => {
  const app = await openApp();
  expect((await closeVotes.run(app)).again).toBe(CLOSES + 60);
});

test("behavior: an ended vote is counting until its count is taken, however late", async () => {
  const app = await openApp();
  app.set(CLOSES);
  expect(describeProposal(app, 1).state).toBe("counting");
  app.set(CLOSES + 86_400);
  await closeVotes.run(app);
  expect(describeProposal(app, 1).state).toBe("no-quorum");
  expect(listProposals(app, { stages: ["voting"] })).toEqual([]);
  expect(listProposals(app, { author: ids.ada })).toHaveLength(1);
});

test("default: only those who asked, can vote and have not are reminded, once", async () => {
  const app = await openApp();
  const on = (member: string) => setReminders(app, { interaction: interactionAt(app.now() * 1000), member, on: true });
  for (const member of [ids.ada, ids.ben, ids.cleo]) on(member);
  await vote(app, ids.ada, "abstain");
  expect(await remindVoters.run(app)).toEqual({ again: CLOSES - 600, did: { reminded: 0 } });
  app.set(CLOSES - 600);
  expect(await remindVoters.run(app)).toEqual({ did: { reminded: 1 } });
  expect(await remindVoters.run(app)).toEqual({ did: { reminded: 0 } });
  const reminders = listUnposted(app.db).filter(({ kind }) => kind === "reminder");
  expect(reminders).toMatchObject([{ destination: `member:${ids.ben}`, validUntil: CLOSES, refs: { proposal: 1 } }]);
});

test("boundary: nobody is reminded once the vote has ended", async () => {
  const app = await openApp();
  setReminders(app, { interaction: interactionAt(START * 1000), member: ids.ben, on: true });
  app.set(CLOSES);
  expect(await remindVoters.run(app)).toEqual({ did: { reminded: 0 } });
});

test("behavior: reminders can be turned off, and one click acts once", async () => {
  const app = await openApp();
  const request = { interaction: interactionAt(START * 1000), member: ids.ben, on: true };
  setReminders(app, request);
  expect(() => setReminders(app, request)).toThrow(Repeated);
  setReminders(app, { interaction: interactionAt(START * 1000), member: ids.ben, on: false });
  app.set(CLOSES - 1);
  expect(await remindVoters.run(app)).toEqual({ did: { reminded: 0 } });
});

test("behavior: a count taken while a voter's weight was being read comes first", async () => {
  const app = await openApp();
  link(app, ids.cleo, wallets.cleo, 7n);
  const inTime = {
    interaction: interactionAt((CLOSES - 1) * 1000),
    proposal: 1,
    member: ids.cleo,
    roles: [ids.member],
  };
  app.set(CLOSES + 60);
  const votesOf = app.votes.get.bind(app.votes);
  app.votes.get = (wallet) => {
    closeVote(app, 1);
    return votesOf(wallet);
  };
  await expect(castVote(app, { ...inTime, choice: "for" })).rejects.toThrow("has been counted");
  expect(weightsOf(describeProposal(app, 1))).toMatchObject({ For: 0n });
});
