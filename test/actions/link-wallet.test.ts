import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { expect, test } from "vitest";
import { verifyEvents } from "../../db/events.ts";
import { listLinksOf } from "../../db/wallets.ts";
import { issueChallenge } from "../../src/actions/wallets/issue-challenge.ts";
import { linkWallet } from "../../src/actions/wallets/link-wallet.ts";
import { listWallets } from "../../src/actions/wallets/list-wallets.ts";
import { unlinkWallet } from "../../src/actions/wallets/unlink-wallet.ts";
import { Repeated } from "../../src/errors.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { ids } from "../support/test-config.ts";

type Account = ReturnType<typeof privateKeyToAccount>;
const newAccount = () => privateKeyToAccount(generatePrivateKey());
const challenge = (app: TestApp, { address }: Account, member: string = ids.ada) =>
  issueChallenge(app, { member, username: "ada", address });

async function signed(app: TestApp, account: Account, member: string = ids.ada) {
  const { nonce, message } = challenge(app, account, member);
  return { interaction: interactionAt(START * 1000), member, nonce, signature: await account.signMessage({ message }) };
}

test("default: a wallet that signs the text is linked, and no provider is asked", async () => {
  const app = createTestApp();
  app.chain.down = true;
  const account = newAccount();
  expect(await linkWallet(app, await signed(app, account))).toEqual({ address: account.address });
  expect(listWallets(app, ids.ada)).toEqual([{ address: account.address, linkedAt: START }]);
  expect(verifyEvents(app.db)).toMatchObject({ events: 1, broken: undefined });
});

test("default: the text names the member, the server and its expiry, and 128 bits of chance", () => {
  const app = createTestApp();
  const { message, nonce, expiresAt } = challenge(app, newAccount());
  expect(message).toContain(`@ada (id ${ids.ada}) in server 'Heliogrid' (id ${ids.server})`);
  expect(message).toContain("steward.localhost wants you to sign in");
  expect(message).toContain("Chain ID: 31337");
  expect(nonce).toMatch(/^[0-9a-f]{32}$/);
  expect(expiresAt).toBe(START + 600);
});

test("error: a text works once", async () => {
  const app = createTestApp();
  const account = newAccount();
  const request = await signed(app, account);
  await linkWallet(app, request);
  await expect(linkWallet(app, request)).rejects.toThrow(Repeated);
  unlinkWallet(app, { interaction: interactionAt(START * 1000), member: ids.ada, address: account.address });
  const replay = { ...request, interaction: interactionAt(START * 1000) };
  await expect(linkWallet(app, replay)).rejects.toThrow("expired or was used");
});

test.each([
  [599, true],
  [600, false],
])("boundary: signed %i seconds later it links: %s", async (seconds, links) => {
  const app = createTestApp();
  const request = await signed(app, newAccount());
  app.pass(seconds);
  const outcome = await linkWallet(app, request).then(
    () => true,
    () => false,
  );
  expect(outcome).toBe(links);
});

test("error: another member's text, another wallet's signature and a made-up text link nothing", async () => {
  const app = createTestApp();
  const account = newAccount();
  const request = await signed(app, account);
  await expect(linkWallet(app, { ...request, member: ids.ben })).rejects.toThrow("no such sign-in text for you");
  await expect(linkWallet(app, { ...request, nonce: "00" })).rejects.toThrow("no such sign-in text for you");
  const { message } = challenge(app, account);
  const other = await newAccount().signMessage({ message });
  await expect(linkWallet(app, { ...request, signature: other })).rejects.toThrow("Another wallet");
  expect(listWallets(app, ids.ada)).toEqual([]);
});

test("error: two members who race for one wallet get it once", async () => {
  const app = createTestApp();
  const account = newAccount();
  const requests = [await signed(app, account, ids.ada), await signed(app, account, ids.ben)];
  const results = await Promise.allSettled(requests.map((request) => linkWallet(app, request)));
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(listLinksOf(app.db, account.address)).toHaveLength(1);
});

test("boundary: five texts may be open, five wallets linked", async () => {
  const app = createTestApp();
  for (let index = 0; index < 5; index += 1) challenge(app, newAccount());
  expect(() => challenge(app, newAccount())).toThrow("too many sign-in texts");
  app.pass(600);
  for (let index = 0; index < 5; index += 1) await linkWallet(app, await signed(app, newAccount()));
  expect(() => challenge(app, newAccount())).toThrow("5 wallets");
});

test("behavior: an ended link stays in the history, and the wallet may be linked again", async () => {
  const app = createTestApp();
  const account = newAccount();
  await linkWallet(app, await signed(app, account));
  expect(() => challenge(app, account)).toThrow("linked this wallet already");
  expect(() => challenge(app, account, ids.ben)).toThrow("another member");
  const mine = { interaction: interactionAt(START * 1000), member: ids.ada, address: account.address.toLowerCase() };
  expect(() => unlinkWallet(app, { ...mine, member: ids.ben })).toThrow("not linked this wallet");
  app.pass(10);
  unlinkWallet(app, mine);
  await linkWallet(app, await signed(app, account, ids.ben));
  expect(listLinksOf(app.db, account.address)).toMatchObject([
    { member: ids.ada, unlinkedAt: START + 10 },
    { member: ids.ben, unlinkedAt: null },
  ]);
});
