import { describe, expect, test } from "vitest";
import { listOutdated, listUnposted } from "../../db/outbox.ts";
import { setSubscribed } from "../../db/subscribers.ts";
import { describeProposal } from "../../src/actions/proposals/describe-proposal.ts";
import { bundleVote, findRoot } from "../../src/actions/votes/bundle-vote.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import { giveVote } from "../../src/actions/votes/delegate.ts";
import type { Bundle } from "../../src/core/governance/bundle/bundle.ts";
import { verifyBundle } from "../../src/core/governance/bundle/verify-bundle.ts";
import type { DelegationRule } from "../../src/core/governance/rule-pack.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, openFeeVote, wallets, weightsOf } from "../support/members.ts";
import { ids, testConfig, token } from "../support/test-config.ts";

const { ada, ben, cleo } = ids;
const dora = "700000000000000404";
const quorum = { kind: "share", share: "1 %" };
const OVERRIDE: DelegationRule = { depth: "one-hop", override: true };

/** Ada has 100, Ben 200 and Cleo 300, as in the tables of contracts that let delegators override. */
function createApp(delegation: DelegationRule = OVERRIDE, more: Record<string, unknown> = {}): TestApp {
  const config = testConfig({ rulePacks: { standard: { title: "Standard", quorum, delegation, ...more } } });
  return withWallets(createTestApp({ config }));
}

function withWallets(app: TestApp): TestApp {
  link(app, ada, wallets.ada, 100n);
  link(app, ben, wallets.ben, 200n);
  link(app, cleo, wallets.cleo, 300n);
  return app;
}

const click = (app: TestApp) => interactionAt(app.now() * 1000);

const give = (app: TestApp, member: string, to: string, share?: string) =>
  giveVote(app, { interaction: click(app), member, to, share });

const cast = (app: TestApp, member: string, choice: string) =>
  castVote(app, { interaction: click(app), proposal: 1, member, roles: [ids.member], choice });

const shown = (app: TestApp) => weightsOf(describeProposal(app, 1));

const choices = { ada: "for", ben: "against", cleo: "abstain" } as const;
type Name = keyof typeof choices;

/** What Ada's For, Ben's Against and Cleo's Abstain weigh with Ada giving to Ben and Ben to Cleo, whoever of them votes first. */
async function expectTally(rule: DelegationRule, voters: readonly Name[], expected: readonly bigint[]): Promise<void> {
  for (const order of [voters, [...voters].reverse()]) {
    const app = createApp(rule);
    give(app, ada, ben);
    give(app, ben, cleo);
    await openFeeVote(app);
    for (const name of order) await cast(app, ids[name], choices[name]);
    const [For, Against, Abstain] = expected;
    expect(shown(app)).toEqual({ For, Against, Abstain });
  }
}

describe("default: one hop, where an own vote takes the weight back", () => {
  test.each([
    { voters: ["ada"], weights: [100n, 0n, 0n] },
    { voters: ["ben"], weights: [0n, 300n, 0n] },
    { voters: ["cleo"], weights: [0n, 0n, 500n] },
    { voters: ["ada", "ben"], weights: [100n, 200n, 0n] },
    { voters: ["ada", "cleo"], weights: [100n, 0n, 500n] },
    { voters: ["ben", "cleo"], weights: [0n, 300n, 300n] },
    { voters: ["ada", "ben", "cleo"], weights: [100n, 200n, 300n] },
  ] as { voters: Name[]; weights: bigint[] }[])("$voters: $weights", ({ voters, weights }) =>
    expectTally(OVERRIDE, voters, weights),
  );
});

describe("default: a cascade", () => {
  test.each([
    { override: true, voters: ["cleo"], weights: [0n, 0n, 600n] },
    { override: true, voters: ["ada", "cleo"], weights: [100n, 0n, 500n] },
    { override: true, voters: ["ben", "cleo"], weights: [0n, 300n, 300n] },
    { override: false, voters: ["cleo"], weights: [0n, 0n, 600n] },
    { override: false, voters: ["ada", "cleo"], weights: [0n, 0n, 600n] },
    { override: false, voters: ["ada", "ben", "cleo"], weights: [0n, 0n, 600n] },
  ] as { override: boolean; voters: Name[]; weights: bigint[] }[])(
    "override $override, $voters: $weights",
    ({ override, voters, weights }) => expectTally({ depth: "cascade", override }, voters, weights),
  );
});

