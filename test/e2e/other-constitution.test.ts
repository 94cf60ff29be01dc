import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Deed, messageOf, modalOf } from "../../sandbox/discord/person.ts";
import { componentsOf, textOf } from "../../sandbox/discord/read-message.ts";
import { ask, createHarbour, type Harbour, link, moveTime, type Sailor } from "../support/harbour.ts";
import {
  castFinal,
  downloadBundle,
  inPost,
  messagesOf,
  pick,
  said,
  send,
  tagsOf,
  verify,
} from "../support/harbour-assembly.ts";
import { assemblySeed, constitution, depositInVault } from "../support/harbour-constitution.ts";
import type { StewardProcess } from "../support/steward-process.ts";

let town: Harbour;
let steward: StewardProcess;
let olga: Sailor, pete: Sailor, quin: Sailor, rosa: Sailor, stan: Sailor;

beforeAll(async () => {
  town = await createHarbour(constitution, assemblySeed());
  await depositInVault(town.chain);
  steward = await town.start();
  const crew = (["olga", "pete", "quin", "rosa", "stan"] as const).map(town.sailor);
  [olga, pete, quin, rosa, stan] = crew as [Sailor, Sailor, Sailor, Sailor, Sailor];
  for (const who of [olga, pete, quin, rosa, stan]) expect(await link(who)).toContain(who.wallet.address);
}, 120_000);

afterAll(() => town.stop());

/** The proposals of this file by their rules: the number that each was given. */
const ids = { runoff: 1, pairs: 2, grants: 3, budget: 4, nods: 5, lazy: 6, swift: 7, late: 8, guarded: 9, houses: 10 };
const question = (rules: string) => `How about ${rules}?`;

