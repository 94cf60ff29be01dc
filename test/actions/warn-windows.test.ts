import { expect, test } from "vitest";
import { addEvent } from "../../db/events.ts";
import { addExecution } from "../../db/executions.ts";
import { addHandoff } from "../../db/handoffs.ts";
import { immediate } from "../../db/open.ts";
import { listUnposted } from "../../db/outbox.ts";
import { warnWindows } from "../../jobs/warn-windows.ts";
import { UNASKED } from "../../src/actions/handoffs/unasked.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import { renderNotice } from "../../src/discord/notices.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, openFeeVote, wallets } from "../support/members.ts";
import { expectAccepted, shownText } from "../support/message-check.ts";
import { ids, registry, testConfig } from "../support/test-config.ts";

const CLOSES = START + 3_600;
const DAY = 86_400;

async function passedApp(life: Record<string, number> = {}, kind: "governor" | "safe" = "governor"): Promise<TestApp> {
  const executor =
    kind === "safe"
      ? { dao: { kind: "safe", chain: 31_337, safe: registry } }
      : { dao: { kind: "governor", chain: 31_337, governor: registry } };
  const app = createTestApp({
    config: testConfig({
      executors: executor,
      rulePacks: { standard: { title: "Standard", quorum: { kind: "share", share: "4 %" }, life } },
      electorates: { holders: { kind: "votes", chain: 31_337, token: registry, symbol: "HELIO", decimals: 18 } },
      handoffs: { closingNoticeSeconds: 3_600, idleNoticeSeconds: DAY },
    }),
  });
  if (kind === "safe") {
    app.values.set("VERSION", "1.5.0").set("nonce", 7n).set("getThreshold", 2n);
    const { domainHash } = await import("../../src/executors/safe-hash.ts");
    app.values.set("domainSeparator", domainHash({ chain: 31_337, safe: registry }));
  }
  link(app, ids.ada, wallets.ada, 60n);
  await openFeeVote(app);
  const interaction = interactionAt(START * 1000);
  await castVote(app, { interaction, proposal: 1, member: ids.ada, roles: [ids.member], choice: "for" });
  app.set(CLOSES + 60);
  closeVote(app, 1);
  return app;
}

function handOff(app: TestApp): number {
  const facts = { proposal: 1, executor: "dao", onchainId: "7", preparedBy: ids.cleo, preparedAt: app.now() };
  return addHandoff(app.db, facts).id;
}

function see(app: TestApp, state: string, facts: Record<string, string> = {}): void {
  const block = { block: 1_000n, blockHash: `0x${"ab".repeat(32)}` as const, transaction: null };
  addExecution(app.db, { handoff: 1, state, ...block, at: app.now(), facts });
}

const run = async (app: TestApp) => (await warnWindows.run(app)).did?.["warned"];

async function last(app: TestApp): Promise<string> {
  const row = listUnposted(app.db).findLast(({ kind }) => kind === "window-closing");
  expect(row?.destination).toBe(ids.proposals);
  const message = await renderNotice(app, row?.kind ?? "", row?.refs ?? {}, "mark");
  expectAccepted(message);
  expect(message.body["allowed_mentions"]).toEqual({ parse: [], roles: [ids.treasurer] });
  return shownText(message);
}

test("default: before the rules' time to carry it out ends the treasurers are told, once", async () => {
  const app = await passedApp({ timelockSeconds: 600, graceSeconds: 4 * 3_600 });
  const until = CLOSES + 600 + 4 * 3_600;
  const { again, did } = await warnWindows.run(app);
  expect([did, again]).toEqual([{ warned: 0 }, until - 3_600]);
  app.set(until - 3_600);
  expect(await run(app)).toBe(1);
  expect(await run(app)).toBe(0);
  const card = await last(app);
  expect(card).toContain("#1 · The time to carry it out ends");
  expect(card).toContain(`<@&${ids.treasurer}>`);
  expect(card).toContain("No treasurer has asked for its hand-off yet.");
  expect(card).toContain(`<t:${until}:f>`);
});

test("behavior: a short window is warned of in its second half, a closed one and an executed vote not at all", async () => {
  const app = await passedApp({ graceSeconds: 1_000 });
  app.set(CLOSES + 499);
  expect(await run(app)).toBe(0);
  app.set(CLOSES + 500);
  handOff(app);
  see(app, "executed");
  expect(await run(app)).toBe(0);
  const late = await passedApp({ graceSeconds: 1_000 });
  late.set(CLOSES + 1_000);
  expect(await run(late)).toBe(0);
});

