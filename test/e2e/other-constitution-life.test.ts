import { afterAll, beforeAll, expect, test } from "vitest";
import { textOf } from "../../sandbox/discord/read-message.ts";
import { faultAt } from "../support/discord-world.ts";
import { ask, createHarbour, type Harbour, link, moveTime, type Sailor } from "../support/harbour.ts";
import { downloadBundle, inPost, messagesOf, said, send, tagsOf, verify } from "../support/harbour-assembly.ts";
import { assemblySeed, constitution } from "../support/harbour-constitution.ts";
import { harbour } from "../support/harbour-seed.ts";
import { startRpcProxy } from "../support/rpc-proxy.ts";
import type { StewardProcess } from "../support/steward-process.ts";

/** What Discord says where a message has a thread already. */
const THREAD_EXISTS = 160_004;

let town: Harbour;
let steward: StewardProcess;
let olga: Sailor, pete: Sailor, quin: Sailor, rosa: Sailor;
/** How far time was moved; it only goes on. */
let offset = 0;

beforeAll(async () => {
  town = await createHarbour(constitution, assemblySeed());
  steward = await town.start();
  const crew = (["olga", "pete", "quin", "rosa"] as const).map(town.sailor);
  [olga, pete, quin, rosa] = crew as [Sailor, Sailor, Sailor, Sailor];
  for (const who of crew) expect(await link(who)).toContain(who.wallet.address);
}, 120_000);

afterAll(() => town.stop());

async function pass(seconds: number): Promise<void> {
  offset += seconds;
  await moveTime(town, steward, offset);
}

async function startAgain(changes?: Record<string, unknown>, environment: Record<string, string> = {}): Promise<void> {
  await steward.kill("SIGKILL");
  if (changes) town.configure(changes);
  steward = await town.start(environment);
}

/** Begins a change of the berth's price and finds it its sponsors. */
async function sponsored(id: number, value: string, second: Sailor): Promise<void> {
  expect(await ask(olga, "propose", { parameter: "berth/price", value })).toContain(`Proposal #${id} is shown`);
  const card = await inPost(town, id);
  await olga.click(card, "Sponsor");
  expect(said(await second.click(card, "Sponsor"))).toContain("2,000 TIDE of 1,500 TIDE needed. It goes on its way.");
}

/** How often a proposal's post says something. */
const times = async (id: number, words: RegExp) =>
  (await messagesOf(town, id)).filter((one) => words.test(textOf(one))).length;

