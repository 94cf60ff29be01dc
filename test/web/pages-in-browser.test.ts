import type { Browser } from "playwright-core";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listSignatures } from "../../db/ballots.ts";
import { listWallets } from "../../db/wallets.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { beginLink } from "../../src/actions/wallets/begin-link.ts";
import { confirmLink } from "../../src/actions/wallets/prove-link.ts";
import { beginSigning } from "../../src/actions/wallets/sign-on-page.ts";
import { createTestApp, interactionAt, type TestApp } from "../support/app.ts";
import { link, openFeeVote } from "../support/members.ts";
import { ids } from "../support/test-config.ts";
import { desk, look, noBrowser, overflows, phone, startBrowser, type TestWallet } from "../support/wallet-browser.ts";
import { servePages } from "../support/wallet-page.ts";

const wallet = (changes: Partial<TestWallet> = {}): TestWallet => ({
  name: "Fox",
  account: privateKeyToAccount(generatePrivateKey()),
  announced: true,
  ...changes,
});

const now = (app: TestApp) => interactionAt(app.now() * 1000);

async function linkPage() {
  const app = createTestApp();
  await servePages(app);
  const { id, url } = beginLink(app, { member: ids.ada, username: "ada", address: undefined }).page ?? {
    id: 0,
    url: "",
  };
  return { app, id, url };
}

async function ballotPage(...wallets: TestWallet[]) {
  const app = createTestApp();
  await servePages(app);
  for (const { account } of wallets) link(app, ids.ada, account.address, 40n);
  await openFeeVote(app);
  const ask = { interaction: now(app), proposal: 1, member: ids.ada, roles: [ids.member], choice: "for" };
  const { ballot } = await castVote(app, ask);
  const asked = { member: { id: ids.ada, username: "ada" }, interaction: now(app) };
  return { app, ballot, url: beginSigning(app, ballot, asked).page?.url ?? "" };
}

describe.skipIf(noBrowser)("in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  test("default: at a desk one of two wallets is chosen, rejected once, signs, and is linked when confirmed", async () => {
    const { app, id, url } = await linkPage();
    const fox = wallet({ rejects: "personal_sign" });
    const wallets = [wallet({ name: "<b>Other</b>" }), fox];
    const { page, complaints, shoot } = await look(browser, url, { on: desk, wallets });
    await page.getByRole("button", { name: "Connect <b>Other</b>" }).waitFor();
    await shoot("link-desk-choose");
    await page.getByRole("button", { name: "Connect Fox" }).click();
    await page.getByText(fox.account.address).first().waitFor();
    await page.getByText("The text you sign").click();
    await page.getByText("wants you to sign in").waitFor();
    await shoot("link-desk-sign");
    await page.getByRole("button", { name: "Sign with this wallet" }).click();
    await page.getByText("You rejected it in your wallet").waitFor();
    await page.getByRole("button", { name: "Sign with this wallet" }).click();
    await page.getByText("press “I have signed: confirm”").waitFor();
    expect(await page.getByRole("button", { name: "Sign with this wallet" }).isVisible()).toBe(false);
    await shoot("link-desk-done");
    expect(listWallets(app.db)).toEqual([]);
    expect(confirmLink(app, { interaction: now(app), token: id, member: ids.ada })).toEqual({
      address: fox.account.address,
    });
    expect(complaints).toEqual([]);
  });

  test("default: in a phone wallet's own browser, which announces nothing, the wallet signs", async () => {
    const { app, id, url } = await linkPage();
    const inside = wallet({ announced: false });
    const { page, complaints, shoot } = await look(browser, url, { on: phone, wallets: [inside] });
    await page.getByRole("button", { name: "Connect this browser" }).tap();
    await page.getByText(inside.account.address).first().waitFor();
    await page.getByRole("button", { name: "Sign with this wallet" }).waitFor();
    await shoot("link-phone-sign");
    await page.getByRole("button", { name: "Sign with this wallet" }).tap();
    await page.getByText("press “I have signed: confirm”").waitFor();
    await shoot("link-phone-done");
    expect(await overflows(page)).toBe(false);
    confirmLink(app, { interaction: now(app), token: id, member: ids.ada });
    expect(complaints).toEqual([]);
  });

  test.each([
    ["link", desk],
    ["link", { ...phone, viewport: { width: 320, height: 640 } }],
  ])("error: without a wallet the %s page says so, and gives its address to be carried on", async (_, on) => {
    const { url } = await linkPage();
    const { page, complaints, shoot } = await look(browser, url, { on });
    await page.getByText("There is no wallet in this browser.").waitFor();
    expect(await page.getByLabel("Address of this page").inputValue()).toBe(url);
    await page.getByRole("button", { name: "Copy this page" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    expect(await overflows(page)).toBe(false);
    await shoot(`no-wallet-${on.viewport?.width}`);
    expect(complaints).toEqual([]);
  });

  test("default: at a desk and on a phone a ballot is signed; another wallet is told which it should be", async () => {
    const own = wallet();
    for (const [name, on] of [
      ["desk", desk],
      ["phone", phone],
    ] as const) {
      const { app, ballot, url } = await ballotPage(own);
      const { page, complaints, shoot } = await look(browser, url, { on, wallets: [wallet({ name: "Other" }), own] });
      await page.getByRole("button", { name: "Connect Other" }).click();
      await page.getByText("This wallet does not vote with this ballot.").waitFor();
      await page.getByText(`Choose ${own.account.address} in your wallet.`).waitFor();
      await shoot(`ballot-${name}-wrong`);
      await page.evaluate(`testWallet0.change("${own.account.address}")`);
      await page.getByRole("button", { name: "Sign with this wallet" }).waitFor();
      await page.evaluate("testWallet0.change()");
      await page.getByRole("button", { name: "Connect Fox" }).click();
      await page.getByRole("button", { name: "Sign with this wallet" }).click();
      await page.getByText("Your ballot is signed.").waitFor();
      await shoot(`ballot-${name}-done`);
      expect(await overflows(page)).toBe(false);
      expect(listSignatures(app.db, 1).get(ballot)).toMatchObject({ wallet: own.account.address });
      expect(complaints).toEqual([]);
    }
  });

  test("error: a link that expires or is used while the page is open says so, and asks for nothing more", async () => {
    const { app, id, url } = await linkPage();
    const [one, two] = await Promise.all([
      look(browser, url, { wallets: [wallet()] }),
      look(browser, url, { wallets: [wallet()] }),
    ]);
    for (const { page } of [one, two]) {
      await page.getByRole("button", { name: "Connect Fox" }).click();
      await page.getByRole("button", { name: "Sign with this wallet" }).waitFor();
    }
    await one.page.getByRole("button", { name: "Sign with this wallet" }).click();
    await one.page.getByText("press “I have signed: confirm”").waitFor();
    await two.page.getByRole("button", { name: "Sign with this wallet" }).click();
    await two.page.getByText("This link has been used already.").waitFor();
    expect(await two.page.getByRole("button", { name: "Sign with this wallet" }).isVisible()).toBe(false);
    await two.page.reload();
    await two.page.getByRole("heading", { name: "This link has been used already." }).waitFor();
    await two.shoot("used");
    expect(id).toBeGreaterThan(0);
    app.pass(3_600);
    const later = beginLink(app, { member: ids.ada, username: "ada", address: undefined }).page?.url ?? "";
    const { page } = await look(browser, later, { wallets: [wallet()] });
    await page.getByRole("button", { name: "Connect Fox" }).waitFor();
    app.pass(3_600);
    await page.getByRole("button", { name: "Connect Fox" }).click();
    await page.getByText("This link has expired.").waitFor();
  });
});
