import { expect, test } from "vitest";
import { listElectors } from "../../db/electors.ts";
import { listEvents, verifyEvents } from "../../db/events.ts";
import { findOutbox } from "../../db/outbox.ts";
import { addWallet, findWallet, setUnlinked } from "../../db/wallets.ts";
import { type Asker, beginProposal } from "../../src/actions/proposals/begin-proposal.ts";
import { describeProposal, type ProposalView } from "../../src/actions/proposals/describe-proposal.ts";
import { requireVote } from "../../src/actions/proposals/find-proposal.ts";
import { hashProposal } from "../../src/core/governance/proposal.ts";
import { Refusal, Repeated, Transient } from "../../src/errors.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, wallets } from "../support/members.ts";
import { ids, registry, testConfig } from "../support/test-config.ts";

type Ask = Asker & { parameter: string; value: string; reason?: string };

const ask = (changes: Partial<Ask> = {}): Ask => ({
  interaction: interactionAt(START * 1000 + 400),
  author: ids.ada,
  roles: [ids.member],
  parameter: "operator-fee",
  value: "12 %",
  ...changes,
});

const begin = (app: TestApp, { interaction, author, roles, parameter, value, reason }: Ask) =>
  beginProposal(app, {
    interaction,
    author,
    roles,
    asks: [{ kind: "parameter", parameter, value }],
    ...(reason && { reason }),
  });

/** By rules without anything before the vote, it is open at once. */
async function open(app: TestApp, request: Ask): Promise<ProposalView> {
  const begun = await begin(app, request);
  expect(begun.stage).toBe("voting");
  return describeProposal(app, begun.id);
}

function appWithAda(): TestApp {
  const app = createTestApp();
  link(app, ids.ada, wallets.ada, 60n);
  link(app, ids.ben, wallets.ben, 40n);
  return app;
}

test("default: a vote opens with everything that decides it frozen", async () => {
  const app = appWithAda();
  const view = await open(app, ask({ reason: "Costs **rose**." }));
  expect(view).toMatchObject({
    id: 1,
    title: "Set Operator fee to 12 %",
    body: "Costs **rose**.",
    author: ids.ada,
    state: "voting",
    openedAt: START,
    closesAt: START + 3_600,
    electorate: { name: "holders", total: 100n, snapshot: { block: 1_000n, timepoint: BigInt(START - 31) } },
  });
  expect(view.changes[0]).toMatchObject({
    before: "10 %",
    after: "12 %",
    action: { target: registry, before: "1000", after: "1200" },
  });
  expect(view.predicted[0]).toMatchObject({ executor: "dao", kind: "governor-proposal" });
  expect(requireVote(app, 1).description.split("\n")[2]).toBe(`Steward proposal #1 of server ${ids.server}`);
  expect(listElectors(app.db, 1).map(({ member, weight }) => [member, weight])).toEqual([
    [ids.ada, 60n],
    [ids.ben, 40n],
  ]);
  expect(listEvents(app.db, 1).map(({ kind }) => kind)).toEqual(["proposal-written", "proposal-opened"]);
  expect(verifyEvents(app.db)).toMatchObject({ events: 2, broken: undefined });
  expect(findOutbox(app.db, "proposal-card:1")).toMatchObject({
    state: "queued",
    destination: ids.proposals,
    refs: { proposal: 1 },
  });
  expect(app.woken).toContain("deliver-outbox");
});

test("law: the hash stored is the hash of what is stored", async () => {
  const app = appWithAda();
  await begin(app, ask());
  const row = requireVote(app, 1);
  expect(hashProposal({ ...row, server: ids.server })).toBe(row.hash);
});

