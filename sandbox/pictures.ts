import { chromium, type Page } from "playwright-core";
import { PEOPLE, SERVER } from "./people.ts";
import { startSandbox } from "./start-sandbox.ts";
import { createStage } from "./story/stage.ts";
import { linkWallet } from "./story/vote.ts";

// Takes the README's pictures from the sandbox's own page, so that they show what there is.
const CHROMIUM = "/usr/bin/chromium";
const OUT = new URL("../docs/pictures/", import.meta.url).pathname;
const { proposals, reports } = SERVER.channels;

const sandbox = await startSandbox();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const stage = createStage(sandbox);
  const voters = PEOPLE.filter(({ helio }) => helio > 0n).map(({ name }) => stage.character(name));
  for (const voter of voters) await linkWallet(voter);
  const [ada] = voters;
  if (!ada) throw new Error("nobody lives in the sandbox");
  const reason = "The regional crews asked for it: more maintenance per node.";
  await ada.at.command("propose", { parameter: "operator-fee", value: "12 %", reason }, { channel: proposals });
  const card = await stage.find(ada, proposals, "the card", (_, text) => text.includes("Operator fee"));
  for (const [index, voter] of voters.entries()) {
    await voter.at.click(card, ["For", "For", "Against", "For", "Abstain"][index % 5] ?? "For");
  }
  await stage.find(ada, proposals, "the votes", (message, text) => message.id === card.id && /5 voters/.test(text));
  const page = await (
    await browser.newContext({ viewport: { width: 1280, height: 1500 }, deviceScaleFactor: 2 })
  ).newPage();
  await page.goto(sandbox.url);
  await shoot(page, "proposals", "card.png");
  await stage.passTime(86_400);
  await stage.find(ada, reports, "a report", (message) => message.attachments.length > 0);
  await shoot(page, "reports", "report.png");
} finally {
  await browser.close();
  await sandbox.stop();
}

/** Opens a channel and keeps its last card. */
async function shoot(page: Page, channel: string, file: string): Promise<void> {
  await page.locator(".channel", { hasText: channel }).first().click();
  await page.waitForTimeout(1_500);
  const cards = page.locator(".message:not(.ephemeral) .container, .message:not(.ephemeral) [class*=container]");
  await cards.last().screenshot({ path: OUT + file });
}
