import fc from "fast-check";
import { expect, test } from "vitest";
import { listBallots, listCurrentBallots } from "../../db/ballots.ts";
import { verifyEvents } from "../../db/events.ts";
import { findOutbox } from "../../db/outbox.ts";
import { addWallet, findWallet, setUnlinked } from "../../db/wallets.ts";
import { describeProposal } from "../../src/actions/proposals/describe-proposal.ts";
import { type CastVote, castVote } from "../../src/actions/votes/cast-vote.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import { Refusal, Repeated, Transient } from "../../src/errors.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, openFeeVote, wallets, weightsOf } from "../support/members.ts";
import { ids, testConfig } from "../support/test-config.ts";

const sides = ["for", "against", "abstain"] as const;
const CLOSES = START + 3_600;

const click = (changes: Partial<CastVote> = {}): CastVote => ({
  interaction: interactionAt((START + 10) * 1000),
  proposal: 1,
  member: ids.ben,
  roles: [ids.member],
  choice: "for",
  ...changes,
});

/** A weight in a vote without houses. */
const only = (weight: bigint) => [{ house: "", weight }];

async function openApp(): Promise<TestApp> {
  const app = createTestApp();
  link(app, ids.ada, wallets.ada, 60n);
  link(app, ids.ben, wallets.ben, 40n);
  await openFeeVote(app);
  return app;
}

test("default: a ballot is stored, chained and shown, without asking a chain", async () => {
  const app = await openApp();
  const batches = app.chain.batches;
  const shown = findOutbox(app.db, "proposal-card:1")?.revision ?? 0;
  app.chain.down = true;
  const result = await castVote(app, click({ reason: "Fair." }));
  expect(result).toMatchObject({ vote: { id: 1 }, weights: only(40n), delegators: 0, choice: "for" });
  expect(weightsOf(describeProposal(app, 1))).toMatchObject({ For: 40n });
  expect(result.previous).toBeUndefined();
  expect(app.chain.batches).toBe(batches);
  expect(listBallots(app.db, 1)).toMatchObject([{ member: ids.ben, choice: "for", reason: "Fair." }]);
  expect(verifyEvents(app.db)).toMatchObject({ events: 3, broken: undefined });
  expect(findOutbox(app.db, "proposal-card:1")?.revision).toBe(shown + 1);
});

test("behavior: a vote is recorded before castVote first gives way", async () => {
  const app = await openApp();
  const pending = castVote(app, click());
  expect(listBallots(app.db, 1)).toHaveLength(1);
  await pending;
});

test("behavior: a changed mind counts once, and the old choice is told", async () => {
  const app = await openApp();
  await castVote(app, click());
  const changed = await castVote(app, click({ interaction: interactionAt((START + 20) * 1000), choice: "against" }));
  expect(changed).toMatchObject({ choice: "against", previous: "for" });
  expect(weightsOf(describeProposal(app, 1))).toMatchObject({ For: 0n, Against: 40n });
  expect(listBallots(app.db, 1)).toHaveLength(2);
});

test("behavior: clicks that arrive in reverse count in the order they were made", async () => {
  const app = await openApp();
  const [first, second] = [interactionAt((START + 10) * 1000), interactionAt((START + 11) * 1000)];
  await castVote(app, click({ interaction: second, choice: "against" }));
  const late = await castVote(app, click({ interaction: first, choice: "for" }));
  expect(late.choice).toBe("against");
  expect(weightsOf(describeProposal(app, 1))).toMatchObject({ For: 0n, Against: 40n });
});

test("error: one click delivered twice is recorded once", async () => {
  const app = await openApp();
  const request = click();
  await castVote(app, request);
  await expect(castVote(app, request)).rejects.toThrow(Repeated);
  expect(listBallots(app.db, 1)).toHaveLength(1);
});

