import type { Browser } from "playwright-core";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listEventsOfKind } from "../../db/events.ts";
import { addWallet } from "../../db/wallets.ts";
import { describePreparedHandoff } from "../../src/actions/handoffs/describe-handoff.ts";
import { freezeHandoffs } from "../../src/actions/handoffs/freeze-handoffs.ts";
import { issueHandoffPage, issuePermitPage } from "../../src/actions/handoffs/handoff-page.ts";
import { askHandoff } from "../../src/actions/handoffs/permit-handoff.ts";
import { prepareHandoff } from "../../src/actions/handoffs/prepare-handoff.ts";
import { passedVote, treasurerClick } from "../support/passed-vote.ts";
import { handoffs } from "../support/rows.ts";
import { governor, ids, registry } from "../support/test-config.ts";
import { desk, look, noBrowser, overflows, phone, startBrowser, type TestWallet } from "../support/wallet-browser.ts";
import { servePages, told } from "../support/wallet-page.ts";

const cleo = { id: ids.cleo, username: "cleo" };
const wallet = (changes: Partial<TestWallet> = {}): TestWallet => ({
  name: "Fox",
  account: privateKeyToAccount(generatePrivateKey()),
  announced: true,
  ...changes,
});

async function handedOff() {
  const app = await passedVote();
  const pages = await servePages(app);
  const { id } = await prepareHandoff(app, { ...treasurerClick(app), proposal: 1, treasurer: ids.cleo });
  return { app, pages, id, url: issueHandoffPage(app, id, cleo)?.url ?? "" };
}

async function askedFor() {
  const app = await passedVote(2);
  const pages = await servePages(app);
  const account = privateKeyToAccount(generatePrivateKey());
  addWallet(app.db, { address: account.address, member: ids.ben, linkedAt: 0, message: "", signature: "0x" });
  const asked = await askHandoff(app, { ...treasurerClick(app), proposal: 1, treasurer: ids.cleo });
  return {
    app,
    pages,
    account,
    asked,
    url: issuePermitPage(app, asked.id, { id: ids.ben, username: "ben" })?.url ?? "",
  };
}

test("default: the page shows what changes, every call and address in full, and what to compare", async () => {
  const { app, pages, id, url } = await handedOff();
  const { status, text } = await pages.get(url);
  const { due, ids: known, proposal } = describePreparedHandoff(app, id);
  expect(status).toBe(200);
  for (const said of ["10 % → 12 %", registry, governor, "setOperatorFeeBps(value: 1200)", proposal.actionsHash])
    expect(text).toContain(said);
  for (const { id: one } of known) expect(text).toContain(one);
  expect(text).toContain(due?.data);
  expect(text).toContain("cast send");
});

test("law: a wallet gets the call only after every check, and what is frozen or has moved is not sent", async () => {
  const { app, pages, id, url } = await handedOff();
  const from = wallet().account.address;
  const ask = () => pages.post(`${url}/text`, { address: from });
  const good = await ask();
  const { due } = describePreparedHandoff(app, id);
  expect(JSON.parse(good.text)).toMatchObject({
    transaction: { chainId: "0x7a69", from, to: governor, value: "0x0", data: due?.data },
  });
  app.values.set("operatorFeeBps", 1_100n);
  expect(told(await ask())["error"]).toContain("it was 10 %, it is 11 %");
  app.values.set("operatorFeeBps", 1_000n);
  app.chain.codeAt.set(registry, "0x6099");
  expect(told(await ask())["error"]).toContain("The code of");
  app.chain.codeAt.set(registry, "0x6001");
  freezeHandoffs(app, { ...treasurerClick(app), treasurer: ids.ben, reason: "<b>Phished</b>" });
  expect(told(await ask())["error"]).toContain("frozen");
  const { text } = await pages.get(url);
  expect(text).toContain("&lt;b&gt;Phished&lt;/b&gt;");
  expect(text).not.toContain(due?.data);
  expect(text).not.toContain('id="signing"');
});