test("behavior: a delegator who votes after the delegate changes the count", async () => {
  const app = createApp();
  give(app, ada, ben);
  await openFeeVote(app);
  expect(await cast(app, ben, "for")).toMatchObject({ delegators: 1, weights: [{ weight: 200n }] });
  expect(shown(app)).toMatchObject({ For: 300n, Against: 0n });
  await cast(app, ada, "against");
  expect(shown(app)).toMatchObject({ For: 200n, Against: 100n });
});

test("behavior: without override a delegator's ballot weighs what was not given away", async () => {
  const app = createApp({ depth: "one-hop", override: false });
  give(app, ada, ben, "40 %");
  give(app, ada, cleo, "1/3");
  await openFeeVote(app);
  await cast(app, ada, "against");
  await cast(app, ben, "for");
  expect(shown(app)).toMatchObject({ For: 240n, Against: 27n });
  // The unit that shares leave over went to whoever was closest to one more: nothing is lost.
  await cast(app, cleo, "abstain");
  expect(shown(app)).toMatchObject({ For: 240n, Against: 27n, Abstain: 333n });
});

test("behavior: a delegate without weight votes with what was given, until it is taken back", async () => {
  const app = createApp();
  give(app, ada, dora);
  await openFeeVote(app);
  expect(await cast(app, dora, "for")).toMatchObject({ delegators: 1, weights: [{ weight: 0n }] });
  expect(shown(app)).toMatchObject({ For: 100n });
  await cast(app, ada, "against");
  expect(shown(app)).toMatchObject({ For: 0n, Against: 100n });
  expect(describeProposal(app, 1).decision?.uncounted).toEqual([{ voter: dora, why: "has no weight" }]);
});

test("behavior: what a delegator links while the vote is open goes to the delegate once it is admitted", async () => {
  const app = createApp({ depth: "one-hop", override: false });
  give(app, dora, ben);
  await openFeeVote(app);
  await cast(app, ben, "for");
  link(app, dora, `0x${"D".repeat(40)}`, 50n);
  app.values.set("supply", 650n);
  expect(shown(app)).toMatchObject({ For: 200n });
  await cast(app, dora, "against");
  expect(shown(app)).toMatchObject({ For: 250n, Against: 0n });
});

test("boundary: the cap holds for own and given weight together", async () => {
  const app = createApp(OVERRIDE, { cap: "40 %" });
  give(app, ada, ben, "40 %");
  await openFeeVote(app);
  await cast(app, ben, "for");
  expect(shown(app)).toMatchObject({ For: 240n });
  const other = createApp(OVERRIDE, { cap: "40 %" });
  give(other, ada, ben, "41 %");
  await openFeeVote(other);
  await cast(other, ben, "for");
  expect(shown(other)).toMatchObject({ For: 240n });
});

const sided = { counting: "for-against-abstain", quorum };

/** Two houses of the same wallets, of which only one knows delegation. */
function createHouses(delegation: DelegationRule): TestApp {
  const source = { kind: "votes" as const, chain: 31_337, token, symbol: "HELIO", decimals: 0 };
  const houses = { holders: { ...sided, title: "Holders", delegation }, keepers: { ...sided, title: "Keepers" } };
  const config = testConfig({
    electorates: { holders: source, keepers: source },
    rulePacks: { standard: { title: "Both", counting: "two-house", houses } },
  });
  return withWallets(createTestApp({ config }));
}

test.each([
  { override: true, holders: { For: 200n, Against: 100n } },
  { override: false, holders: { For: 300n, Against: 0n } },
])("behavior: of two houses only the one that knows delegation counts it, override $override", async (expected) => {
  const app = createHouses({ depth: "one-hop", override: expected.override });
  give(app, ada, ben);
  await openFeeVote(app);
  await cast(app, ben, "for");
  const houseWeights = (house: string) => weightsOf({ decision: describeProposal(app, 1).decision?.houses?.[house] });
  expect(houseWeights("holders")).toMatchObject({ For: 300n });
  expect(houseWeights("keepers")).toMatchObject({ For: 200n });
  await cast(app, ada, "against");
  expect(houseWeights("holders")).toMatchObject(expected.holders);
  expect(houseWeights("keepers")).toMatchObject({ For: 200n, Against: 100n });
});