test.each([
  { at: START * 1000 - 1, recorded: false },
  { at: START * 1000, recorded: true },
  { at: CLOSES * 1000 - 1, recorded: true },
  { at: CLOSES * 1000, recorded: false },
])("boundary: sent at $at ms, recorded: $recorded", async ({ at, recorded }) => {
  const app = await openApp();
  // The clock here is past the end: only when the click was made counts.
  app.set(CLOSES + 30);
  const result = await castVote(app, click({ interaction: interactionAt(at) })).catch((error: unknown) => error);
  expect(result instanceof Refusal).toBe(!recorded);
  expect(listBallots(app.db, 1)).toHaveLength(recorded ? 1 : 0);
});

test("error: after the count even a click in time is told that it was not recorded", async () => {
  const app = await openApp();
  app.set(CLOSES + 60);
  closeVote(app, 1);
  await expect(castVote(app, click())).rejects.toThrow("not recorded");
});

test("error: who cannot vote is told why and what to do", async () => {
  const app = await openApp();
  await expect(castVote(app, click({ roles: [] }))).rejects.toThrow("Only members");
  await expect(castVote(app, click({ member: ids.cleo }))).rejects.toMatchObject({
    message: /no linked wallet/,
    hint: /wallet link/,
  });
  link(app, ids.cleo, wallets.cleo, 0n);
  await expect(castVote(app, click({ member: ids.cleo }))).rejects.toThrow("no HELIO votes");
  await expect(castVote(app, click({ choice: "maybe" }))).rejects.toThrow("for, against or abstain");
  await expect(castVote(app, click({ proposal: 9 }))).rejects.toThrow("no proposal #9");
  expect(listBallots(app.db, 1)).toEqual([]);
});

test("behavior: a wallet linked since the vote opened votes with its weight at the snapshot", async () => {
  const app = await openApp();
  link(app, ids.cleo, wallets.cleo, 7n);
  app.chain.down = true;
  const request = click({ member: ids.cleo });
  await expect(castVote(app, request)).rejects.toThrow(Transient);
  app.chain.down = false;
  expect(await castVote(app, request)).toMatchObject({ weights: only(7n) });
});

test("behavior: while a chain is down a member votes with the weight there is, unless the ballot would stand for good", async () => {
  const app = await openApp();
  const extra = "0x00000000000000000000000000000000000000aD";
  link(app, ids.ben, extra, 7n);
  app.chain.down = true;
  expect(await castVote(app, click())).toMatchObject({ weights: only(40n), unweighed: 1 });
  app.chain.down = false;
  expect(await castVote(app, click())).toMatchObject({ weights: only(47n), unweighed: 0 });
});

test("error: a wallet passed on after the opening votes for nobody else", async () => {
  const app = await openApp();
  app.pass(5);
  setUnlinked(app.db, Number(findWallet(app.db, wallets.ben)?.id), app.now());
  addWallet(app.db, { address: wallets.ben, member: ids.cleo, linkedAt: app.now(), message: "", signature: "0x" });
  await expect(castVote(app, click({ member: ids.cleo }))).rejects.toThrow("another member");
  // Whoever held it when the vote opened keeps its weight there.
  expect((await castVote(app, click())).weights).toEqual(only(40n));
});

test("boundary: a wallet unlinked at the very second of opening is not free, one second earlier it is", async () => {
  for (const [unlinkedAt, free] of [
    [START, false],
    [START - 1, true],
  ] as const) {
    const app = createTestApp();
    link(app, ids.ada, wallets.ada, 60n);
    app.votes.set(wallets.cleo, 9n);
    addWallet(app.db, { address: wallets.cleo, member: ids.ben, linkedAt: START - 100, message: "", signature: "0x" });
    setUnlinked(app.db, Number(findWallet(app.db, wallets.cleo)?.id), unlinkedAt);
    await openFeeVote(app);
    addWallet(app.db, { address: wallets.cleo, member: ids.cleo, linkedAt: START + 5, message: "", signature: "0x" });
    const result = await castVote(app, click({ member: ids.cleo })).catch((error: unknown) => error);
    expect(result instanceof Refusal).toBe(!free);
  }
});

