import { beforeEach, expect, test } from "vitest";
import { rewards } from "../../../commands/rewards.ts";
import { addAlert } from "../../../db/alerts.ts";
import { findNode } from "../../../db/nodes.ts";
import { addRewards } from "../../../db/rewards.ts";
import { addRoot } from "../../../db/roots.ts";
import { addTerms } from "../../../db/terms.ts";
import { addWallet } from "../../../db/wallets.ts";
import { collectRewards, findFiled } from "../../../src/actions/nodes/collect-rewards.ts";
import { listNodeNames } from "../../../src/actions/nodes/list-node-names.ts";
import { listRegionNames } from "../../../src/actions/nodes/list-regions.ts";
import { settleEpochs } from "../../../src/actions/rewards/settle-epochs.ts";
import type { ConfigInput } from "../../../src/config/schema.ts";
import { csvCard } from "../../../src/discord/cards/rewards/csv.ts";
import type { Answer } from "../../../src/discord/command.ts";
import { outgoing } from "../../../src/discord/message-body.ts";
import { interactionAt, type TestApp } from "../../support/app.ts";
import { booksConfig, createBooksApp, MIDNIGHT, OTHER, OWNER, payment } from "../../support/books.ts";
import { expectAccepted, shownText } from "../../support/message-check.ts";
import { ids } from "../../support/test-config.ts";

let app: TestApp;

beforeEach(async () => {
  app = await booksApp();
});

const HELIO = 10n ** 18n;

async function booksApp(registry?: unknown): Promise<TestApp> {
  const { rewards: sources } = booksConfig();
  const nodes = { ...sources["nodes"], ...(registry !== undefined && { registry }) };
  const made = createBooksApp(booksConfig({ rewards: { nodes } as unknown as NonNullable<ConfigInput["rewards"]> }));
  made.set(MIDNIGHT);
  await settleEpochs(made, "nodes");
  return made;
}

function link(address = OWNER): void {
  addWallet(app.db, { address, member: ids.ada, linkedAt: 1, message: "signed", signature: "0x01" });
}

/** What the answer says, without the escapes that keep it from being read as formatting. */
async function answer(options: Record<string, unknown>): Promise<string> {
  return (await shown(options)).replaceAll("\\", "");
}

async function shown(options: Record<string, unknown>): Promise<string> {
  const member = { id: ids.ada, username: "ada", displayName: "Ada", roles: [] };
  const call = {
    member,
    interaction: interactionAt(1_772_366_400_000),
    seal: () => "x",
    subcommand: undefined,
    options,
  };
  const reply: Answer = await rewards.run(app, call);
  if ("modal" in reply) throw new Error("a form");
  const message = outgoing(reply);
  expectAccepted(message);
  return shownText(message);
}

test("default: a member sees the own nodes, what they earned and missed, and how that compares", async () => {
  link();
  const text = await answer({});
  expect(text).toContain("Your 2 nodes");
  expect(text).toContain("all 2 missed nothing in 7 days");
  expect(text).toContain("**210 HELIO** in 7 days · **600 HELIO** in 20 days · 600 HELIO in all");
  expect(text).toContain("node **1** · 70 HELIO in 7 days, 200 HELIO in 20 days");
  // Three nodes are too few for regions of their own.
  expect(text).toContain("48 % below the middle of 3 nodes");
  expect(text).not.toContain("node **3**");
});

test("behavior: without a wallet, or with one that owns nothing, the answer says what to do", async () => {
  expect(await answer({})).toContain("You have no linked wallet yet");
  link("0x9000000000000000000000000000000000000009");
  expect(await answer({})).toContain("Your linked wallet owns no node that Steward knows");
});

test("behavior: a missed epoch is said first of all, and what was missed in a row", async () => {
  link(OTHER);
  const text = await answer({});
  // The newest epoch is still open, so that of two silent days one is missed.
  expect(text).toContain("**1 of 1 missed** in 7 days: 3 (1)");
  expect(text).toContain("**missed 1** of 19 days · **missing for 1 day**");
});

test("default: parts, operators and cost from the config are shown to those they concern", async () => {
  app = await booksApp([
    { node: "3", shares: { [ids.ada]: "60 %" }, cost: "1000 HELIO" },
    { node: "1", operators: [OTHER], cost: "150 USD" },
  ]);
  const text = await answer({});
  expect(text).toContain("Yours of it: **90 HELIO** in 7 days · **324 HELIO** in 20 days");
  expect(text).toContain("60 % yours");
  // 540 earned in 19 days that are over: 460 more at 28.42 a day.
  expect(text).toContain("paid back in 17 days at this pace");
  link(OTHER);
  // 200 HELIO of $0.50 are earned; $50 are left at $5 a day.
  expect(await answer({})).toContain("paid back in 10 days at this pace");
});