test("error: each thing that is missing is said, and nothing is stored", async () => {
  const app = appWithAda();
  const refusals: [Partial<Ask>, string | RegExp][] = [
    [{ roles: [] }, "Only members"],
    [{ parameter: "no-such" }, "no such parameter"],
    [{ value: "a lot" }, /./],
    [{ value: "31 %" }, "30 %"],
    [{ value: "12.1 %" }, "0.25 %"],
    [{ value: "10 %" }, "10 % already"],
    [{ author: ids.cleo }, "no linked wallet"],
  ];
  for (const [change, message] of refusals) {
    const refused = await begin(app, ask(change)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refusal);
    expect((refused as Refusal).message).toMatch(message);
  }
  link(app, ids.cleo, wallets.cleo, 0n);
  await expect(begin(app, ask({ author: ids.cleo }))).rejects.toThrow("no HELIO votes");
  app.chain.codeAt.clear();
  await expect(begin(app, ask())).rejects.toThrow("no contract");
  expect(app.db.$client.prepare("select count(*) from proposal").pluck().get()).toBe(0);
  expect(app.db.$client.prepare("select count(*) from interaction").pluck().get()).toBe(0);
});

test("boundary: an author may have one vote open, and another when it has ended", async () => {
  const app = appWithAda();
  await begin(app, ask());
  await expect(begin(app, ask({ value: "11 %" }))).rejects.toThrow("under way already: #1");
  app.set(START + 3_599);
  await expect(begin(app, ask({ value: "11 %" }))).rejects.toThrow("under way already");
  app.set(START + 3_600);
  expect((await begin(app, ask({ value: "11 %" }))).id).toBe(2);
});

test("behavior: two requests at once open one vote", async () => {
  const app = appWithAda();
  const results = await Promise.allSettled([begin(app, ask()), begin(app, ask({ value: "11 %" }))]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("error: one interaction delivered twice opens one vote", async () => {
  const app = createTestApp({
    config: testConfig({
      voting: { rulePack: "standard", electorate: "holders", periodSeconds: 60, openPerAuthor: 9 },
    }),
  });
  link(app, ids.ada, wallets.ada, 60n);
  const request = ask();
  await begin(app, request);
  await expect(begin(app, request)).rejects.toThrow(Repeated);
});

test("error: a chain that is down opens nothing and loses nothing", async () => {
  const app = appWithAda();
  app.chain.down = true;
  const request = ask();
  await expect(begin(app, request)).rejects.toThrow(Transient);
  app.chain.down = false;
  expect((await begin(app, request)).id).toBe(1);
});

test("behavior: a wallet whose link ended while its weight was read gives nobody weight", async () => {
  const app = appWithAda();
  const votesOf = app.votes.get.bind(app.votes);
  app.votes.get = (wallet) => {
    const link = findWallet(app.db, wallets.ben);
    if (link?.member === ids.ben) {
      setUnlinked(app.db, link.id, START);
      addWallet(app.db, { address: wallets.ben, member: ids.cleo, linkedAt: START, message: "", signature: "0x" });
    }
    return votesOf(wallet);
  };
  await begin(app, ask());
  expect(listElectors(app.db, 1).map(({ member }) => member)).toEqual([ids.ada]);
});

test("error: a token whose clock is not well formed is refused", async () => {
  const app = appWithAda();
  app.values.set("CLOCK_MODE", "moon");
  await expect(begin(app, ask())).rejects.toThrow("counts time in a way");
});

test("boundary: the snapshot lies strictly before the present of the clock of a token that counts blocks", async () => {
  const app = appWithAda();
  app.values.set("CLOCK_MODE", "mode=blocknumber&from=default");
  const view = await open(app, ask());
  expect(view.electorate.snapshot?.timepoint).toBe(BigInt(START - 31));
});

test("error: a role's whole weight is unknown, so its rules may not ask for a share of it", async () => {
  const config = testConfig({ voting: { rulePack: "standard", electorate: "crew", periodSeconds: 60 } });
  await expect(begin(createTestApp({ config }), ask())).rejects.toThrow("share of all weight");
});

test("default: a role votes without wallets or chain reads of weight", async () => {
  const config = testConfig({ voting: { rulePack: "crew", electorate: "crew", periodSeconds: 60 } });
  const app = createTestApp({ config });
  const view = await open(app, ask());
  expect(view.electorate).toMatchObject({ name: "crew" });
  expect(view.electorate.snapshot).toBeUndefined();
  expect(listElectors(app.db, 1)).toEqual([]);
});