test("default: a change finds sponsors, is edited, loses them in review, and is withdrawn", async () => {
  expect(await ask(olga, "propose", { parameter: "berth/price", value: "42 TIDE" })).toContain("needs sponsors");
  const card = await inPost(town, 1);
  expect(tagsOf(town, 1)).toEqual(["Sponsoring"]);
  expect(said(await olga.click(card, "Sponsor"))).toContain("1,000 TIDE of 1,500 TIDE needed");
  const form = await send(olga, "proposal edit", { proposal: 1 });
  expect(said(await olga.submit(form, { value: "43 TIDE", reason: "Dearer." }))).toContain("43 TIDE");
  await inPost(town, 1, /#1 was edited[\s\S]*looks for sponsors anew/);
  for (const who of [olga, pete]) await who.click(card, "Sponsor");
  await inPost(town, 1, /^## #1[\s\S]*In review/);
  expect(said(await pete.click(card, "No longer"))).toContain("so it is withdrawn");
  await inPost(town, 1, /^## #1 · Withdrawn/);
}, 120_000);

test("error: neither a changed config nor a killed Steward moves a review or an open vote", async () => {
  await sponsored(2, "50 TIDE", quin);
  await ask(pete, "propose", { parameter: "mooring-fee", value: "3 %" });
  await ask(pete, "poll", { question: "Which rope?", choices: "Hemp; Steel", rules: "pairs" });
  await ask(pete, "poll", { question: "Paint the pier?", rules: "lazy" });
  expect(said(await pete.click(await inPost(town, 3), "For"))).toContain("With 1,000 TIDE and 1 member");
  expect(await ask(rosa, "vote", { proposal: 4, choice: "Steel" })).toContain("Your vote counts");
  expect(said(await rosa.click(await inPost(town, 5), "Against"))).toContain("With 1 member");

  const { electorates, rulePacks, voting, ...rest } = constitution(town.chain);
  const { purses: _, ...left } = electorates;
  const { pairs: __, lazy: ___, charter, ...packs } = rulePacks;
  const quorum = { kind: "share", share: "90 %", counts: ["cast"] };
  const levels = { ...charter.levels, L2: { ...charter.levels.L2, quorum } };
  const life = { ...charter.life, reviewSeconds: 9_000, votingSeconds: 9_000, timelockSeconds: 9_000 };
  const roles = [harbour.roles.purser];
  await startAgain({
    ...rest,
    electorates: { ...left, pilots: { kind: "role", roles }, crew: { kind: "role", roles, listed: true } },
    rulePacks: { ...packs, charter: { ...charter, levels, life } },
    voting: { ...voting, periodSeconds: 7_000 },
  });
  await pass(25);
  const open = await inPost(town, 2, /#2 · Voting is open/);
  expect(said(await olga.click(open, "For"))).toContain("With 1,000 TIDE");
  await steward.kill("SIGKILL");
  steward = await town.start();
  expect(await ask(olga, "vote", { proposal: 2, choice: "against" })).toContain("It was For before.");
  for (const who of [olga, quin]) await who.click(open, "For");
  expect(said(await olga.click(await inPost(town, 3), "For"))).toContain("With 1,000 TIDE and 1 member");
  expect(said(await quin.click(await inPost(town, 3), "For"))).toContain("With 1,000 TIDE on");
  expect(await ask(olga, "vote", { proposal: 4, choice: "Hemp > Steel" })).toContain("Your vote counts");
  expect(said(await olga.click(await inPost(town, 5), "Against"))).toContain("With 1 member");
  expect(await ask(olga, "rules", { rules: "pairs" })).toContain("There are no rules of that name.");
}, 90_000);

test("error: killed between a count and its post, Steward posts it once", async () => {
  const match = { method: "POST", path: "/channels/\\d+/messages" };
  await faultAt(town.discord.url, { kind: "stall", match, times: 20, seconds: 60, stored: true });
  await pass(130);
  // What is posted is stored, and its answer never comes.
  await expect.poll(() => town.discord.faults.list()[0]?.times, { timeout: 10_000 }).toBeLessThan(20);
  town.discord.faults.clear();
  await startAgain();
  const closings = [
    /^## #2 · Passed[\s\S]*2,000 TIDE of 1,470 TIDE needed/,
    /^## #3 · Passed[\s\S]*-# 2 members/,
    /^## #4 · Not decided: tied/,
    /^## #5 · Rejected[\s\S]*2 members of 2 members needed/,
  ];
  for (const [index, words] of closings.entries()) {
    const id = index + 2;
    await inPost(town, id, words);
    const { path, root } = await downloadBundle(town, id);
    expect(await verify(path, "--root", root)).toMatchObject({ code: 0 });
    expect([id, await times(id, /steward verify/)]).toEqual([id, 1]);
  }
  expect(await ask(quin, "execute", { proposal: 2 })).toContain("Ready for a treasurer's wallet");
  await expect.poll(() => tagsOf(town, 4)).toEqual([]);
}, 120_000);

test("error: a vote that is due while no provider answers says so, and opens when one does", async () => {
  const proxy = await startRpcProxy(town.chain.url);
  await startAgain({}, { [`RPC_URLS_${town.chain.chainId}`]: proxy.url });
  await sponsored(6, "60 TIDE", pete);
  const card = await inPost(town, 6);
  await quin.click(card, "Sponsor");
  proxy.faults.on = () => ({ drop: true });
  await pass(25);
  await inPost(town, 6, /Voting cannot be opened yet:\*\* No provider of Harbour chain gave a usable answer/);
  expect(await ask(pete, "vote", { proposal: 6, choice: "for" })).toContain("There is no vote on proposal #6 yet.");
  expect(said(await pete.click(card, "No longer"))).toContain("weighed as soon as the chain can be read");
  expect(said(await pete.click(card, "Sponsor"))).toBe(
    "No provider of Harbour chain gave a usable answer.\n-# Nothing was changed. Please try again in a minute.",
  );
  proxy.faults.on = undefined;
  await pass(40);
  await inPost(town, 6, /#6 · Voting is open/);
  expect(await times(6, /#6 · Voting is open/)).toBe(1);
  expect(await ask(pete, "vote", { proposal: 6, choice: "for" })).toContain("With 1,000 TIDE");
}, 120_000);

test("error: what a config no longer knows is broken off with a reason, and a wrong config starts nothing", async () => {
  await startAgain({});
  await sponsored(7, "70 TIDE", pete);
  await inPost(town, 7);
  const { rulePacks, parameters, ...rest } = constitution(town.chain);
  const { berth, ...others } = parameters;
  await startAgain({ ...rest, rulePacks, parameters: others });
  await pass(25);
  await inPost(town, 7, /^## #7 · Cancelled[\s\S]*by Steward: There is no such parameter\./);
  await steward.kill("SIGTERM");

  const { level: _, ...levelless } = berth;
  const { silencePasses: __, ...silent } = rulePacks.lazy;
  const council = { title: "Council", quorum: { kind: "absolute", weight: 1 } };
  const delegation = { depth: "one-hop", override: true };
  town.configure({
    ...rest,
    parameters: { berth: levelless, "mooring-fee": { ...others["mooring-fee"], rulePack: "runoff" } },
    rulePacks: {
      ...rulePacks,
      plain: { ...rulePacks.plain, quorum: { kind: "share", share: "101 %" } },
      lazy: silent,
      swift: { ...rulePacks.swift, secret: true },
      pairs: { ...rulePacks.pairs, extends: "dimmo" },
      grants: { ...rulePacks.grants, winners: "each" },
      nods: { ...rulePacks.nods, delegation, quorum: { kind: "share", share: "10 %" } },
      houses: { ...rulePacks.houses, houses: { ...rulePacks.houses.houses, council } },
    },
  });
  expect(await refused()).toEqual([
    'parameters.berth.level: must say which level of "charter" it takes: L1, L2',
    expect.stringContaining('parameters.mooring-fee.rulePack: "runoff" chooses among several'),
    expect.stringContaining('rulePacks.grants: The rule pack "Grants" elects each choice that has the majority'),
    "rulePacks.houses.houses.council: votes with the electorate of its name, which is not under `electorates`",
    expect.stringContaining('rulePacks.lazy: The rule pack "Lazy" passes without a single ballot'),
    expect.stringContaining("rulePacks.nods.delegation: cannot be"),
    expect.stringContaining("rulePacks.nods.quorum: asks for a share of all weight"),
    expect.stringContaining("rulePacks.pairs.extends: must be one of open-zeppelin,"),
    "rulePacks.plain.quorum.share: A share is between 0 % and 100 %.",
    expect.stringContaining('rulePacks.swift: The rule pack "Swift" is secret'),
  ]);
  // A thread that was opened just before a kill is found by the refusal to open it again.
  expect(town.discord.state.rejections.filter(({ code }) => code !== THREAD_EXISTS)).toEqual([]);
  expect(town.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
}, 120_000);

/** Starts Steward with a config that is wrong: what it says, in the order of the alphabet. */
async function refused(): Promise<string[]> {
  const from = town.log.length;
  const { ended } = await town.start({}, "any");
  expect(await ended).toBe("78");
  const lines = town.log.slice(from).filter((line) => line.startsWith("  "));
  return lines.map((line) => line.trim()).sort();
}