test("default: what can be claimed is what was accrued and not claimed; more claimed than accrued is unknown, not nothing", async () => {
  link();
  const at = MIDNIGHT - 3_600;
  const reward = (node: number, kind: "accrued" | "claimed" | "locked" | "lost", amount: bigint, logIndex: number) => ({
    ...payment(node, amount * HELIO, at),
    ...{ kind, logIndex },
  });
  addRewards(app.db, "nodes", [
    ...[reward(1, "accrued", 50n, 90), reward(1, "claimed", 20n, 91), reward(1, "locked", 7n, 92)],
    ...[reward(1, "lost", 3n, 93), reward(2, "claimed", 5n, 94)],
  ]);
  const text = await answer({ node: "1" });
  expect(text).toContain("**30 HELIO to claim** · 20 HELIO claimed · 7 HELIO locked · **3 HELIO lost**");
  expect(text).toContain("257 HELIO in all");
  expect(await answer({})).toContain("an unknown amount of HELIO (more was claimed than seen earned) to claim");
});

test("behavior: nobody missed an epoch in which nothing was booked but claims, nor earned by a payment of nothing", async () => {
  link(OTHER);
  const claim = { ...payment(1, HELIO, MIDNIGHT + 3_600), kind: "claimed" as const };
  const nothing = { ...payment(3, 0n, MIDNIGHT - 86_400 - 7_200), logIndex: 99 };
  addRewards(app.db, "nodes", [claim, nothing]);
  expect(await answer({})).toContain("**missed 1** of 19 days · **missing for 1 day**");
});

test("default: one node in full says owner, terms and rewards with their transactions", async () => {
  const { id = 0 } = findNode(app.db, "nodes", "3") ?? {};
  const term = {
    source: "nodes",
    block: 9n,
    logIndex: 0,
    part: 0,
    node: id,
    at: MIDNIGHT,
    transaction: "0x09",
  } as const;
  addTerms(app.db, [{ ...term, term: "reward cut", value: "12.5 %" }]);
  const text = await answer({ node: "3" });
  expect(text).toContain(`owner \`${OTHER}\` · region north`);
  expect(text).toContain("reward cut: 12.5 %");
  expect(text).toContain("**missed**");
  expect(text).toContain(`30 HELIO paid · \`${payment(3, 0n, MIDNIGHT - 3 * 86_400 + 3_600).transaction}\``);
});

test("boundary: a reward whose tree no transaction told of is shown without one", async () => {
  addRewards(app.db, "nodes", [{ ...payment(3, 7n * HELIO, MIDNIGHT - 60), kind: "accrued", transaction: "0x" }]);
  expect(await answer({ node: "3" })).toMatch(/7 HELIO earned, to be claimed($|\n|;)/);
});

test("default: the fleet's answer says who earned what, how it is spread, who missed, and what is not booked", async () => {
  addRoot(app.db, {
    ...{ source: "nodes", epoch: 7, root: "0x07", distributor: OTHER, block: 7n, logIndex: 0 },
    ...{ transaction: "0x07", at: MIDNIGHT, facts: {} },
  });
  const text = await answer({ fleet: true });
  expect(text).toContain("**Node rewards** · 360 HELIO in 7 days · 1,140 HELIO in 20 days");
  expect(text).toContain("3 of 3 nodes at work earned in 7 days · 0 new in 20 days · 0 left");
  expect(text).toContain("middle 400 HELIO");
  expect(text).toContain("- north: 740 HELIO to 2 nodes");
  expect(text).toContain("**1 node missed** in 7 days: 3 (1)");
  expect(text).toContain("**1 reward tree is awaited**");
});

test("behavior: while a reward tree is not booked, nobody's own rewards are shown as all there are", async () => {
  link();
  expect(await answer({})).not.toContain("not booked");
  addRoot(app.db, {
    ...{ source: "nodes", epoch: 7, root: "0x07", distributor: OTHER, block: 7n, logIndex: 0 },
    ...{ transaction: "0x07", at: MIDNIGHT, facts: {} },
  });
  const said = "Not among it is 1 reward tree, which is not booked: `/rewards fleet:True` says why.";
  expect(await answer({})).toContain(said);
  expect(await answer({ node: "3" })).toContain(said);
});

test("default: the board names places, those that are equal alike, and the asking member's own", async () => {
  link();
  const text = await answer({ board: "all" });
  expect(text).toContain("1. node 3 · 540 HELIO · north\n**2. node 2 · 400 HELIO · south · yours**");
  expect(await answer({ board: "north" })).toContain("**2. node 1 · 200 HELIO · yours**");
  await expect(answer({ board: "nowhere" })).rejects.toThrow("There is no such region.");
});

test("boundary: a source that has paid nothing yet is shown as such, without a picture of nothing", async () => {
  const { rewards: sources } = booksConfig();
  const young = { ...sources["nodes"], label: "Young rewards" };
  app = createBooksApp(booksConfig({ rewards: { young } as unknown as NonNullable<ConfigInput["rewards"]> }));
  expect(await answer({ fleet: true })).toContain("**Young rewards** · nothing was paid yet to 0 nodes");
  expect(await answer({ board: "all" })).toContain("**Young rewards** · nothing was paid yet");
  expect(await answer({ fleet: true })).not.toContain("0 epochs");
});

