import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { expect, test } from "vitest";
import { listSignatures } from "../../db/ballots.ts";
import { listEventsOfKind, verifyEvents } from "../../db/events.ts";
import { bundleVote, findRoot } from "../../src/actions/votes/bundle-vote.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import { describeBallot } from "../../src/actions/votes/describe-ballot.ts";
import { describeSigning, signBallot } from "../../src/actions/votes/sign-ballot.ts";
import type { Bundle } from "../../src/core/governance/bundle/bundle.ts";
import { verifyBundle } from "../../src/core/governance/bundle/verify-bundle.ts";
import { Refusal, Repeated } from "../../src/errors.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, openFeeVote } from "../support/members.ts";
import { ids, testConfig } from "../support/test-config.ts";

const CLOSES = START + 3_600;
/** Keys that everybody knows. */
const [ada, ben, other] = (["11", "22", "33"] as const).map((byte) => privateKeyToAccount(`0x${byte.repeat(32)}`)) as [
  Account,
  Account,
  Account,
];
type Account = ReturnType<typeof privateKeyToAccount>;

const now = (app: TestApp) => interactionAt(app.now() * 1000);

/** Ada and Ben can vote; Ben, who holds two wallets, has voted. */
async function votedApp() {
  const app = createTestApp();
  link(app, ids.ada, ada.address, 60n);
  link(app, ids.ben, ben.address, 40n);
  link(app, ids.ben, other.address, 5n);
  await openFeeVote(app);
  const ballot = await cast(app, ids.ben, "for");
  return { app, ballot };
}

async function cast(app: TestApp, member: string, choice: string): Promise<string> {
  const request = { interaction: now(app), proposal: 1, member, roles: [ids.member], choice };
  return (await castVote(app, request)).ballot;
}

async function signatureOf(app: TestApp, ballot: string, account: Account, member: string = ids.ben): Promise<Hex> {
  const { json } = describeSigning(app, ballot, { member, interaction: now(app) });
  return account.signTypedData(JSON.parse(json));
}

const sign = (app: TestApp, ballot: string, signature: string, member: string = ids.ben) =>
  signBallot(app, { interaction: now(app), member, ballot, signature });

function bundleOf(app: TestApp): Bundle {
  app.set(CLOSES + 60);
  closeVote(app, 1);
  return JSON.parse(bundleVote(app, 1)?.text ?? "") as Bundle;
}

test("default: a wallet's signature is kept with its ballot, chained, and proves it in the bundle", async () => {
  const { app, ballot } = await votedApp();
  await cast(app, ids.ada, "against");
  const signed = await sign(app, ballot, await signatureOf(app, ballot, ben));
  expect(signed).toMatchObject({ wallet: ben.address, ballot: { id: ballot, choice: "for" }, vote: { id: 1 } });
  expect(listEventsOfKind(app.db, 1, ["ballot-signed"])).toMatchObject([{ actor: ids.ben }]);
  expect(verifyEvents(app.db).broken).toBeUndefined();
  const bundle = bundleOf(app);
  const { problems, proved } = await verifyBundle(bundle, { posted: findRoot(app, 1) });
  expect(problems).toEqual([]);
  expect(proved.join("\n")).toMatch(/sign/i);
  expect(bundle.ballots.map(({ grade, wallet }) => [grade, wallet])).toEqual([
    ["wallet", ben.address],
    ["discord", undefined],
  ]);
});

test("default: any wallet that the member votes with there may sign, and capitals do not matter", async () => {
  const { app, ballot } = await votedApp();
  const { wallets } = describeSigning(app, ballot, { member: ids.ben, interaction: now(app) });
  expect(wallets).toEqual([ben.address, other.address]);
  const signature = await signatureOf(app, ballot, other);
  await sign(app, ballot, `  0x${signature.slice(2).toUpperCase()}\n`);
  expect(listSignatures(app.db, 1).get(ballot)).toMatchObject({ wallet: other.address, signature });
  expect((await verifyBundle(bundleOf(app))).problems).toEqual([]);
});

test("error: only the member's own wallets sign, and only the very ballot", async () => {
  const { app, ballot } = await votedApp();
  const mine = await cast(app, ids.ada, "for");
  const own = await signatureOf(app, ballot, ben);
  await expect(sign(app, ballot, await signatureOf(app, ballot, ada))).rejects.toMatchObject({
    message: expect.stringContaining(ada.address),
    hint: expect.stringContaining(ben.address),
  });
  await expect(sign(app, ballot, await signatureOf(app, mine, ben, ids.ada))).rejects.toThrow("signs another text");
  await expect(sign(app, mine, own)).rejects.toThrow("no such ballot of yours");
  await expect(sign(app, ballot, own, ids.ada)).rejects.toThrow("no such ballot of yours");
  await expect(sign(app, "1", own)).rejects.toThrow("no such ballot of yours");
  await expect(sign(app, ballot, await ben.signMessage({ message: "for" }))).rejects.toThrow(Refusal);
  expect(listSignatures(app.db, 1).size).toBe(0);
  expect(listEventsOfKind(app.db, 1, ["ballot-signed"])).toEqual([]);
});