test("behavior: what was sent is noted once, and the page is used up", async () => {
  const { app, pages, url } = await handedOff();
  const hash = `0x${"AB".repeat(32)}`;
  expect((await pages.post(`${url}/sent`, { hash: "0x12" })).status).toBe(409);
  expect(told(await pages.post(`${url}/sent`, { hash }))).toEqual({ hash: hash.toLowerCase() });
  expect((await pages.post(`${url}/sent`, { hash })).status).toBe(410);
  const [sent, ...others] = listEventsOfKind(app.db, 1, ["handoff-sent"]);
  expect(others).toEqual([]);
  expect(JSON.parse(sent?.body ?? "")).toEqual({ handoff: 1, step: "propose", transaction: hash.toLowerCase() });
  expect((await pages.get(url)).text).toContain("/execute in Discord");
});

test("behavior: a second treasurer's wallet permits on its page, once, and no other wallet does", async () => {
  const { app, pages, account, url } = await askedFor();
  const stranger = wallet().account;
  expect(told(await pages.post(`${url}/text`, { address: stranger.address }))["error"]).toContain("may not sign");
  const { text = "" } = told(await pages.post(`${url}/text`, { address: account.address }));
  const signed = (by: TestWallet["account"] = account) => by.signTypedData(JSON.parse(text));
  expect((await pages.post(`${url}/signature`, { signature: await signed(stranger) })).status).toBe(409);
  expect(handoffs(app.db)).toEqual([]);
  expect((await pages.post(`${url}/signature`, { signature: await signed() })).status).toBe(200);
  expect(handoffs(app.db)).toHaveLength(1);
  expect((await pages.post(`${url}/signature`, { signature: await signed() })).status).toBe(410);
});

describe.skipIf(noBrowser)("in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  test("default: at a desk the wallet is switched to the chain, rejects once, and sends", async () => {
    const { app, id, url } = await handedOff();
    const sent: unknown[] = [];
    const fox = wallet({ rejects: "eth_sendTransaction", chain: { id: 1, known: [1, 31_337] }, sent });
    const { page, complaints, shoot } = await look(browser, url, { on: desk, wallets: [fox] });
    await page.getByRole("button", { name: "Connect Fox" }).click();
    await page.getByRole("button", { name: "Send with this wallet" }).waitFor();
    await shoot("handoff-desk");
    await page.getByRole("button", { name: "Send with this wallet" }).click();
    await page.getByText("You rejected it in your wallet").waitFor();
    expect(sent).toEqual([]);
    await page.getByRole("button", { name: "Send with this wallet" }).click();
    await page.getByText("Steward follows it on chain").waitFor();
    await shoot("handoff-desk-done");
    const { due } = describePreparedHandoff(app, id);
    expect(sent).toEqual([{ from: fox.account.address, to: governor, value: "0x0", data: due?.data }]);
    expect(fox.chain?.id).toBe(31_337);
    await expect.poll(() => listEventsOfKind(app.db, 1, ["handoff-sent"]).length).toBe(1);
    expect(complaints).toEqual([]);
  });

  test("error: on a phone whose wallet does not know the chain nothing is sent, and what changed meanwhile is refused", async () => {
    const { app, url } = await handedOff();
    const sent: unknown[] = [];
    const inside = wallet({ announced: false, chain: { id: 1, known: [1] }, sent });
    const { page, complaints, shoot } = await look(browser, url, { on: phone, wallets: [inside] });
    await page.getByRole("button", { name: "Connect this browser" }).tap();
    await page.getByRole("button", { name: "Send with this wallet" }).tap();
    await page.getByText("Your wallet does not know chain 31337.").waitFor();
    await shoot("handoff-phone");
    expect(await overflows(page)).toBe(false);
    app.values.set("operatorFeeBps", 1_100n);
    await page.getByRole("button", { name: "Send with this wallet" }).tap();
    await page.getByText("it was 10 %, it is 11 %").waitFor();
    expect(sent).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test("default: on a phone a second treasurer permits", async () => {
    const { app, account, url } = await askedFor();
    const { page, complaints, shoot } = await look(browser, url, { on: phone, wallets: [wallet({ account })] });
    await page.getByRole("button", { name: "Connect Fox" }).tap();
    await shoot("permit-phone");
    await page.getByRole("button", { name: "Sign with this wallet" }).tap();
    await page.getByText("The prepared call appears in Discord").waitFor();
    expect(handoffs(app.db)).toHaveLength(1);
    expect(await overflows(page)).toBe(false);
    expect(complaints).toEqual([]);
  });
});
