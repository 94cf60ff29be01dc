import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { expect, test } from "vitest";
import { wallet } from "../../commands/wallet.ts";
import { listWallets } from "../../db/wallets.ts";
import type { SeenMessage } from "../../sandbox/discord/act/view.ts";
import { type Deed, messageOf, modalOf } from "../../sandbox/discord/person.ts";
import { buttonNamed, buttonsOf, textOf } from "../../sandbox/discord/read-message.ts";
import { SERVER } from "../../sandbox/people.ts";
import { createDiscordWorld } from "../support/discord-world.ts";
import { type Pages, servePages, told } from "../support/wallet-page.ts";

const link = { channel: SERVER.channels.general, subcommand: "link" };
const shown = (deed: Deed) => textOf(messageOf(deed));
const labels = (message: SeenMessage) => buttonsOf(message).map(({ label }) => label);
const urlOf = (message: SeenMessage) => buttonsOf(message).find(({ url }) => url !== null)?.url ?? "";
const account = privateKeyToAccount(generatePrivateKey());

/** A world with pages, in which Ada has asked to link a wallet. */
async function asked() {
  const world = await createDiscordWorld([wallet]);
  const pages = await servePages(world.app);
  const ada = world.person("ada");
  const card = messageOf(await ada.command("wallet", {}, link));
  return { ...world, pages, ada, card };
}

async function sign(pages: Pages, url: string) {
  const { text, reference } = told(await pages.post(`${url}/text`, { address: account.address }));
  const signature = await account.signMessage({ message: String(text) });
  expect((await pages.post(`${url}/signature`, { reference, signature })).status).toBe(200);
  return String(text);
}

test("default: a member opens the page from a private card, signs, looks at the address and confirms", async () => {
  const { app, pages, ada, card, discord } = await asked();
  expect(card.ephemeral).toBe(true);
  expect(labels(card)).toEqual(["Open the page", "I have signed: confirm"]);
  expect(shown(await ada.click(card, "I have signed: confirm"))).toContain("No wallet has signed on the page yet.");
  const text = await sign(pages, urlOf(card));
  expect(text).toContain(`@ada (id ${ada.id})`);
  const proof = messageOf(await ada.click(card, "I have signed: confirm"));
  expect(textOf(proof)).toContain(account.address);
  expect(labels(proof)).toEqual([`Confirm ${account.address.slice(0, 6)}…${account.address.slice(-4)}`]);
  expect(listWallets(app.db)).toEqual([]);
  expect(shown(await ada.click(proof, "Confirm"))).toContain("now votes through you");
  expect(listWallets(app.db)).toMatchObject([{ address: account.address, member: ada.id }]);
  expect(discord.state.rejections).toEqual([]);
});

test("behavior: with an address there is the text to paste as well, and where there are no pages it is the only way", async () => {
  const { app, ada, discord } = await asked();
  const both = messageOf(await ada.command("wallet", { address: account.address }, link));
  expect(labels(both)).toEqual(["Open the page", "I have signed: confirm", "Paste signature"]);
  app.pages = () => undefined;
  expect(shown(await ada.command("wallet", {}, link))).toContain("Give its address");
  const card = messageOf(await ada.command("wallet", { address: account.address }, link));
  expect(labels(card)).toEqual(["Paste signature"]);
  const message = /```\n([\s\S]+)\n```/.exec(textOf(card))?.[1] ?? "";
  const form = await ada.click(card, "Paste signature");
  expect(JSON.stringify(modalOf(form))).toContain("Signature");
  const done = await ada.submit(form, { signature: await account.signMessage({ message }) });
  expect(shown(done)).toContain("now votes through you");
  expect(discord.state.rejections).toEqual([]);
});

test("error: nobody confirms what was signed on a page made for another member", async () => {
  const { app, pages, person, card } = await asked();
  await sign(pages, urlOf(card));
  const ben = person("ben");
  const own = messageOf(await ben.command("wallet", {}, link));
  const forged = await ben.forge(own, buttonNamed(card, "I have signed: confirm"));
  expect(shown(forged)).toContain("not made for you");
  expect(listWallets(app.db)).toEqual([]);
  expect(await pages.get(urlOf(own))).toMatchObject({ status: 200, text: expect.stringContaining("@ben") });
});

test("boundary: what was signed is confirmed within a quarter of an hour, and no later", async () => {
  const { app, pages, ada, card } = await asked();
  await sign(pages, urlOf(card));
  const proof = messageOf(await ada.click(card, "I have signed: confirm"));
  app.pass(900);
  expect(shown(await ada.click(proof, "Confirm"))).toContain("too long ago");
  expect(listWallets(app.db)).toEqual([]);
});