test("default: what is the matter with a node is said with it, and counted for the fleet", async () => {
  const { id = 0 } = findNode(app.db, "nodes", "3") ?? {};
  const facts = { inRow: 3, inWindow: 3, of: 10 };
  addAlert(app.db, { source: "nodes", node: id, cohort: "north", kind: "missed", facts }, { at: MIDNIGHT, slot: 1 });
  expect(await answer({ node: "3" })).toContain(`**Missed payments** since <t:${MIDNIGHT}:f>: 3 in a row`);
  expect(await answer({ fleet: true })).toContain("**1 alert open**");
});

test("default: a view's rewards are to be had as a file, one line each", async () => {
  link();
  expect(await answer({ csv: true })).toContain("### 40 rewards, the newest first");
  expect(await answer({ csv: true, node: "3" })).toContain("### 18 rewards");
  expect(await answer({ csv: true, fleet: true })).toContain("### 58 rewards");
  expect(await answer({ csv: true, board: "north" })).toContain("### 38 rewards");
  await expect(answer({ csv: true, board: "nowhere" })).rejects.toThrow("There is no such region.");
});

test("boundary: a file that would be too large says where it was cut and how to have all", async () => {
  const card = await csvCard(collectRewards(app, findFiled(app, { fleet: true }, ids.ada)), 3_000);
  const message = outgoing(card);
  expectAccepted(message);
  expect(message.files[0]?.data.length).toBeLessThanOrEqual(3_000);
  expect(shownText(message)).toMatch(/Cut at what Discord takes.*epoch 205\d\d/);
  expect(shownText(message)).toContain("npx steward rewards");
  expect(shownText(outgoing(await csvCard(collectRewards(app, []))))).toContain("no reward to list");
});

test("error: a node that nobody knows is refused", async () => {
  await expect(answer({ node: "99" })).rejects.toThrow("There is no such node.");
});

test("default: nodes are completed by name and region, regions by name", () => {
  expect(listNodeNames(app, "nor", 25).map(({ value }) => value)).toEqual(["1", "3"]);
  expect(listNodeNames(app, "", 2)).toHaveLength(2);
  expect(listRegionNames(app, "", 25)).toEqual(["all", "north", "south"]);
  expect(listRegionNames(app, "SOU", 25)).toEqual(["south"]);
});

test("default: a source that pays two tokens tells both, and one of them is enough not to have missed an epoch", async () => {
  const contracts = { bondingManager: OWNER, roundsManager: OTHER, ticketBroker: OTHER, orchestrators: [] };
  const livepeer = {
    kind: "livepeer",
    chain: 31_337,
    label: "Video",
    token: "helio",
    feeToken: "dollar",
    ...contracts,
  };
  const video = { ...livepeer, fromBlock: 0, epochSeconds: 86_400 };
  Object.assign(app.config.rewards, { video });
  link();
  const at = (day: number) => MIDNIGHT - day * 86_400 + 60;
  addRewards(app.db, "video", [
    { ...payment(1, 4n * HELIO, at(3)), node: OWNER, recipient: OWNER },
    { ...payment(1, 2_500_000n, at(2)), node: OWNER, recipient: OWNER, token: "dollar", kind: "accrued" },
    { ...payment(1, 3n * HELIO, at(1)), node: OWNER, recipient: OWNER },
  ]);
  const text = await answer({});
  expect(text).toContain("Your 3 nodes");
  expect(text).toContain("**Video** · it missed nothing in 3 days");
  expect(text).toContain("**7 HELIO** in 3 days · 7 HELIO in all");
  expect(text).toContain("**2.5 tUSD** in 3 days");
  expect(text).toContain("**2.5 tUSD to claim**");
  expect(text).toContain("node **0x7000…0007**");
  expect(await answer({ csv: true })).toContain("43 rewards");
});

test("boundary: fifty nodes with hostile names are still a message that Discord takes, and mention nobody", async () => {
  link();
  const hostile = (index: number) =>
    `${index} **@everyone** [x](http://evil.example) <@700000000000000401> \u202e`.repeat(3);
  const rows = Array.from({ length: 48 }, (_, index) => ({
    ...payment(9, HELIO, MIDNIGHT - 7_200),
    node: hostile(index),
    logIndex: 100 + index,
  }));
  addRewards(app.db, "nodes", rows);
  const text = await shown({});
  expect(text).toContain("Your 50 nodes");
  expect(text).not.toMatch(/http:\/\/|(?<!\\)@everyone|(?<!\\)\[x|<@/);
  await expect(answer({ node: hostile(3).trim() })).resolves.toContain("Node 3");
});
