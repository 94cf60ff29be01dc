import { expect, test } from "vitest";
import { listUnposted } from "../../db/outbox.ts";
import { describeSentFailure, followSent } from "../../src/actions/handoffs/follow-sent.ts";
import { issueHandoffPage, noteSent } from "../../src/actions/handoffs/handoff-page.ts";
import { prepareHandoff } from "../../src/actions/handoffs/prepare-handoff.ts";
import { requirePage } from "../../src/actions/wallets/issue-page.ts";
import { renderNotice } from "../../src/discord/notices.ts";
import type { TestApp } from "../support/app.ts";
import { passedVote, treasurerClick } from "../support/passed-vote.ts";
import { ids } from "../support/test-config.ts";

const CHAIN = 31_337;
const hash = `0x${"ab".repeat(32)}` as const;

/** A hand-off whose call a treasurer's wallet has sent. */
async function sent(): Promise<TestApp> {
  const app = await passedVote();
  app.pages = () => "http://127.0.0.1";
  const { id } = await prepareHandoff(app, { ...treasurerClick(app), proposal: 1, treasurer: ids.cleo });
  const { url = "" } = issueHandoffPage(app, id, { id: ids.cleo, username: "cleo" }) ?? {};
  noteSent(app, requirePage(app, "handoff", url.split("/").at(-1) ?? ""), hash);
  return app;
}

const failures = (app: TestApp) => listUnposted(app.db).filter(({ kind }) => kind === "sent-failed");

test("default: a transaction that the chain refused is said once, and that the hand-off stands where it was", async () => {
  const app = await sent();
  expect(await followSent(app, CHAIN)).toBe(0);
  app.chain.receipts.set(hash, { block: app.chain.head.number + 1n, reverted: true });
  expect(await followSent(app, CHAIN)).toBe(0);
  app.chain.receipts.set(hash, { block: app.chain.head.number, reverted: true });
  expect(await followSent(app, CHAIN)).toBe(1);
  expect(await followSent(app, CHAIN)).toBe(0);
  const [said, ...others] = failures(app);
  expect(others).toEqual([]);
  const { body } = await renderNotice(app, "sent-failed", said?.refs ?? {}, "mark");
  expect(JSON.stringify(body)).toContain("Refused by the chain: propose");
  expect(JSON.stringify(body)).toContain("changed nothing");
});

test("boundary: what the chain does not know is waited for an hour, then said to be missing", async () => {
  const app = await sent();
  app.pass(3_599);
  expect(await followSent(app, CHAIN)).toBe(0);
  app.pass(1);
  expect(await followSent(app, CHAIN)).toBe(1);
  expect(describeSentFailure(app, Number(failures(app)[0]?.refs["event"]))).toMatchObject({
    why: "missing",
    by: ids.cleo,
  });
});

test("behavior: what went through, or was overtaken by the hand-off's next state, is not spoken of", async () => {
  const app = await sent();
  app.chain.receipts.set(hash, { block: app.chain.head.number, reverted: false });
  app.pass(7_200);
  expect(await followSent(app, CHAIN)).toBe(0);
  expect(failures(app)).toEqual([]);
});

test("error: a chain that is down is asked again", async () => {
  const app = await sent();
  app.chain.down = true;
  app.pass(7_200);
  await expect(followSent(app, CHAIN)).rejects.toThrow("No provider");
  app.chain.down = false;
  expect(await followSent(app, CHAIN)).toBe(1);
});
