import type { Page } from "playwright-core";
import { encodeFunctionData, parseEther, recoverMessageAddress } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { artifact } from "../../../sandbox/chain/artifact.ts";
import { walletOf } from "../../../sandbox/people.ts";
import { control } from "./connect-bot.ts";
import { chart, HOSTILE } from "./page-cards.ts";
import { noBrowser, type PageWorld, personCalled, run, startPageWorld } from "./page-world.ts";

let look: PageWorld;

describe.skipIf(noBrowser)("what surrounds the messages", () => {
  beforeAll(async () => {
    look = await startPageWorld();
  });
  afterAll(() => look?.close());
  afterEach(async () => expect(await look.closePages()).toEqual([]));

  test("behavior: a text from a message is signed by the person's own wallet, and a call is sent with it", async () => {
    const page = await look.openAs("Ada");
    await run(page, "/link");
    await page.getByRole("button", { name: "Use in wallet" }).last().click();
    await page.getByRole("button", { name: "Sign", exact: true }).click();
    const signature = (await page.locator(".fold .address code").textContent()) as `0x${string}`;
    const message = "heliogrid.example wants you to sign in\nNonce: 8f21";
    expect(await recoverMessageAddress({ message, signature })).toBe(walletOf(personCalled("Ada")).address);

    const before = await helioOf(page);
    await page.getByText("Send a call").click();
    await page.getByLabel("To (address)").fill(look.world.addresses.token);
    await page.getByLabel("Data (calldata)").fill(transferTo("Ben", "5"));
    await page.getByRole("button", { name: "Send", exact: true }).first().waitFor();
    await page.locator(".fold button", { hasText: "Send" }).click();
    await page.getByText("The transaction went through.").waitFor();
    await expect.poll(() => helioOf(page)).toBe(before - 5);
    await page.getByLabel("Data (calldata)").fill(transferTo("Ben", "9000000"));
    await page.locator(".fold button", { hasText: "Send" }).click();
    await page.locator(".fold .field-error").waitFor();
    expect(await page.getByText("The transaction went through.").count()).toBe(0);
  });

  test("behavior: moving time moves every open page, and what is told relative to now with it", async () => {
    const unix = Math.floor(Date.now() / 1000) + 3 * 86_400 + 3600;
    await look.bot.channel.send(`Voting ends <t:${unix}:R>`);
    const [mine, other] = [await look.openAs("Ada"), await look.openAs("Ben")];
    await mine.getByText("in 3 days").waitFor();
    await mine.getByRole("button", { name: "+1 day" }).click();
    await mine.getByText("in 2 days").waitFor();
    await other.getByText("in 2 days").waitFor();
    await other.getByText("The sandbox is 1 d ahead of this machine.").waitFor();
    await control(look.bot.discord, "clock", { offsetSeconds: 0 });
  });

  test("boundary: on a phone nothing scrolls sideways, and both drawers open", async () => {
    const page = await look.openAs("Ada", { width: 390, height: 844 });
    await look.bot.channel.send({
      content: `${"long".repeat(120)}\n\`\`\`\n${"0x".repeat(300)}\n\`\`\``,
      files: [{ attachment: chart(), name: "chart.png" }],
    });
    await run(page, "/proposal show");
    await run(page, "/report");
    await page.getByText("Income, week 46").last().waitFor();
    expect(await sideways(page)).toEqual([]);
    await page.getByRole("button", { name: "Wallet and time" }).click();
    await page.getByRole("button", { name: "+7 days" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Channels", exact: true }).click();
    await page.locator(".channel", { hasText: "reports" }).click();
    await page.getByRole("heading", { name: "Welcome to #reports" }).waitFor();
    expect(await sideways(page)).toEqual([]);
  });

  test("error: hostile text stays text", async () => {
    await look.bot.channel.send({
      content: HOSTILE,
      embeds: [{ title: HOSTILE, description: HOSTILE, footer: { text: HOSTILE } }],
    });
    const page = await look.openAs("Ada");
    await page.locator(".message .markdown", { hasText: "onerror=" }).first().waitFor();
    expect(await page.evaluate("globalThis.hurt")).toBeUndefined();
    expect(await page.locator(".message img[src=x], .message script, a[href^=javascript]").count()).toBe(0);
  });

  test("error: the policy lets only the page's own scripts run", async () => {
    const answer = await fetch(look.bot.discord.url);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    for (const path of ["/page/serve.ts", "/page/..%2fserver.ts", "/page/vendor/discord.js.mjs"]) {
      expect((await fetch(`${look.bot.discord.url}${path}`)).status).toBe(404);
    }
  });
});

/** Everything that can be scrolled sideways, apart from what is meant to. */
function sideways(page: Page): Promise<string[]> {
  return page.evaluate(`
    [...document.querySelectorAll("html, body, .messages, .message-main, .composer-box, .panel-body")]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.className + " " + element.scrollWidth + " > " + element.clientWidth)`);
}

/** The HELIO the wallet panel shows. */
async function helioOf(page: Page): Promise<number> {
  const row = page.locator(".balances div", { hasText: "HELIO" }).locator("dd");
  return Number((await row.textContent())?.replaceAll(",", ""));
}

function transferTo(name: string, helio: string): string {
  const args = [walletOf(personCalled(name)).address, parseEther(helio)];
  return encodeFunctionData({ abi: artifact("HelioToken").abi, functionName: "transfer", args });
}
