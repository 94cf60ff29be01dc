import { privateKeyToAccount } from "viem/accounts";
import { expect, test } from "vitest";
import { listEventsOfKind, verifyEvents } from "../../db/events.ts";
import { immediate } from "../../db/open.ts";
import { findOutbox, listUnposted } from "../../db/outbox.ts";
import { addWallet, listWallets, setUnlinked } from "../../db/wallets.ts";
import { adoptHandoff } from "../../src/actions/handoffs/adopt-handoff.ts";
import { describePreparedHandoff } from "../../src/actions/handoffs/describe-handoff.ts";
import { findFreeze, freezeHandoffs, liftFreeze } from "../../src/actions/handoffs/freeze-handoffs.ts";
import { askHandoff, describePermit, needsPermit, permitHandoff } from "../../src/actions/handoffs/permit-handoff.ts";
import { prepareHandoff } from "../../src/actions/handoffs/prepare-handoff.ts";
import { describeProposal } from "../../src/actions/proposals/describe-proposal.ts";
import { Refusal, Repeated } from "../../src/errors.ts";
import type { TestApp } from "../support/app.ts";
import { passedVote, treasurerClick } from "../support/passed-vote.ts";
import { handoffs } from "../support/rows.ts";
import { ids } from "../support/test-config.ts";

const AGE = 259_200;
const roles = [ids.treasurer];
const benKey = privateKeyToAccount(`0x${"b1".repeat(32)}`);
const thief = privateKeyToAccount(`0x${"cc".repeat(32)}`);

const ask = (app: TestApp, treasurer: string = ids.cleo) =>
  askHandoff(app, { ...treasurerClick(app), proposal: 1, treasurer });

function keep(app: TestApp, member: string, account: { address: `0x${string}` }, linkedAt: number): void {
  addWallet(app.db, { address: account.address, member, linkedAt, message: "", signature: "0x" });
}

/** A passed vote, in a community whose hand-offs take two treasurers: Cleo, and Ben with an old wallet. */
async function passedApp(treasurers: 1 | 2 = 2): Promise<TestApp> {
  const app = await passedVote(treasurers);
  keep(app, ids.ben, benKey, app.now() - AGE);
  return app;
}

async function sign(app: TestApp, asked: number, account = benKey, treasurer: string = ids.ben): Promise<string> {
  const { json } = describePermit(app, { asked, treasurer, roles });
  return account.signTypedData(JSON.parse(json));
}

const permit = (app: TestApp, asked: number, signature: string, treasurer: string = ids.ben) =>
  permitHandoff(app, { ...treasurerClick(app), asked, treasurer, signature });

test("default: one treasurer asks, another's wallet permits, and then there is a call to sign", async () => {
  const app = await passedApp();
  expect(needsPermit(app, 1)).toBe(true);
  const asked = await ask(app);
  expect(handoffs(app.db)).toEqual([]);
  expect(describeProposal(app, 1).state).toBe("passed");
  expect(findOutbox(app.db, `handoff-asked:${asked.id}`)).toMatchObject({ destination: ids.proposals });
  const { wallets: mine, json } = describePermit(app, { asked: asked.id, treasurer: ids.ben, roles });
  expect(mine).toEqual([benKey.address]);
  expect(JSON.parse(json).message).toMatchObject({
    proposal: "1",
    title: "Set Operator fee to 12 %",
    actionsHash: describeProposal(app, 1).actionsHash,
    onchainId: asked.onchainId,
    askedBy: ids.cleo,
    permittedBy: ids.ben,
    validUntil: String(app.now() + 86_400),
  });
  const prepared = await permit(app, asked.id, await sign(app, asked.id));
  expect(prepared).toMatchObject({ id: 1, onchainId: asked.onchainId });
  expect(handoffs(app.db)).toMatchObject([{ preparedBy: ids.cleo }]);
  const [permitted] = listEventsOfKind(app.db, 1, ["handoff-permitted"]);
  expect(permitted?.actor).toBe(ids.ben);
  expect(JSON.parse(permitted?.body ?? "")).toMatchObject({ asked: asked.id, wallet: benKey.address });
  expect(verifyEvents(app.db).broken).toBeUndefined();
  expect(needsPermit(app, 1)).toBe(false);
  expect(await prepareHandoff(app, { ...treasurerClick(app), proposal: 1, treasurer: ids.ben })).toMatchObject({
    id: 1,
  });
});