test("behavior: two members who hold one wallet in turn vote once between them", async () => {
  const app = await openApp();
  link(app, ids.cleo, wallets.cleo, 7n);
  setUnlinked(app.db, Number(findWallet(app.db, wallets.cleo)?.id), app.now());
  addWallet(app.db, { address: wallets.cleo, member: ids.ben, linkedAt: app.now(), message: "", signature: "0x" });
  expect((await castVote(app, click())).weights).toEqual(only(40n));
});

test("default: in a role's vote each member who carries it has one vote", async () => {
  const config = testConfig({ voting: { rulePack: "crew", electorate: "crew", periodSeconds: 3_600 } });
  const app = createTestApp({ config });
  await openFeeVote(app);
  await castVote(app, click({ member: ids.ada }));
  await castVote(app, click({ member: ids.ben }));
  const view = describeProposal(app, 1);
  expect([weightsOf(view)["For"], view.decision?.outcome]).toEqual([2n, "passed"]);
  await expect(castVote(app, click({ member: ids.cleo, roles: ["1"] }))).rejects.toThrow();
});

test("law: of 200 clicks at once each is recorded once, and the count is that of the newest", async () => {
  const app = createTestApp();
  const voters = Array.from({ length: 50 }, (_, index) => ({
    member: `7100000000000000${String(index).padStart(2, "0")}`,
    wallet: `0x${(index + 1).toString(16).padStart(40, "0")}` as const,
    weight: BigInt(index + 1),
  }));
  link(app, ids.ada, wallets.ada, 1_000n);
  for (const { member, wallet, weight } of voters) link(app, member, wallet, weight);
  await openFeeVote(app);
  const clicks = voters.flatMap(({ member }, index) =>
    [0, 1, 2, 3].map((turn) => click({ member, choice: sides[(index + turn) % 3] ?? "for" })),
  );
  const results = await Promise.all([...clicks].reverse().map((request) => castVote(app, request)));
  expect(results).toHaveLength(200);
  const expected = [0n, 0n, 0n];
  voters.forEach(({ weight }, index) => {
    expected[index % 3] = (expected[index % 3] ?? 0n) + weight;
  });
  const [For, Against, Abstain] = expected;
  expect(weightsOf(describeProposal(app, 1))).toEqual({ For, Against, Abstain });
  expect(verifyEvents(app.db)).toMatchObject({ events: 202, broken: undefined });
});

test("law: whatever is delivered, in whatever order and however often, the newest click of each member counts", async () => {
  const delivery = fc.record({
    index: fc.nat(5),
    member: fc.constantFrom(ids.ada, ids.ben),
    choice: fc.constantFrom(...sides),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(delivery, { maxLength: 12 }), async (deliveries) => {
      const app = await openApp();
      const byId = new Map<string, { member: string; choice: string }>();
      for (const { index, member, choice } of deliveries) {
        const id = String(1_490_000_000_000_000_000n + BigInt(index) * 10n ** 17n);
        const fresh = !byId.has(id);
        if (fresh) byId.set(id, { member, choice });
        const request = click({ interaction: { id, sentAtMs: (START + 10) * 1000 }, member, choice });
        const outcome = await castVote(app, request).then(
          () => "recorded",
          (error: unknown) => (error instanceof Repeated ? "repeated" : error),
        );
        expect(outcome).toBe(fresh ? "recorded" : "repeated");
      }
      const model = new Map<string, string>();
      for (const id of [...byId.keys()].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))) {
        const made = byId.get(id);
        if (made) model.set(made.member, made.choice);
      }
      expect(new Map(listCurrentBallots(app.db, 1).map(({ member, choice }) => [member, choice]))).toEqual(model);
      app.close();
    }),
    { numRuns: process.env["STEWARD_TORTURE"] === "1" ? 1_000 : 15 },
  );
});
