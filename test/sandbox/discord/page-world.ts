import { existsSync } from "node:fs";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { passTime } from "../../../sandbox/chain/live.ts";
import { startWorld, type World } from "../../../sandbox/chain/world.ts";
import { servePage } from "../../../sandbox/discord/page/serve.ts";
import { PEOPLE } from "../../../sandbox/people.ts";
import { serveWallet } from "../../../sandbox/wallet/serve.ts";
import { type Bot, connectBot } from "./connect-bot.ts";
import { servePageBot } from "./page-bot.ts";

const CHROMIUM = "/usr/bin/chromium";

/** Whether there is no browser to look with; said once, where the tests are read. */
export const noBrowser = !existsSync(CHROMIUM);
if (noBrowser) console.log(`The page of the local Discord is not tested: there is no browser at ${CHROMIUM}.`);

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How long an interaction waits for its first answer here, in milliseconds. */
const ACK_MS = 1500;

/** How long a test waits for something to appear, in milliseconds. */
const PATIENCE_MS = 8000;

/** A real chain, a real local Discord with an unmodified client, and a browser that looks at them. */
export type PageWorld = {
  bot: Bot;
  world: World;
  /** Opens the page as somebody. */
  openAs(name: string, size?: { width: number; height: number }): Promise<Page>;
  /** Closes every page and gives back what their consoles complained about. */
  closePages(): Promise<string[]>;
  close(): Promise<void>;
};

/** Starts everything the page lives on. */
export async function startPageWorld(): Promise<PageWorld> {
  const chain = await startWorld();
  const wallet = serveWallet({ rpcUrl: chain.url, world: chain.world });
  const page = servePage();
  const pages: typeof page = async (request, response) => (await wallet(request, response)) || page(request, response);
  let moved = 0;
  const onClockChange = async (offsetSeconds: number) => {
    await passTime(chain.world, offsetSeconds - moved);
    moved = offsetSeconds;
  };
  const bot = await connectBot({ limits: { ackMs: ACK_MS }, pages, onClockChange });
  await servePageBot(bot);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
  const complaints: string[] = [];
  return {
    bot,
    world: chain.world,
    openAs: (name, size = { width: 1280, height: 800 }) =>
      openAs({ browser, url: bot.discord.url, complaints }, name, size),
    closePages: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
      return complaints.splice(0);
    },
    close: async () => {
      await browser.close();
      await bot.close();
      await chain.stop();
    },
  };
}

type Looking = { browser: Browser; url: string; complaints: string[] };

async function openAs(
  { browser, url, complaints }: Looking,
  name: string,
  viewport: { width: number; height: number },
) {
  const context = await browser.newContext({ viewport, locale: "en-GB" });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  page.on("console", (line) => {
    if (["error", "warning"].includes(line.type())) complaints.push(`${line.text()} ${line.location().url}`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.addInitScript((id) => {
    localStorage.setItem("person", id);
    localStorage.setItem("hint", "seen");
  }, personCalled(name).id);
  await page.goto(url);
  await page.getByRole("heading", { name: "general", exact: true }).waitFor();
  return page;
}

/** Becomes another person through the menu. */
export async function become(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^You are / }).click();
  await page.getByRole("menuitemradio", { name: new RegExp(`^${name}`) }).click();
  await page.getByRole("button", { name: `You are ${name}` }).waitFor();
}

/** The line one types in. */
export function composer(page: Page): Locator {
  return page.getByRole("combobox", { name: "Message", exact: true });
}

/** Types a whole command and sends it. */
export async function run(page: Page, command: string): Promise<void> {
  await composer(page).fill(`${command} `);
  await page.locator(".command-name", { hasText: command }).waitFor();
  await page.keyboard.press("Enter");
}

/** Somebody of the sandbox. */
export function personCalled(displayName: string) {
  const found = PEOPLE.find((candidate) => candidate.displayName === displayName);
  if (!found) throw new Error(`nobody is called ${displayName}`);
  return found;
}
