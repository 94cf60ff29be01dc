import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { CHART_WORDS } from "./page-cards.ts";
import { become, composer, noBrowser, type PageWorld, personCalled, run, startPageWorld } from "./page-world.ts";

let look: PageWorld;

describe.skipIf(noBrowser)("the page", () => {
  beforeAll(async () => {
    look = await startPageWorld();
  });
  afterAll(() => look?.close());
  afterEach(async () => expect(await look.closePages()).toEqual([]));

  test("default: shows channels and messages as a member sees them", async () => {
    await look.bot.channel.send("# Welcome\nHello **Heliogrid**");
    const page = await look.openAs("Ada");
    await page.getByRole("heading", { name: "Welcome", exact: true }).waitFor();
    const message = page.locator("[data-message]").last();
    expect(await message.locator(".author").textContent()).toBe(look.bot.client.user.displayName);
    expect(await message.locator(".app-tag").textContent()).toBe("APP");
    expect(await message.locator("strong").textContent()).toBe("Heliogrid");
    expect(await page.locator(".channel-name").allTextContents()).toEqual(
      expect.arrayContaining(["general", "proposals", "reports"]),
    );
  });

  test("behavior: a slash opens the commands, options are filled by keyboard, and only the sender sees the receipt", async () => {
    const page = await look.openAs("Ada");
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
    const page = await look.openAs("Ada");
    const before = await look.bot.channel.messages.fetch();
    await composer(page).fill("hello everybody");
    await page.keyboard.press("Enter");
    await page.getByText("you speak with slash commands only").waitFor();
    expect((await look.bot.channel.messages.fetch()).size).toBe(before.size);
  });

  test("behavior: a card of the newer kind shows text, picture, file and buttons, and changes in place", async () => {
    const page = await look.openAs("Ada");
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
    const page = await look.openAs("Ada");
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
    const page = await look.openAs("Ada");
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
    const page = await look.openAs("Ada");
    await run(page, "/slow");
    await page
      .getByText(/is thinking…/)
      .first()
      .waitFor();
    await page.getByText("Done at last.").waitFor();
    await run(page, "/silent");
    await page.getByText("The application did not respond").waitFor();
  });

  test("behavior: a thread is reached from its message, a direct message is seen by its reader only", async () => {
    const message = await look.bot.channel.send("Talk about #12");
    const page = await look.openAs("Theo");
    const thread = await message.startThread({ name: "Debate of #12" });
    await thread.send("First word");
    await page.locator(".thread-link", { hasText: "Debate of #12" }).click();
    await page.getByText("First word").waitFor();
    await (await look.bot.client.users.fetch(personCalled("Theo").id)).send("For your eyes");
    await page.locator(".channel", { hasText: "Steward" }).click();
    await page.getByText("For your eyes").waitFor();
    await become(page, "Ada");
    await page.getByText("Talk about #12").waitFor();
    expect(await page.getByText("Direct messages").count()).toBe(0);
  });
});

function pictureWidth(page: Page, selector: string): Promise<number> {
  return page.evaluate(`[...document.querySelectorAll("${selector}")].at(-1)?.naturalWidth`);
}