test.each([
  ["no signature", "yes"],
  ["nothing", ""],
  ["too short", "0x1234"],
  ["a point that is not on the curve", `0x${"ff".repeat(32)}${"11".repeat(32)}1b`],
  ["zeros", `0x${"00".repeat(65)}`],
  ["an unknown recovery byte", `0x${"11".repeat(64)}63`],
  ["a high s", `0x${"11".repeat(32)}${"ff".repeat(32)}1b`],
])("error: %s is refused plainly", async (_, signature) => {
  const { app, ballot } = await votedApp();
  await expect(sign(app, ballot, signature)).rejects.toThrow(Refusal);
});

test("error: a second signature is refused, one interaction acts once", async () => {
  const { app, ballot } = await votedApp();
  const request = { interaction: now(app), member: ids.ben, ballot, signature: await signatureOf(app, ballot, ben) };
  const again = await signatureOf(app, ballot, other);
  await signBallot(app, request);
  await expect(signBallot(app, request)).rejects.toThrow(Repeated);
  await expect(sign(app, ballot, again)).rejects.toThrow("signed already");
  expect(listEventsOfKind(app.db, 1, ["ballot-signed"])).toHaveLength(1);
});

test("behavior: a ballot that was replaced is not signed, not even one replaced while the signature is looked at", async () => {
  const { app, ballot } = await votedApp();
  const signature = await signatureOf(app, ballot, ben);
  const pending = sign(app, ballot, signature);
  const newer = await cast(app, ids.ben, "against");
  await expect(pending).rejects.toThrow("voted again since");
  await expect(sign(app, ballot, signature)).rejects.toThrow("voted again since");
  await expect(sign(app, newer, signature)).rejects.toThrow("signs another text");
  await sign(app, newer, await signatureOf(app, newer, ben));
  expect((await verifyBundle(bundleOf(app))).problems).toEqual([]);
});

test("behavior: a changed ballot leaves the signature with the one that was signed", async () => {
  const { app, ballot } = await votedApp();
  await sign(app, ballot, await signatureOf(app, ballot, ben));
  await cast(app, ids.ben, "against");
  const bundle = bundleOf(app);
  expect(bundle.ballots.map(({ grade }) => grade)).toEqual(["wallet", "discord"]);
  expect((await verifyBundle(bundle)).problems).toEqual([]);
});

test.each([
  { at: CLOSES * 1000 - 1, signs: true },
  { at: CLOSES * 1000, signs: false },
])("boundary: pasted at $at ms, signed: $signs", async ({ at, signs }) => {
  const { app, ballot } = await votedApp();
  const signature = await signatureOf(app, ballot, ben);
  app.set(CLOSES + 30);
  const result = await signBallot(app, { interaction: interactionAt(at), member: ids.ben, ballot, signature }).catch(
    (error: unknown) => error,
  );
  expect(result instanceof Refusal).toBe(!signs);
});

test("error: after the count nothing is signed any more", async () => {
  const { app, ballot } = await votedApp();
  const signature = await signatureOf(app, ballot, ben);
  const inTime = now(app);
  bundleOf(app);
  await expect(signBallot(app, { interaction: inTime, member: ids.ben, ballot, signature })).rejects.toThrow(
    "has been counted",
  );
});

test("error: where votes go by role there is nothing to sign with", async () => {
  const app = createTestApp({
    config: testConfig({ voting: { rulePack: "crew", electorate: "crew", periodSeconds: 3_600 } }),
  });
  link(app, ids.ben, ben.address, 40n);
  await openFeeVote(app);
  const ballot = await cast(app, ids.ben, "for");
  expect(() => describeSigning(app, ballot, { member: ids.ben, interaction: now(app) })).toThrow(
    "Votes here go by role and not by wallet",
  );
});

test("error: a form is spared to whoever cannot vote, with the reason", async () => {
  const { app } = await votedApp();
  const ask = (changes: Partial<Parameters<typeof describeBallot>[1]> = {}) =>
    describeBallot(app, { proposal: 1, interaction: now(app), member: ids.ben, roles: [ids.member], ...changes });
  expect(ask()).toMatchObject({ closesAt: CLOSES, current: { choice: "for" } });
  expect(() => ask({ roles: [] })).toThrow("Only members");
  expect(() => ask({ proposal: 9 })).toThrow("no proposal #9");
  expect(() => ask({ member: ids.cleo })).toThrow("no linked wallet");
  expect(() => ask({ interaction: interactionAt(START * 1000 - 1) })).toThrow("not open yet");
  expect(() => ask({ interaction: interactionAt(CLOSES * 1000) })).toThrow("had ended");
});