test("default: delegations are given, and a vote of every kind is opened in the forum", async () => {
  expect(said(await send(stan, "delegate to", { member: olga.id }))).toContain("all of your weight");
  const shared = said(await send(rosa, "delegate to", { member: pete.id, share: "40 %" }));
  expect(shared).toContain("**Runoff**");
  expect(shared).not.toContain("**Pairs**");
  expect(said(await send(pete, "delegate list", {}))).toContain("40 % of their weight");
  for (const [rules, id] of Object.entries(ids)) {
    const choices = id <= ids.nods ? { choices: "Oak; Pine; Elm" } : {};
    const begun = await ask(olga, "poll", { question: question(rules), rules, ...choices });
    expect(begun).toContain(`#${id} is open`);
  }
  const cards = await Promise.all(Object.values(ids).map(async (id) => textOf(await inPost(town, id))));
  for (const card of cards) expect(card).not.toMatch(/undefined|NaN|\[object/);
  expect(tagsOf(town, ids.runoff)).toEqual(["Voting"]);
  expect(cards[ids.budget - 1]).toContain("The count is secret");
  expect(cards[ids.grants - 1]).toContain("of 1 √TIDE needed");
  expect(cards[ids.houses - 1]).toContain("whoever carries the role when voting");
  expect(cards[ids.runoff - 1]).toContain("the sum of their TIDE votes and the vTIDE they held, 15,350 TIDE in all");
}, 120_000);

test("default: ballots are cast by every way that a phone has, and by the command", async () => {
  let deed = await pete.click(await inPost(town, ids.runoff), "Vote");
  for (const choice of ["Elm", "Oak"]) deed = await pick(pete, deed, choice);
  deed = await pete.click(messageOf(deed), "Cast");
  expect(said(deed)).toContain("With 1,050 TIDE, and what a member lets you vote with");
  expect(await sign(pete, deed)).toContain("Your ballot is signed");
  expect(await ask(quin, "vote", { proposal: ids.runoff, choice: "Oak > Elm" })).toContain("2. Elm");
  for (const [who, choice] of [
    [pete, "Elm > Oak > Pine"],
    [quin, "Oak"],
    [olga, "2"],
  ] as const)
    expect(await ask(who, "vote", { proposal: ids.pairs, choice })).toContain("Your vote counts");

  const form = await olga.click(await inPost(town, ids.grants), "Vote");
  deed = await olga.submit(form, { "1": "50", "3": "50" });
  deed = await olga.click(messageOf(deed), "Cast");
  const why = await olga.click(messageOf(deed), "Add a reason");
  expect(said(await olga.submit(why, { reason: "Both grow." }))).toContain("With your reason");
  for (const [who, choice] of [
    [rosa, "Oak 3, Elm 3"],
    [stan, "Pine: 1"],
  ] as const)
    expect(await ask(who, "vote", { proposal: ids.budget, choice })).toContain("With 1 member");
  expect(await ask(rosa, "proposals", { number: ids.budget })).toContain("The count is secret");
  deed = await pick(olga, await olga.click(await inPost(town, ids.nods), "Vote"), "Oak", "Pine");
  expect(said(await olga.click(messageOf(deed), "Cast"))).toContain("Oak, Pine");
  expect(await ask(quin, "vote", { proposal: ids.nods, choice: "Oak" })).toContain("do not carry a role");

  const swift = await inPost(town, ids.swift);
  for (const who of [pete, quin, rosa]) expect(await castFinal(who, swift, "For")).toContain("it stands as it is");
  expect(said(await rosa.click(swift, "Against"))).toMatch(/stands once it is cast|is closed|has ended/);
  expect(await castFinal(pete, await inPost(town, ids.late), "For")).toContain("With 50 vTIDE");
  for (const who of [quin, rosa]) await castFinal(who, await inPost(town, ids.guarded), "Veto");
  const houses = await inPost(town, ids.houses);
  expect(said(await olga.click(houses, "For"))).toContain("With 900 TIDE and 1 member");
  expect(said(await quin.click(houses, "Against"))).toContain("With 1,000 TIDE on");
}, 60_000);

/** Signs a ballot with the sailor's wallet, by the button on its receipt. */
async function sign(who: Sailor, receipt: Deed): Promise<string> {
  const shown = await who.click(messageOf(receipt), "Sign it with your wallet");
  const { domain, types, primaryType, message } = JSON.parse(/```json\n([\s\S]+?)\n```/.exec(said(shown))?.[1] ?? "");
  const signature = await who.wallet.signTypedData({ domain, types, primaryType, message });
  const opened = await who.click(messageOf(shown), "Paste signature");
  const field = componentsOf({ components: modalOf(opened).components as never }).find(({ type }) => type === 4);
  return said(await who.submit(opened, { [String(field?.custom_id)]: signature }));
}

/** How each comes out: what its closing post says first, and the tag on its post where its operator made one. */
const ends: Record<keyof typeof ids, [words: RegExp, tags: string[]]> = {
  runoff: [/^## #1 · Decided: Elm[\s\S]*2,450 TIDE[\s\S]*Elm has won\./, ["Decided"]],
  pairs: [/^## #2 · Decided: Oak[\s\S]*4 of 4/, ["Decided"]],
  grants: [/^## #3 · Not decided: tied[\s\S]*√TIDE/, []],
  budget: [/^## #4 · Decided: Pine[\s\S]*\*\*Oak\*\* 25 %\n-# 0\\.5 members/, ["Decided"]],
  nods: [/^## #5 · Decided: Oak, Pine/, ["Decided"]],
  lazy: [/^## #6 · Passed[\s\S]*Against has 0 members/, ["Passed"]],
  swift: [/^## #7 · Passed[\s\S]*\*\*For\*\* 100 %\n-# 3 members/, ["Passed"]],
  late: [/^## #8 · Passed[\s\S]*50 vTIDE of 6/, ["Passed"]],
  guarded: [/^## #9 · Vetoed[\s\S]*2 members voted to veto/, []],
  houses: [/^## #10 · Rejected[\s\S]*Pilots/, []],
};

test("default: each vote is closed, counted and tagged, and its file proves it without Steward", async () => {
  await moveTime(town, steward, 110);
  await inPost(town, ids.late, /The end was moved|Open for votes/);
  await moveTime(town, steward, 190);
  for (const [rules, [words, tags]] of Object.entries(ends)) {
    const id = ids[rules as keyof typeof ids];
    const closing = textOf(await inPost(town, id, words));
    expect(closing).not.toMatch(/undefined|NaN|\[object/);
    await expect.poll(() => [rules, ...tagsOf(town, id)], { timeout: 15_000 }).toEqual([rules, ...tags]);
    const { path, written, root } = await downloadBundle(town, id);
    expect(await verify(path, "--root", root)).toMatchObject({ code: 0 });
    const castAt = `"castAtMs":${JSON.parse(written).ballots[0]?.castAtMs}`;
    const tampered = written.includes(castAt)
      ? written.replace(castAt, `${castAt}0`)
      : written.replace(/"title":"[^"]*"/, '"title":"Another"');
    writeFileSync(path, tampered);
    expect([rules, (await verify(path)).code]).toEqual([rules, 1]);
  }
  expect(textOf(await inPost(town, ids.swift))).toContain("It ended early");
  const posts = await Promise.all(Object.values(ids).map((id) => messagesOf(town, id)));
  for (const post of posts) expect(post.filter((one) => textOf(one).includes("steward verify"))).toHaveLength(1);
  expect(town.discord.state.rejections).toEqual([]);
  expect(town.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
}, 120_000);