test("default: the bundle of a vote with delegations proves itself, and a delegation changed in it is found", async () => {
  const app = createApp();
  give(app, ada, ben, "1/3");
  give(app, cleo, dora);
  await openFeeVote(app);
  await cast(app, ben, "for");
  await cast(app, dora, "against");
  await cast(app, cleo, "for");
  app.set(START + 3_660);
  closeVote(app, 1);
  const text = bundleVote(app, 1)?.text ?? "";
  const { problems, decision } = await verifyBundle(JSON.parse(text), { posted: findRoot(app, 1), text });
  expect(problems).toEqual([]);
  expect(decision).toEqual(describeProposal(app, 1).decision);
  expect(shown(app)).toEqual({ For: 533n, Against: 0n, Abstain: 0n });
  const { delegations = [] } = JSON.parse(text) as Bundle;
  expect(delegations).toEqual([
    { from: ada, to: ben, share: "1/3" },
    { from: cleo, to: dora, share: "100 %" },
  ]);
  const changed = [
    [{ ...delegations[0], share: "1/2" }, delegations[1]],
    [{ ...delegations[0], to: dora }, delegations[1]],
    [delegations[1]],
    [],
    [...delegations, { from: ben, to: dora, share: "1 %" }],
  ];
  for (const rows of changed) {
    const found = await verifyBundle({ ...JSON.parse(text), delegations: rows });
    expect(found.problems.join("\n")).toContain("The delegations are not those recorded when the vote opened");
  }
});

const queued = (app: TestApp) =>
  listUnposted(app.db)
    .filter(({ kind }) => kind === "delegate-voted")
    .map(({ refs, destination, validUntil, revision }) => ({ refs, destination, validUntil, revision }));

test("default: whoever asked for it is told that the delegate voted, once, and again only by bringing it up to date", async () => {
  const app = createApp();
  for (const member of [ada, cleo, dora]) setSubscribed(app.db, member, true, app.now());
  // Dora has nothing that anybody could vote with, and Cleo gave nothing.
  for (const member of [ada, dora]) give(app, member, ben);
  await openFeeVote(app);
  await cast(app, ben, "for");
  const refs = { proposal: 1, delegator: ada, delegate: ben };
  const told = { refs, destination: `member:${ada}`, validUntil: START + 3_600 };
  expect(queued(app)).toEqual([{ ...told, revision: 2 }]);
  await cast(app, ben, "against");
  expect(queued(app)).toEqual([{ ...told, revision: 3 }]);
  await cast(app, ada, "for");
  expect(queued(app)).toEqual([{ ...told, revision: 4 }]);
  // What has voted itself follows no delegate any more.
  await cast(app, ben, "for");
  expect(queued(app)).toEqual([{ ...told, revision: 4 }]);
  expect(listOutdated(app.db)).toEqual([]);
});

test.each([
  { rule: OVERRIDE, more: { secret: true }, when: "the vote is secret" },
  { rule: { depth: "one-hop", override: false } as const, more: {}, when: "an own vote takes nothing back" },
])("behavior: nobody is told where $when", async ({ rule, more }) => {
  const app = createApp(rule, more);
  setSubscribed(app.db, ada, true, app.now());
  give(app, ada, ben);
  await openFeeVote(app);
  await cast(app, ben, "for");
  expect(queued(app)).toEqual([]);
});

test("behavior: nobody is told who voted before the delegate did, or did not ask to be", async () => {
  const app = createApp();
  setSubscribed(app.db, ada, true, app.now());
  for (const member of [ada, cleo]) give(app, member, ben);
  await openFeeVote(app);
  await cast(app, ada, "against");
  await cast(app, ben, "for");
  expect(queued(app)).toEqual([]);
});
