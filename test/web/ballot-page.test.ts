import { privateKeyToAccount } from "viem/accounts";
import { expect, test } from "vitest";
import { listSignatures } from "../../db/ballots.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { beginSigning } from "../../src/actions/wallets/sign-on-page.ts";
import { signCard } from "../../src/discord/ballot/sign-card.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, openFeeVote } from "../support/members.ts";
import { ids } from "../support/test-config.ts";
import { type Pages, servePages, told } from "../support/wallet-page.ts";

/** Keys that everybody knows. */
const ada = privateKeyToAccount(`0x${"11".repeat(32)}`);
const ben = privateKeyToAccount(`0x${"22".repeat(32)}`);
const other = privateKeyToAccount(`0x${"33".repeat(32)}`);
const stranger = privateKeyToAccount(`0x${"44".repeat(32)}`);

const now = (app: TestApp) => interactionAt(app.now() * 1000);

/** Ben, who holds two wallets, has voted and asks to sign. */
async function started() {
  const app = createTestApp();
  link(app, ids.ada, ada.address, 60n);
  link(app, ids.ben, ben.address, 40n);
  link(app, ids.ben, other.address, 5n);
  await openFeeVote(app);
  const pages = await servePages(app);
  const ballot = await cast(app, "for");
  return { app, pages, ballot, url: ask(app, ballot) };
}

async function cast(app: TestApp, choice: string): Promise<string> {
  const request = { interaction: now(app), proposal: 1, member: ids.ben, roles: [ids.member], choice };
  return (await castVote(app, request)).ballot;
}

function ask(app: TestApp, ballot: string): string {
  const asked = { member: { id: ids.ben, username: "ben" }, interaction: now(app) };
  return beginSigning(app, ballot, asked).page?.url ?? "";
}

async function sign(pages: Pages, url: string, by = ben, says = by) {
  const { text } = told(await pages.post(`${url}/text`, { address: says.address }));
  const signature = await by.signTypedData(JSON.parse(String(text)));
  return pages.post(`${url}/signature`, { signature });
}

test("default: the page says what is signed, and a wallet's signature there is kept with the ballot", async () => {
  const { app, pages, ballot, url } = await started();
  const { status, text } = await pages.get(url);
  expect(status).toBe(200);
  const words = text.replaceAll("<wbr>", "");
  for (const said of ["For", "@ben", ids.ben, "Heliogrid", ben.address, other.address, "Operator fee"])
    expect(words).toContain(said);
  const signed = await sign(pages, url, other);
  expect([signed.status, told(signed)]).toEqual([200, { address: other.address }]);
  expect(listSignatures(app.db, 1).get(ballot)).toMatchObject({ wallet: other.address });
});

test("behavior: the card offers the page beside the text, and only where members reach pages", async () => {
  const { app, ballot } = await started();
  const asked = { member: { id: ids.ben, username: "ben" }, interaction: now(app) };
  const card = () => JSON.stringify(signCard(beginSigning(app, ballot, asked), (...parts) => parts.join(":")));
  expect(card()).toMatch(/"Sign on Steward's page".*\/ballot\/[\w-]{32}"/);
  app.pages = () => undefined;
  expect(card()).not.toContain("page");
});

test("error: a wallet that does not vote there gets no text, and its signature is none", async () => {
  const { app, pages, url } = await started();
  const refused = await pages.post(`${url}/text`, { address: stranger.address });
  expect([refused.status, told(refused)["error"]]).toEqual([409, "This wallet does not vote with this ballot."]);
  expect(told(refused)["hint"]).toContain(ben.address);
  const signed = await sign(pages, url, stranger, ben);
  expect([signed.status, told(signed)["error"]]).toEqual([409, expect.stringContaining(stranger.address)]);
  expect((await pages.post(`${url}/signature`, { signature: "0x12" })).status).toBe(409);
  expect(listSignatures(app.db, 1).size).toBe(0);
  expect((await sign(pages, url)).status).toBe(200);
});

test("error: a link signs once, also in two tabs at the same moment", async () => {
  const { app, pages, url } = await started();
  const answers = await Promise.all([sign(pages, url, ben), sign(pages, url, other)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
  expect((await pages.get(url)).text).toContain("This link has been used already.");
  expect(listSignatures(app.db, 1).size).toBe(1);
});

test("error: a ballot that was replaced, a vote that has ended and an old link sign nothing", async () => {
  const { app, pages, url } = await started();
  const newer = await cast(app, "against");
  const replaced = await pages.get(url);
  expect([replaced.status, replaced.text.includes("You have voted again since")]).toEqual([409, true]);
  const next = ask(app, newer);
  app.pass(1_800);
  expect((await pages.get(next)).text).toContain("This link has expired.");
  app.pass(60);
  const last = ask(app, newer);
  app.set(START + 3_600);
  expect((await pages.post(`${last}/text`, { address: ben.address })).status).toBe(409);
});

test("error: a link to one page opens no other, and neither does one from another site", async () => {
  const { pages, url } = await started();
  expect((await pages.get(url.replace("/ballot/", "/link/"))).status).toBe(410);
  const foreign = await pages.post(`${url}/text`, { address: ben.address }, { origin: "https://evil.example" });
  expect(foreign.status).toBe(403);
});