test("behavior: a vote on chain that ends soon is told, by time or by the pace of its blocks; in rounds it cannot be", async () => {
  const app = await passedApp();
  handOff(app);
  const deadline = app.now() + 2 * DAY;
  see(app, "active", { clock: "timestamp", snapshot: String(app.now()), deadline: String(deadline) });
  expect(await run(app)).toBe(0);
  app.set(deadline - 3_000);
  expect(await run(app)).toBe(1);
  expect(await last(app)).toContain(`Voting on it on chain ends about <t:${deadline}:f>`);
  const byBlocks = await passedApp();
  handOff(byBlocks);
  see(byBlocks, "active", { clock: "block", snapshot: "900", deadline: "1100" });
  const older = { ...byBlocks.chain.head, number: 0n, timestamp: byBlocks.chain.head.timestamp - 12_000 };
  byBlocks.chain.block = async () => older;
  byBlocks.chain.head = { ...byBlocks.chain.head, timestamp: byBlocks.now() };
  older.timestamp = byBlocks.now() - 12_000;
  expect(await run(byBlocks)).toBe(1);
  expect(await last(byBlocks)).toContain(`<t:${byBlocks.now() + 1_200}:f>`);
  const byRounds = await passedApp();
  handOff(byRounds);
  see(byRounds, "active", { clock: "round", snapshot: "9", deadline: "11" });
  expect(await run(byRounds)).toBe(0);
});

test("behavior: a chain that does not answer keeps no other window from being told", async () => {
  const app = await passedApp({ graceSeconds: 1_000 });
  handOff(app);
  see(app, "active", { clock: "block", snapshot: "900", deadline: "1100" });
  app.chain.down = true;
  app.set(CLOSES + 600);
  expect(await run(app)).toBe(1);
});

test("behavior: what a timelock lets expire is told in time, and what it holds ready for long too", async () => {
  const app = await passedApp();
  handOff(app);
  const eta = app.now() + 3_600;
  see(app, "queued", { eta: String(eta), expires: String(eta + 14 * DAY) });
  app.set(eta + DAY - 1);
  expect(await run(app)).toBe(0);
  app.set(eta + DAY);
  expect(await run(app)).toBe(1);
  const idle = await last(app);
  expect(idle).toContain("The next step has been due for long");
  expect(idle).toContain(`Due since <t:${eta}:f>`);
  app.set(eta + 14 * DAY - 3_600);
  expect(await run(app)).toBe(1);
  expect(await last(app)).toContain("It expires on chain");
  expect(await run(app)).toBe(0);
});

test("behavior: each state that waits for somebody is told of once, after a while", async () => {
  const app = await passedApp();
  handOff(app);
  app.pass(DAY);
  expect(await run(app)).toBe(1);
  expect(await last(app)).toContain("Nobody has sent the hand-off to the chain.");
  see(app, "succeeded");
  expect(await run(app)).toBe(0);
  app.pass(DAY);
  expect(await run(app)).toBe(1);
  see(app, "canceled");
  app.pass(DAY);
  expect(await run(app)).toBe(0);
});

test("behavior: another hash that an owner of the Safe approved may take the nonce, until it is executed", async () => {
  const app = await passedApp({}, "safe");
  handOff(app);
  see(app, "approving", { nonce: "7", current: "7", threshold: "2", owners: "3", approvals: "1" });
  const seen = (step: string, id: string) =>
    immediate(app.db, () => {
      const kept = { executor: "dao", chain: 31_337, contract: registry, id, step, count: 0 };
      const place = { transaction: `0x${"12".repeat(32)}`, block: "1000", at: app.now() };
      addEvent(app.db, { at: app.now(), kind: UNASKED, body: { ...kept, ...place } });
    });
  seen("approved", "0xaa");
  seen("approved", "0xbb");
  seen("executed", "0xbb");
  expect(await run(app)).toBe(1);
  expect(await run(app)).toBe(0);
  const card = await last(app);
  expect(card).toContain("Another transaction may take its nonce");
  expect(card).toContain("`0xaa`");
});
