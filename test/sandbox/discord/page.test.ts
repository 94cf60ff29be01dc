import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { encodeFunctionData, parseEther, recoverMessageAddress } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { artifact } from "../../../sandbox/chain/artifact.ts";
import { startWorld } from "../../../sandbox/chain/world.ts";
import { servePage } from "../../../sandbox/discord/page/serve.ts";
import { PEOPLE, walletOf } from "../../../sandbox/people.ts";
import { serveWallet } from "../../../sandbox/wallet/serve.ts";
import { type Bot, connectBot, control } from "./connect-bot.ts";
import { servePageBot } from "./page-bot.ts";
import { CHART_WORDS, chart, HOSTILE } from "./page-cards.ts";

const CHROMIUM = "/usr/bin/chromium";
const absent = !existsSync(CHROMIUM);
if (absent) console.log(`The page of the local Discord is not tested: there is no browser at ${CHROMIUM}.`);

const ACK_MS = 1500;
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let chain: Awaited<ReturnType<typeof startWorld>>;
let bot: Bot;
let browser: Browser;
const complaints: string[] = [];

describe.skipIf(absent)("the page", () => {
  beforeAll(async () => {
    chain = await startWorld();
    const wallet = serveWallet({ rpcUrl: chain.url, world: chain.world });
    const page = servePage();
    const pages: typeof page = async (request, response) =>
      (await wallet(request, response)) || page(request, response);
    bot = await connectBot({ limits: { ackMs: ACK_MS }, pages });
    await servePageBot(bot);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
  });
  afterAll(async () => {
    await browser?.close();
    await bot?.close();
    await chain?.stop();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    expect(complaints.splice(0)).toEqual([]);
  });

  test("default: shows channels and messages as a member sees them", async () => {
    await bot.channel.send("# Welcome\nHello **Heliogrid**");
    const page = await openAs("Ada");
    await page.getByRole("heading", { name: "Welcome", exact: true }).waitFor();
    const message = page.locator("[data-message]").last();
    expect(await message.locator(".author").textContent()).toBe("steward");
    expect(await message.locator(".app-tag").textContent()).toBe("APP");
    expect(await message.locator("strong").textContent()).toBe("Heliogrid");
    expect(await page.locator(".channel-name").allTextContents()).toEqual(
      expect.arrayContaining(["general", "proposals", "reports"]),
    );
  });

  test("behavior: a slash opens the commands, options are filled by keyboard, and only the sender sees the receipt", async () => {
    const page = await openAs("Ada");
    await composer(page).fill("/vo");
    await expect
      .poll(() => page.locator(".suggestion").allTextContents())
      .toEqual([expect.stringContaining("Vote on an open proposal")]);
    await page.keyboard.press("Enter");
    await page.keyboard.type("fee");
    await page.getByRole("option", { name: "#13 Fee: 30 → 25 bps" }).waitFor();
    await expect.poll(() => page.locator(".suggestion").count()).toBe(1);
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("option", { name: /weight/ }).click();
    await page.keyboard.type("400");
    await page.getByText("At most 100").waitFor();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("40");
    await page.keyboard.press("Enter");
    await page.getByText("Receipt: 13 against at 40 %").waitFor();
    await page.getByText("Only you can see this").waitFor();

    await become(page, "Ben");
    await page.locator("[data-message]").first().waitFor();
    expect(await page.getByText("Receipt: 13 against").count()).toBe(0);
    await become(page, "Ada");
    await page.getByText("Receipt: 13 against").waitFor();
    await page.getByRole("button", { name: "Dismiss message" }).last().click();
    await expect.poll(() => page.getByText("Receipt: 13 against").count()).toBe(0);
  });

  test("behavior: words that are no command are answered with a hint and sent nowhere", async () => {
    const page = await openAs("Ada");
    const before = await bot.channel.messages.fetch();
    await composer(page).fill("hello everybody");
    await page.keyboard.press("Enter");
    await page.getByText("you speak with slash commands only").waitFor();
    expect((await bot.channel.messages.fetch()).size).toBe(before.size);
  });

  test("behavior: a card of the newer kind shows text, picture, file and buttons, and changes in place", async () => {
    const page = await openAs("Ada");
    await run(page, "/proposal show");
    const card = page.locator(".container").last();
    await card.getByRole("heading", { name: "#12 Reward per node" }).waitFor();
    for (const words of ["@member", "@Mara", "executions", "/vote"])
      await card.locator(".mention", { hasText: words }).waitFor();
    await expect.poll(() => pictureWidth(page, ".gallery img")).toBe(800);
    expect(await card.locator(".gallery img").getAttribute("alt")).toBe(CHART_WORDS);
    await card.getByRole("button", { name: "Preview" }).click();
    await card.getByRole("cell", { name: "Roof, east" }).first().waitFor();
    expect(await card.getByRole("button", { name: "Abstain" }).isDisabled()).toBe(true);

    await card.getByRole("button", { name: "For", exact: true }).click();
    await page.getByText("You voted For with 120,000 HELIO.").waitFor();
    await card.getByRole("button", { name: "Count again" }).click();
    await page.getByRole("heading", { name: "#12 Reward per node, version 2" }).waitFor();
    await page.getByText("(edited)").waitFor();
    await page.getByRole("combobox", { name: "Follow topics" }).click();
    await page.getByRole("option", { name: "Fees" }).click();
    await page.getByRole("option", { name: "Slashing" }).click();
    await page.keyboard.press("Escape");
    await page.getByText("Picked fees and slashing.").waitFor();
  });

  test("behavior: an older card shows its fields, picture and file; a picture opens large with its words", async () => {
    const page = await openAs("Ada");
    await run(page, "/report");
    const embed = page.locator(".embed").last();
    await embed.getByText("4,120.50 HELIO").waitFor();
    await expect.poll(() => pictureWidth(page, ".embed img")).toBe(800);
    await page.getByRole("link", { name: "Download rewards.csv" }).last().waitFor();
    await embed.getByRole("button", { name: /^Enlarge/ }).click();
    await page.locator("dialog.lightbox img").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator("dialog").count()).toBe(0);
  });

  test("behavior: a modal refuses what the bot would not get, then submits", async () => {
    const page = await openAs("Ada");
    await run(page, "/proposal create");
    const dialog = page.getByRole("dialog", { name: "Say why" });
    await dialog.getByLabel("Reason").fill("too short");
    await dialog.getByRole("button", { name: "Submit" }).click();
    await dialog.getByText("Must be 10 characters or more").waitFor();
    await dialog.getByText("This field is required").waitFor();
    await dialog.getByLabel("Reason").fill("Nodes cost less than last year");
    await dialog.getByRole("combobox", { name: "Kind" }).click();
    await dialog.getByRole("option", { name: "Cost" }).click();
    await dialog.getByRole("button", { name: "Submit" }).click();
    await page.getByText("Reason (cost): Nodes cost less than last year").waitFor();
    expect(await dialog.count()).toBe(0);
  });

  test("behavior: a deferred answer is awaited, and a missing one is said", async () => {
    const page = await openAs("Ada");
    await run(page, "/slow");
    await page
      .getByText(/is thinking…/)
      .first()
      .waitFor();
    await page.getByText("Done at last.").waitFor();
    await run(page, "/silent");
    await page.getByText("The application did not respond").waitFor();
  });

  test("behavior: a text from a message is signed by the person's own wallet, and a call is sent with it", async () => {
    const page = await openAs("Ada");
    await run(page, "/link");
    await page.getByRole("button", { name: "Use in wallet" }).last().click();
    await page.getByRole("button", { name: "Sign", exact: true }).click();
    const signature = (await page.locator(".fold .address code").textContent()) as `0x${string}`;
    const message = "heliogrid.example wants you to sign in\nNonce: 8f21";
    expect(await recoverMessageAddress({ message, signature })).toBe(walletOf(person("Ada")).address);

    const before = await helioOf(page);
    await page.getByText("Send a call").click();
    await page.getByLabel("To (address)").fill(chain.world.addresses.token);
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
    await bot.channel.send(`Voting ends <t:${unix}:R>`);
    const [mine, other] = [await openAs("Ada"), await openAs("Ben")];
    await mine.getByText("in 3 days").waitFor();
    await mine.getByRole("button", { name: "+1 day" }).click();
    await mine.getByText("in 2 days").waitFor();
    await other.getByText("in 2 days").waitFor();
    await other.getByText("The sandbox is 1 d ahead of this machine.").waitFor();
    await control(bot.discord, "clock", { offsetSeconds: 0 });
  });

  test("behavior: a thread is reached from its message, a direct message is seen by its reader only", async () => {
    const message = await bot.channel.send("Talk about #12");
    const page = await openAs("Theo");
    const thread = await message.startThread({ name: "Debate of #12" });
    await thread.send("First word");
    await page.locator(".thread-link", { hasText: "Debate of #12" }).click();
    await page.getByText("First word").waitFor();
    await (await bot.client.users.fetch(person("Theo").id)).send("For your eyes");
    await page.locator(".channel", { hasText: "steward" }).click();
    await page.getByText("For your eyes").waitFor();
    await become(page, "Ada");
    await page.getByText("Talk about #12").waitFor();
    expect(await page.getByText("Direct messages").count()).toBe(0);
  });

  test("boundary: on a phone nothing scrolls sideways, and both drawers open", async () => {
    const page = await openAs("Ada", 390, 844);
    await bot.channel.send({
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
    await bot.channel.send({
      content: HOSTILE,
      embeds: [{ title: HOSTILE, description: HOSTILE, footer: { text: HOSTILE } }],
    });
    const page = await openAs("Ada");
    await page.locator(".message .markdown", { hasText: "onerror=" }).first().waitFor();
    expect(await page.evaluate("globalThis.hurt")).toBeUndefined();
    expect(await page.locator(".message img[src=x], .message script, a[href^=javascript]").count()).toBe(0);
  });

  test("error: the policy lets only the page's own scripts run", async () => {
    const answer = await fetch(bot.discord.url);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    for (const path of ["/page/serve.ts", "/page/..%2fserver.ts", "/page/vendor/discord.js.mjs"]) {
      expect((await fetch(`${bot.discord.url}${path}`)).status).toBe(404);
    }
  });
});

async function openAs(name: string, width = 1280, height = 800): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, locale: "en-GB" });
  const page = await context.newPage();
  page.setDefaultTimeout(4000);
  page.on("console", (line) => {
    if (line.type() === "error" || line.type() === "warning") complaints.push(`${line.text()} ${line.location().url}`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.addInitScript(
    ([id]) => {
      localStorage.setItem("person", id ?? "");
      localStorage.setItem("hint", "seen");
    },
    [person(name).id],
  );
  await page.goto(bot.discord.url);
  await page.getByRole("heading", { name: "general", exact: true }).waitFor();
  return page;
}

async function become(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^You are / }).click();
  await page.getByRole("menuitemradio", { name: new RegExp(`^${name}`) }).click();
  await page.getByRole("button", { name: `You are ${name}` }).waitFor();
}

/** Types a whole command and sends it. */
async function run(page: Page, command: string): Promise<void> {
  await composer(page).fill(`${command} `);
  await page.locator(".command-name", { hasText: command }).waitFor();
  await page.keyboard.press("Enter");
}

const composer = (page: Page) => page.getByRole("combobox", { name: "Message", exact: true });

function pictureWidth(page: Page, selector: string): Promise<number> {
  return page.evaluate(`[...document.querySelectorAll("${selector}")].at(-1)?.naturalWidth`);
}

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

function person(displayName: string) {
  const found = PEOPLE.find((candidate) => candidate.displayName === displayName);
  if (!found) throw new Error(`nobody is called ${displayName}`);
  return found;
}

function transferTo(name: string, helio: string): string {
  const args = [walletOf(person(name)).address, parseEther(helio)];
  return encodeFunctionData({ abi: artifact("HelioToken").abi, functionName: "transfer", args });
}
