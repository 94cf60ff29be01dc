import { expect, test } from "vitest";
import { addBallot } from "../../db/ballots.ts";
import { findHeartbeat } from "../../db/heartbeat.ts";
import { findProposal } from "../../db/proposals.ts";
import { advanceProposals } from "../../jobs/advance-proposals.ts";
import { closeVotes } from "../../jobs/close-votes.ts";
import { warnQuorum } from "../../jobs/warn-quorum.ts";
import { beginProposal } from "../../src/actions/proposals/begin-proposal.ts";
import { reportFailures } from "../../src/actions/run-each.ts";
import { Halt, Transient } from "../../src/errors.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, wallets } from "../support/members.ts";
import { ids, testConfig, token } from "../support/test-config.ts";

const HOUR = 3_600;
const DAY = 86_400;
const away = 5;
const quorum = { kind: "share", share: "4 %" };

function createApp(rules: Record<string, object>): TestApp {
  const packs = Object.entries(rules).map(([name, pack]) => [name, { title: name, quorum, ...pack }]);
  const config = testConfig({
    electorates: {
      holders: { kind: "votes", chain: 31_337, token, symbol: "HELIO", decimals: 18 },
      elsewhere: { kind: "votes", chain: away, token, symbol: "GONE", decimals: 18 },
    },
    rulePacks: { standard: { title: "Standard", quorum }, ...Object.fromEntries(packs) },
  });
  const app = createTestApp({ config: { ...config, voting: { ...config.voting, openPerAuthor: 9 } } });
  link(app, ids.ada, wallets.ada, 60n);
  link(app, ids.ben, wallets.ben, 40n);
  return app;
}

const begin = (app: TestApp, rules: string, question = "Shall we?") => {
  const asker = { interaction: interactionAt(app.now() * 1000), author: ids.ada, roles: [ids.member] };
  return beginProposal(app, { ...asker, poll: { question, choices: [], rules } });
};

/** A ballot that no rules know, as only damage or a bug could have left it there. */
const spoil = (app: TestApp, proposal: number) =>
  addBallot(app.db, {
    ...{ id: interactionAt(app.now() * 1000).id, proposal, member: ids.ben, choice: "perhaps", reason: null },
    castAtMs: app.now() * 1000,
  });

test("error: a vote that cannot be counted keeps no other from being counted, nor from its time after an outage", async () => {
  const outage = { longerThanSeconds: 600, atMostSeconds: HOUR };
  const app = createApp({ patient: { outage } });
  await begin(app, "patient");
  await begin(app, "patient");
  await closeVotes.run(app);
  spoil(app, 1);
  app.set(START + 1_800);
  app.discord.upSince = app.now();
  await closeVotes.run(app).catch(() => undefined);
  expect(findHeartbeat(app.db)).toBe(START + 1_800);
  expect(findProposal(app.db, 2)?.until).toBe(START + HOUR + 1_800);
  app.set(START + HOUR + 1_800 + 61);
  await expect(closeVotes.run(app)).rejects.toThrow("A ballot says");
  expect(findProposal(app.db, 1)?.stage).toBe("voting");
  expect(findProposal(app.db, 2)?.stage).toBe("closed");
});

test("error: a vote that cannot be settled keeps no other from being counted", async () => {
  const app = createApp({ early: { ballots: "final", early: true } });
  await begin(app, "early");
  await begin(app, "standard");
  spoil(app, 1);
  app.set(START + HOUR + 61);
  await expect(closeVotes.run(app)).rejects.toThrow("A ballot says");
  expect(findProposal(app.db, 2)?.stage).toBe("closed");
});

test("error: a vote whose quorum cannot be told keeps no other from its notice", async () => {
  const app = createApp({});
  await begin(app, "standard");
  await begin(app, "standard");
  spoil(app, 1);
  app.set(START + HOUR - 60);
  await expect(warnQuorum.run(app)).rejects.toThrow("A ballot says");
  expect(app.db.$client.prepare("select key from outbox where kind = 'quorum-at-risk'").pluck().all()).toEqual([
    "quorum-at-risk:2",
  ]);
});

test("error: sponsors who cannot be weighed keep no other proposal from its vote", async () => {
  const sponsorship = { threshold: { kind: "absolute", weight: "70" }, withdrawWhenBelow: true };
  const app = createApp({
    gone: { electorate: "elsewhere", life: { sponsorship } },
    reviewed: { life: { reviewSeconds: DAY } },
  });
  await begin(app, "gone");
  await begin(app, "reviewed", "And this?");
  app.pass(DAY);
  app.chain.head = { ...app.chain.head, timestamp: app.now() - 30 };
  await expect(advanceProposals.run(app)).rejects.toThrow(`There is no chain ${away}`);
  expect(findProposal(app.db, 1)?.stage).toBe("sponsoring");
  expect(findProposal(app.db, 2)?.stage).toBe("voting");
});

test("error: what has to halt about one proposal is tried again with the others, and halts none of them", () => {
  expect(() => reportFailures()).not.toThrow();
  expect(() => reportFailures(new Halt("The block is another."))).toThrow(Transient);
});
