import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buttonNamed, buttonsOf, textOf } from "../../sandbox/discord/read-message.ts";
import { faultAt } from "../support/discord-world.ts";
import {
  ask,
  askChallenge,
  createHarbour,
  findPost,
  type Harbour,
  link,
  pasteSignature,
  RPC_SECRET,
  sendRaw,
} from "../support/harbour.ts";
import { walletAt } from "../support/harbour-chain.ts";
import { harbour } from "../support/harbour-seed.ts";
import type { StewardProcess } from "../support/steward-process.ts";

const { quay } = harbour.channels;
const BIDI = /[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;

let town: Harbour;
let steward: StewardProcess;

beforeAll(async () => {
  // Long enough that no vote closes under the tests.
  town = await createHarbour({
    voting: { rulePack: "plain", electorate: "holders", periodSeconds: 3_600, openPerAuthor: 9 },
  });
  steward = await town.start();
  for (const name of ["olga", "pete", "quin"] as const) await link(town.sailor(name));
  await ask(town.sailor("olga"), "propose", { parameter: "berth/price", value: "45 TIDE" });
}, 60_000);

afterAll(() => town.stop());

test.each([
  ["an unknown parameter", "nope", "3", "There is no such parameter."],
  ["one of Object's own names", "__proto__", "3", "There is no such parameter."],
  ["a value above the bounds", "berth/price", "900 TIDE", "may not be above 500 TIDE"],
  ["a value below the bounds", "berth/price", "-5 TIDE", "may not be below 1 TIDE"],
  ["another unit", "berth/price", "10 %", "not a number Steward can read"],
  ["finer than the token", "berth/price", "41.1234567890123456789 TIDE", "18 decimals"],
  ["a value between the steps", "mooring-fee", "3.3 %", "steps of 0.5 %"],
  ["the value there is", "berth/price", "40 TIDE", "is 40 TIDE already"],
  ["an attack", "berth/price", "[x](https://evil.example) @everyone", "not a number Steward can read"],
])("error: /propose with %s", async (_what, parameter, value, said) => {
  expect(await ask(town.sailor("olga"), "propose", { parameter, value })).toContain(said);
});

test("error: proposals that are not there or not so far, and people who may not", async () => {
  const [olga, stan, quin, gust] = (["olga", "stan", "quin", "gust"] as const).map(town.sailor) as never as [
    ReturnType<Harbour["sailor"]>,
    ReturnType<Harbour["sailor"]>,
    ReturnType<Harbour["sailor"]>,
    ReturnType<Harbour["sailor"]>,
  ];
  expect(await ask(olga, "vote", { proposal: 999, choice: "for" })).toContain("There is no proposal #999.");
  expect(await ask(quin, "execute", { proposal: 999 })).toContain("There is no proposal #999.");
  expect(await ask(quin, "execute", { proposal: 1 })).toMatch(/still|not (yet )?(passed|closed|over)/i);
  expect(await ask(olga, "execute", { proposal: 1 })).toContain("treasurers only");
  expect(await ask(olga, "report")).toContain("maintainers only");
  expect(await ask(gust, "propose", { parameter: "berth/price", value: "50 TIDE" })).toContain("members only");
  expect(await ask(stan, "vote", { proposal: 1, choice: "for" })).toContain("/wallet link");
  await link(stan);
  expect(await ask(stan, "vote", { proposal: 1, choice: "for" })).toContain("had no TIDE votes");
});

test("error: a forged button, one of another message, and one with values it has not", async () => {
  const pete = town.sailor("pete");
  const card = await findPost(pete, quay, /#1 · /);
  const genuine = buttonsOf(card)[0]?.customId ?? "";
  await ask(pete, "propose", { parameter: "mooring-fee", value: "4 %" });
  const other = await findPost(pete, quay, /#2 · /);
  const said = async (message: typeof card, id: string) => {
    const { outcome } = await pete.forge(message, id);
    return outcome.kind === "message" ? textOf(outcome.message) : outcome.kind;
  };
  expect(await said(card, `${genuine.slice(0, -1)}z`)).toContain("was not made for you by Steward");
  expect(await said(card, genuine.replace(":for:", ":against:"))).toContain("was not made for you by Steward");
  expect(await said(card, "x".repeat(100))).toContain("outdated");
  expect(await said(other, genuine)).toContain("does not belong to this message");
  expect(await ask(pete, "proposals", { number: 1 })).toContain("0 voters");
});

test("error: what no client sends, sent all the same", async () => {
  const pete = town.sailor("pete");
  const command = (name: string, values: Record<string, unknown>) => ({
    name,
    options: Object.entries(values).map(([option, value]) => ({
      name: option,
      type: typeof value === "number" ? 4 : 3,
      value,
    })),
  });
  const raw = (name: string, values: Record<string, unknown>, changes = {}) =>
    sendRaw(town, pete, command(name, values), changes);
  const fault = /report this|fault|reference/i;
  for (const [name, values] of [
    ["vote", { proposal: 1, choice: "maybe" }],
    ["vote", { proposal: 1, choice: "constructor" }],
    ["vote", { proposal: 1.5, choice: "for" }],
    ["vote", { proposal: "1; drop table ballot", choice: "for" }],
    ["vote", { proposal: 1 }],
    ["proposals", { state: "toString" }],
    ["propose", { parameter: "berth/price" }],
    ["propose", { parameter: "berth/price", value: "9".repeat(4_000) }],
    ["propose", { parameter: "berth/price", value: "46 TIDE", reason: "x".repeat(4_000) }],
    ["nonsense", {}],
  ] as const) {
    const said = await raw(name, values);
    expect([name, values, said.length > 10 && !fault.test(said) ? "a sentence" : said]).toEqual([
      name,
      values,
      "a sentence",
    ]);
  }
  const elsewhere = { guild_id: "81234567890123499", authorizing_integration_owners: { "0": "81234567890123499" } };
  expect(await raw("vote", { proposal: 1, choice: "for" }, elsewhere)).toContain("I serve another community");
  expect(await ask(pete, "proposals", { number: 1 })).toContain("0 voters");
});

test("error: a text of attacks pings nobody, links nowhere and hides nothing", async () => {
  const olga = town.sailor("olga");
  const attack = `@everyone @here <@&${harbour.roles.crew}> <@${harbour.owner}> [gift](https://evil.example) https://evil.example/a www.evil.example \u202Egnp.exe\u2066\u200b \`\`\`x\`\`\` ||y||\n# Title\n`;
  await ask(olga, "propose", { parameter: "mooring-fee", value: "6 %", reason: attack.repeat(20).slice(0, 2_000) });
  const text = textOf(await findPost(olga, quay, /Set Mooring fee to 6 %/));
  expect(text).not.toMatch(BIDI);
  expect(text).not.toMatch(/https?:\/\/(?!127)|(?<!\\)\[gift\]|\n> # Title/);
  const stored = town.discord.state.channels.get(quay)?.messages ?? [];
  expect(
    stored.flatMap(({ pinged }) => [...pinged.users, ...pinged.roles, ...(pinged.everyone ? ["all"] : [])]),
  ).toEqual([]);
});

test("error: signatures that prove nothing, and texts that were used", async () => {
  const [olga, pete] = [town.sailor("olga"), town.sailor("pete")];
  const { card, text } = await askChallenge(olga, walletAt(11).address);
  const good = await walletAt(11).signMessage({ message: text });
  expect(await pasteSignature(olga, card, "hello")).toContain("not a signature");
  expect(await pasteSignature(olga, card, "0x1234")).toContain("65 bytes");
  expect(await pasteSignature(olga, card, await walletAt(12).signMessage({ message: text }))).toContain(
    "Another wallet",
  );
  expect(await pasteSignature(olga, card, await walletAt(11).signMessage({ message: `${text} ` }))).toContain(
    "Another wallet",
  );
  const { outcome } = await pete.forge(card, buttonNamed(card, "Paste signature"));
  expect(outcome.kind === "message" && textOf(outcome.message)).toContain("was not made for you");
  expect(await pasteSignature(olga, card, good)).toContain("now votes through you");
  expect(await pasteSignature(olga, card, good)).toContain("has expired or was used");
  expect(await ask(pete, "wallet", { address: walletAt(11).address }, "link")).toContain("linked to another member");
  for (const index of [13, 14, 15]) await link(olga, walletAt(index));
  expect(await ask(olga, "wallet", { address: walletAt(16).address }, "link")).toContain(
    "the most one member may link",
  );
});

test("error: a data folder in use, damaged, or none at all, is refused in a sentence", async () => {
  const refused = async (environment: Record<string, string>) => {
    // The one that runs already goes on talking into the same log.
    const said = town.log.length;
    const { ended } = await town.start(environment, "any");
    const code = await ended;
    return `${code} ${town.log.slice(said).join(" ")}`;
  };
  expect(await refused({})).toMatch(new RegExp(`^1 .*already runs on .*process ${steward.pid} `));
  const damaged = join(town.dataFolder, "damaged");
  mkdirSync(damaged);
  writeFileSync(join(damaged, "steward.db"), "no database at all");
  expect(await refused({ STEWARD_DATA: damaged })).toMatch(/^1 .*holds a damaged database. Nothing was changed/);
  expect(readFileSync(join(damaged, "steward.db"), "utf8")).toBe("no database at all");
  expect(await refused({ STEWARD_DATA: join(damaged, "steward.db") })).toMatch(/^1 .*is not a folder/);
  expect(await refused({ STEWARD_DATA: join(damaged, "other"), DISCORD_TOKEN: "not.the.token" })).toMatch(/^78 /);
});

test("behavior: what cannot be reached is said once, waited for, and said to be back", async () => {
  const other = join(town.dataFolder, "unreachable");
  const from = town.log.length;
  const lines = (words: RegExp) => town.log.slice(from).filter((line) => words.test(line)).length;
  const lonely = await town.start({ STEWARD_DATA: other, RPC_URLS_4242: `http://127.0.0.1:9/${RPC_SECRET}` }, "ready");
  await sleep(4_000);
  expect(lines(/rewards:wages: No provider/)).toBe(1);
  expect(lines(/yields:4242: No provider/)).toBe(1);
  await lonely.kill("SIGTERM");
  expect(await lonely.ended).toBe("0");

  await faultAt(town.discord.url, { kind: "outage", seconds: 3 });
  await expect.poll(() => lines(/Discord.*(lost|cannot be reached)/i), { timeout: 5_000 }).toBeGreaterThan(0);
  const said = async () => ask(town.sailor("olga"), "vote", { proposal: 1, choice: "for" });
  await expect.poll(() => said().catch(String), { timeout: 15_000, interval: 500 }).toContain("Your vote counts");
});

test("behavior: SIGTERM ends within ten seconds, SIGKILL loses no ballot, and no log names a secret", async () => {
  const quin = town.sailor("quin");
  expect(await ask(quin, "vote", { proposal: 1, choice: "against" })).toContain("Your vote counts");
  await steward.kill("SIGKILL");
  steward = await town.start();
  expect(await ask(quin, "vote", { proposal: 1, choice: "abstain" })).toContain("It was Against before");
  const at = Date.now();
  await steward.kill("SIGTERM");
  expect(await steward.ended).toBe("0");
  expect(Date.now() - at).toBeLessThan(10_000);
  expect(town.log.filter((line) => line.includes(RPC_SECRET) || line.includes(harbour.token))).toEqual([]);
  // The one refusal is that of the wrong token.
  expect(town.discord.state.rejections.filter(({ path }) => !path.endsWith("/gateway/bot"))).toEqual([]);
});