test("law: no Discord account alone hands anything off", async () => {
  const app = await passedApp();
  keep(app, ids.cleo, thief, app.now() - AGE);
  const direct = prepareHandoff(app, { ...treasurerClick(app), proposal: 1, treasurer: ids.cleo });
  await expect(direct).rejects.toThrow("takes two treasurers");
  const { id } = await ask(app);
  // Who asked cannot permit, with whatever wallet.
  expect(() => describePermit(app, { asked: id, treasurer: ids.cleo, roles })).toThrow("asked for it yourself");
  // The other's account without the other's wallet.
  const good = await sign(app, id);
  await expect(permit(app, id, await sign(app, id, thief))).rejects.toThrow("none of the wallets that may");
  // The right signature for another account, or by somebody without the role.
  keep(app, ids.ada, { address: "0x00000000000000000000000000000000000000A1" }, 0);
  await expect(permit(app, id, good, ids.ada)).rejects.toThrow("none of the wallets that may");
  const member = permitHandoff(app, {
    ...treasurerClick(app),
    roles: [ids.member],
    asked: id,
    treasurer: ids.ben,
    signature: good,
  });
  await expect(member).rejects.toThrow("Only treasurers");
  // A wallet that the thief of the other's account has just linked.
  for (const { id: own } of listWallets(app.db, ids.ben)) setUnlinked(app.db, own, app.now());
  keep(app, ids.ben, { address: "0x00000000000000000000000000000000000000B1" }, app.now() - AGE + 1);
  await expect(permit(app, id, good)).rejects.toThrow("too short a time");
  expect(handoffs(app.db)).toEqual([]);
});

test("law: what another tool brought to the chain is followed, but its calls are shown by no one treasurer's wish", async () => {
  const app = await passedApp();
  expect(immediate(app.db, () => adoptHandoff(app, 1))).toBe(true);
  const { id } = await prepareHandoff(app, { ...treasurerClick(app), proposal: 1, treasurer: ids.cleo });
  expect(describePreparedHandoff(app, id)).toMatchObject({ preparedBy: "", due: undefined });
  const alone = await passedApp(1);
  immediate(alone.db, () => adoptHandoff(alone, 1));
  expect(describePreparedHandoff(alone, 1).due?.name).toBe("propose");
});

test("boundary: a permit holds for what was asked, once, and until its time", async () => {
  const app = await passedApp();
  const first = await ask(app);
  expect(await ask(app, ids.ada)).toEqual(first);
  const early = await sign(app, first.id);
  app.set(first.validUntil - 1);
  expect(describePermit(app, { asked: first.id, treasurer: ids.ben, roles }).wallets).toHaveLength(1);
  app.set(first.validUntil);
  await expect(permit(app, first.id, early)).rejects.toThrow("too long ago");
  const second = await ask(app);
  expect(second.id).not.toBe(first.id);
  await expect(permit(app, second.id, early)).rejects.toThrow("signs another text");
  const signature = await sign(app, second.id);
  await permit(app, second.id, signature);
  await expect(permit(app, second.id, signature)).rejects.toThrow("handed off already");
  await expect(permit(app, 1, signature)).rejects.toThrow("Nobody asked");
});

test("error: what the chain no longer is cannot be asked for, nor permitted", async () => {
  const app = await passedApp();
  app.values.set("operatorFeeBps", 1_100n);
  await expect(ask(app)).rejects.toThrow("it was 10 %, it is 11 %");
  app.values.set("operatorFeeBps", 1_000n);
  const request = { ...treasurerClick(app), proposal: 1, treasurer: ids.cleo };
  const { id } = await askHandoff(app, request);
  await expect(askHandoff(app, request)).rejects.toThrow(Repeated);
  const signature = await sign(app, id);
  app.values.set("operatorFeeBps", 1_100n);
  await expect(permit(app, id, signature)).rejects.toThrow(Refusal);
  app.values.set("operatorFeeBps", 1_000n);
  await expect(permit(app, id, "0x12")).rejects.toThrow("65 bytes");
  expect(await permit(app, id, signature)).toMatchObject({ id: 1 });
});

