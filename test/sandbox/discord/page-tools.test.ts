import type { Page } from "playwright-core";
import { encodeFunctionData, parseEther, recoverMessageAddress } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { artifact } from "../../../sandbox/chain/artifact.ts";
import type { World } from "../../../sandbox/chain/world.ts";
import { walletOf } from "../../../sandbox/people.ts";
import { createWallet } from "../../../sandbox/wallet/create-wallet.ts";
import { chart, HOSTILE } from "./page-cards.ts";
import { become, noBrowser, type PageWorld, personCalled, run, startPageWorld } from "./page-world.ts";

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
    await look.bot.channel.send(handOff(look.world.addresses.token, transferTo("Ben", "5")));
    await page.getByText("cast send").waitFor();
    await page.getByRole("button", { name: "Use in wallet" }).last().click();
    await expect.poll(() => page.getByLabel("Data (calldata)").inputValue()).toBe(transferTo("Ben", "5"));
    expect(await page.getByLabel("To (address)").inputValue()).toBe(look.world.addresses.token);
    await page.locator(".fold button", { hasText: "Send" }).click();
    await page.getByText("The transaction went through.").waitFor();
    await expect.poll(() => helioOf(page)).toBe(before - 5);
    await page.getByLabel("Data (calldata)").fill(transferTo("Ben", "9000000"));
    await page.locator(".fold button", { hasText: "Send" }).click();
    await page.locator(".fold .field-error").waitFor();
    expect(await page.getByText("The transaction went through.").count()).toBe(0);
  });

  test("behavior: moving time moves every open page, and what is told relative to now with it", async () => {
    const unix = look.bot.discord.state.clock.nowSeconds() + 3 * 86_400 + 3600;
    await look.bot.channel.send(`Voting ends <t:${unix}:R>`);
    const [mine, other] = [await look.openAs("Ada"), await look.openAs("Ben")];
    await mine.getByText("in 3 days").waitFor();
    await mine.getByRole("button", { name: "+1 day" }).click();
    await mine.getByText("in 2 days").waitFor();
    await other.getByText("in 2 days").waitFor();
    await other.getByText("The sandbox is 1 d ahead of this machine.").waitFor();
  });

  test("behavior: a proposal is voted, queued and executed on the chain's Governor, by different people", async () => {
    const theo = createWallet(personCalled("Theo"), look.world.rpcUrl, look.world);
    expect(await theo.send(proposeReward(look.world, "4800", "# Double the reward"))).toMatchObject({
      status: "success",
    });
    const page = await look.openAs("Theo");
    const item = page.locator(".on-chain-item", { hasText: "Double the reward" });
    await item.getByText("Pending").waitFor();
    await page.getByRole("button", { name: "+1 min" }).click();
    await page.getByRole("button", { name: "+1 min" }).click();
    await item.getByRole("button", { name: "For" }).click();
    await item.getByText("The transaction went through.").waitFor();
    await item.getByRole("button", { name: "For" }).click();
    await item.locator(".field-error").waitFor();
    await become(page, "Ada");
    await item.getByRole("button", { name: "For" }).click();
    await item.getByText("The transaction went through.").waitFor();
    await page.getByRole("button", { name: "+1 day" }).click();
    await become(page, "Tess");
    await item.getByRole("button", { name: "Queue" }).click();
    await item.getByText(/Can be executed in/).waitFor();
    await page.getByRole("button", { name: "+1 h" }).click();
    await item.getByText("Can be executed now").waitFor();
    await item.getByRole("button", { name: "Execute" }).click();
    await item.getByText("Executed").waitFor();
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

/** A prepared call as a hand-off shows it: the calldata in a file, the rest in a command. */
function handOff(to: string, data: string) {
  return {
    content: `\`\`\`sh\ncast send ${to} "$(cat calldata-7.txt)" --value 0 --chain 31337 --ledger\n\`\`\``,
    files: [{ attachment: Buffer.from(`${data}\n`), name: "calldata-7.txt" }],
  };
}

function proposeReward({ addresses }: World, reward: string, description: string) {
  const setter = encodeFunctionData({
    abi: artifact("ParameterRegistry").abi,
    functionName: "setRewardPerEpoch",
    args: [parseEther(reward)],
  });
  const args = [[addresses.registry], [0n], [setter], description];
  return {
    to: addresses.governor,
    data: encodeFunctionData({ abi: artifact("HelioGovernor").abi, functionName: "propose", args }),
  };
}
