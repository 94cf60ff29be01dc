import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { findEvent } from "../../db/events.ts";
import { describeProposal } from "../../src/actions/proposals/describe-proposal.ts";
import { bundleVote, findRoot } from "../../src/actions/votes/bundle-vote.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import type { Bundle } from "../../src/core/governance/bundle/bundle.ts";
import { verifyBundle } from "../../src/core/governance/bundle/verify-bundle.ts";
import { bundleFile } from "../../src/discord/bundle-file.ts";
import { proposalCard } from "../../src/discord/cards/proposal.ts";
import { voteReceipt } from "../../src/discord/cards/vote.ts";
import { renderNotice } from "../../src/discord/notices.ts";
import { Halt } from "../../src/errors.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, openFeeVote, wallets } from "../support/members.ts";
import { expectAccepted, shownText, texts } from "../support/message-check.ts";
import { ids, testConfig } from "../support/test-config.ts";

const CLOSES = START + 3_600;

const vote = (app: TestApp, member: string, choice: string) =>
  castVote(app, {
    ...{ interaction: interactionAt(app.now() * 1000), proposal: 1, member, roles: [ids.member], choice },
    ...(choice === "against" ? { reason: "Too dear, “they” say" } : {}),
  });

/** Ada, Ben and, linked since the vote opened, Cleo vote; Ben changes his mind; the count is taken. */
async function closedVote(app = createTestApp()) {
  link(app, ids.ada, wallets.ada, 60n);
  link(app, ids.ben, wallets.ben, 30n);
  app.votes.set(wallets.cleo, 10n);
  await openFeeVote(app);
  link(app, ids.cleo, wallets.cleo, 10n);
  const receipts = [
    await vote(app, ids.ada, "for"),
    await vote(app, ids.ben, "against"),
    await vote(app, ids.cleo, "abstain"),
  ];
  receipts.push(await vote(app, ids.ben, "for"));
  app.set(CLOSES + 60);
  closeVote(app, 1);
  return { app, receipts, text: bundleVote(app, 1)?.text ?? "" };
}

test("default: the bundle of a closed vote proves itself, and its recount is the live count", async () => {
  const { app, text } = await closedVote();
  const { problems, decision, root } = await verifyBundle(JSON.parse(text), { posted: findRoot(app, 1) });
  expect(problems).toEqual([]);
  expect(decision).toEqual(describeProposal(app, 1).decision);
  expect(root).toBe(findRoot(app, 1));
  const { electors, ballots } = JSON.parse(text) as Bundle;
  expect(electors.filter(({ admitted }) => admitted !== undefined)).toMatchObject([
    { voter: wallets.cleo, weight: "10" },
  ]);
  expect(ballots.map(({ choice, reason }) => [choice, reason])).toEqual([
    ["for", null],
    ["against", "Too dear, “they” say"],
    ["abstain", null],
    ["for", null],
  ]);
});

test("default: it is made from stored facts each time, to the byte, whatever happens later", async () => {
  const { app, text } = await closedVote();
  const config = testConfig({ name: "Other", voting: { rulePack: "crew", electorate: "crew", periodSeconds: 60 } });
  app.votes.set(wallets.ada, 1n);
  app.pass(9_000);
  link(app, ids.maintainer, `0x${"d".repeat(40)}`, 5n);
  await openFeeVote(app, { value: "13 %" });
  expect(bundleVote({ ...app, config }, 1)?.text).toBe(text);
});

test("default: a role's vote is bundled with those who voted", async () => {
  const app = createTestApp({
    config: testConfig({ voting: { rulePack: "crew", electorate: "crew", periodSeconds: 3_600 } }),
  });
  await openFeeVote(app);
  for (const member of [ids.ben, ids.ada, ids.ben]) await vote(app, member, "for");
  app.set(CLOSES + 60);
  closeVote(app, 1);
  const written = JSON.parse(bundleVote(app, 1)?.text ?? "") as Bundle;
  const { problems, believed } = await verifyBundle(written);
  expect(problems).toEqual([]);
  expect(written.electors.map(({ voter, admitted }) => [voter, admitted])).toEqual([
    [ids.ada, 5],
    [ids.ben, 3],
  ]);
  expect(believed.join()).toContain("carried the role");
});

test("default: the closing post carries the file and its root, the card the root", async () => {
  const { app, text } = await closedVote();
  const root = findRoot(app, 1) ?? "";
  const post = await renderNotice(app, "vote-closed", { proposal: 1 }, "mark");
  expectAccepted(post);
  expect(post.files.map(({ name, data }) => [name, data.toString()])).toEqual([["vote-1.json", text]]);
  expect(shownText(post)).toContain(`-# Bundle root \`${root}\``);
  const view = describeProposal(app, 1);
  expect(shownText(proposalCard(view, () => "id", "mark"))).toContain(`-# Bundle root \`${root}\``);
});

test("behavior: a voter finds the code of the receipt in the file, once", async () => {
  const { receipts, text } = await closedVote();
  const { events } = JSON.parse(text) as Bundle;
  for (const receipt of receipts) {
    expect(texts(voteReceipt(receipt, () => "id").components).join()).toContain(`Receipt \`${receipt.code}\``);
    expect(events.filter((event) => "hash" in event && event.hash.startsWith(`0x${receipt.code}`))).toHaveLength(1);
  }
});

test("boundary: a file beyond Discord's limit is compressed, and left out if that does not help", () => {
  const text = `{"a":"${"b".repeat(5_000)}"}`;
  expect(bundleFile(7, text, 6_000)).toMatchObject({ name: "vote-7.json" });
  const compressed = bundleFile(7, text, 5_000);
  expect(compressed?.name).toBe("vote-7.json.gz");
  expect(gunzipSync(compressed?.data ?? "").toString()).toBe(text);
  expect(bundleFile(7, text, 5_000)?.data).toEqual(compressed?.data);
  expect(bundleFile(7, text, 10)).toBeUndefined();
});

test("error: a database changed behind Steward's back is not posted as the bundle", async () => {
  const { app } = await closedVote();
  app.db.$client.exec(
    "drop trigger ballot_no_update; update ballot set choice = '\"against\"' where member = '700000000000000401'",
  );
  expect(() => bundleVote(app, 1)).toThrow(Halt);
  await expect(renderNotice(app, "vote-closed", { proposal: 1 }, "mark")).rejects.toThrow("not the one whose root");
});

test("boundary: a vote opened before there were bundles closes without one", async () => {
  const app = createTestApp();
  link(app, ids.ada, wallets.ada, 60n);
  await openFeeVote(app);
  app.db.$client.exec("drop trigger event_no_update; update event set body = '{}'");
  await vote(app, ids.ada, "for");
  app.set(CLOSES + 60);
  closeVote(app, 1);
  expect(findEvent(app.db, 1, "bundle-sealed")).toBeUndefined();
  const post = await renderNotice(app, "vote-closed", { proposal: 1 }, "mark");
  expectAccepted(post);
  expect(post.files).toEqual([]);
  expect(shownText(post)).not.toContain("undle");
});