test("behavior: one treasurer freezes all hand-offs, and two let them go on", async () => {
  const app = await passedApp(1);
  const { id } = await prepareHandoff(app, { ...treasurerClick(app), proposal: 1, treasurer: ids.cleo });
  const shown = () => findOutbox(app.db, `handed-off:${id}`)?.revision ?? 0;
  const before = shown();
  const frozen = freezeHandoffs(app, {
    ...treasurerClick(app),
    treasurer: ids.ben,
    reason: " Somebody **phished** us. ",
  });
  expect(frozen).toMatchObject({ by: ids.ben, reason: "Somebody **phished** us." });
  expect(shown()).toBe(before + 1);
  const said = listUnposted(app.db).filter(({ kind }) => kind === "freeze");
  expect(said.map(({ destination }) => destination)).toEqual([ids.alarms, ids.proposals]);
  expect(describePreparedHandoff(app, id).freeze).toEqual(frozen);
  const again = () => prepareHandoff(app, { ...treasurerClick(app), proposal: 1, treasurer: ids.cleo });
  await expect(again()).rejects.toThrow("All hand-offs are frozen");
  expect(() => freezeHandoffs(app, { ...treasurerClick(app), treasurer: ids.ada, reason: "too" })).toThrow(
    "frozen already",
  );
  expect(liftFreeze(app, { ...treasurerClick(app), treasurer: ids.ben })?.liftAskedBy).toBe(ids.ben);
  expect(() => liftFreeze(app, { ...treasurerClick(app), treasurer: ids.ben })).toThrow("takes a second treasurer");
  await expect(again()).rejects.toThrow("frozen");
  expect(liftFreeze(app, { ...treasurerClick(app), treasurer: ids.ada })).toBeUndefined();
  expect(await again()).toMatchObject({ id });
  expect(() => liftFreeze(app, { ...treasurerClick(app), treasurer: ids.ada })).toThrow("not frozen");
  expect(verifyEvents(app.db).broken).toBeUndefined();
});

test("boundary: a lift that one treasurer asked for lapses after a day, and a new freeze starts anew", async () => {
  const app = await passedApp(1);
  freezeHandoffs(app, { ...treasurerClick(app), treasurer: ids.ben, reason: "first" });
  liftFreeze(app, { ...treasurerClick(app), treasurer: ids.cleo });
  app.pass(86_400);
  expect(findFreeze(app)?.liftAskedBy).toBeUndefined();
  expect(liftFreeze(app, { ...treasurerClick(app), treasurer: ids.ada })?.liftAskedBy).toBe(ids.ada);
  app.pass(86_399);
  expect(liftFreeze(app, { ...treasurerClick(app), treasurer: ids.cleo })).toBeUndefined();
  expect(
    freezeHandoffs(app, { ...treasurerClick(app), treasurer: ids.ben, reason: "second" }).liftAskedBy,
  ).toBeUndefined();
});

test("error: only treasurers freeze and lift, with a reason, and each click counts once", async () => {
  const app = await passedApp(1);
  const member = { ...treasurerClick(app), roles: [ids.member, ids.maintainer], treasurer: ids.ada };
  expect(() => freezeHandoffs(app, { ...member, reason: "x" })).toThrow("Only treasurers");
  expect(() => liftFreeze(app, member)).toThrow("Only treasurers");
  expect(() => freezeHandoffs(app, { ...treasurerClick(app), treasurer: ids.ben, reason: " \n" })).toThrow("Say why");
  const request = { ...treasurerClick(app), treasurer: ids.ben, reason: "x" };
  freezeHandoffs(app, request);
  expect(() => freezeHandoffs(app, request)).toThrow(Repeated);
});
