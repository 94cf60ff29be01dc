import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { expect, test } from "vitest";
import { listWallets } from "../../db/wallets.ts";
import { beginLink } from "../../src/actions/wallets/begin-link.ts";
import { confirmLink, describeProof } from "../../src/actions/wallets/prove-link.ts";
import { Repeated } from "../../src/errors.ts";
import { createTestApp, interactionAt, type TestApp, type TestAppOptions } from "../support/app.ts";
import { ids, testConfig } from "../support/test-config.ts";
import { type Pages, servePages, told } from "../support/wallet-page.ts";

type Account = ReturnType<typeof privateKeyToAccount>;
const newAccount = () => privateKeyToAccount(generatePrivateKey());
const now = (app: TestApp) => interactionAt(app.now() * 1000);

async function started({
  base,
  username = "ada",
  ...options
}: TestAppOptions & { base?: string; username?: string } = {}) {
  const app = createTestApp(options);
  const pages = await servePages(app, base);
  const page = (member: string = ids.ada) => beginLink(app, { member, username, address: undefined }).page ?? never();
  return { app, pages, page, ...page() };
}

function never(): never {
  throw new Error("there is no page");
}

async function signed(pages: Pages, url: string, account: Account, by: Account = account) {
  const { text, reference } = told(await pages.post(`${url}/text`, { address: account.address }));
  return { text, reference, signature: await by.signMessage({ message: String(text) }) };
}

async function prove(pages: Pages, url: string, account: Account, by?: Account) {
  const { reference, signature } = await signed(pages, url, account, by);
  return pages.post(`${url}/signature`, { reference, signature });
}

const confirm = (app: TestApp, token: number, member: string = ids.ada) =>
  confirmLink(app, { interaction: now(app), token, member });

test("default: what is signed on the page is linked when the member confirms it, and not before", async () => {
  const { app, pages, id, url } = await started();
  app.chain.down = true;
  const account = newAccount();
  const shown = await pages.get(url);
  expect(shown.status).toBe(200);
  for (const words of ["@ada", ids.ada, "Heliogrid", ids.server]) expect(shown.text).toContain(words);
  expect((await prove(pages, url, account)).status).toBe(200);
  expect(listWallets(app.db)).toEqual([]);
  expect(describeProof(app, { token: id, member: ids.ada })).toMatchObject({ address: account.address });
  expect(confirm(app, id)).toEqual({ address: account.address });
  expect(listWallets(app.db)).toMatchObject([{ address: account.address, member: ids.ada }]);
  expect(app.woken).toContain("admit-wallets");
});

test("default: the text names the page's own site, the account and the server", async () => {
  const { pages, url } = await started({ base: "https://dao.example.org" });
  const { text } = await signed(pages, url, newAccount());
  expect(text).toMatch(/^dao\.example\.org wants you to sign in/);
  expect(text).toContain("URI: https://dao.example.org/link/");
  expect(text).toContain(`@ada (id ${ids.ada}) in server 'Heliogrid' (id ${ids.server})`);
  expect(url).toMatch(/^https:\/\/dao\.example\.org\/link\/[\w-]{32}$/);
  expect(text).not.toContain(url.slice(-32));
});

test("behavior: every answer forbids what the page does not need", async () => {
  const { pages, url } = await started();
  for (const { headers } of [
    await pages.get(url),
    await pages.get(`${pages.url}/link/none`),
    await pages.get(`${pages.url}/assets/page.js`),
    await pages.post(`${url}/text`, {}),
  ]) {
    expect(headers).toMatchObject({
      "content-security-policy":
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    expect(headers["set-cookie"]).toBeUndefined();
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  }
});

test("behavior: no page runs or loads anything that is not Steward's own file", async () => {
  const { pages, url } = await started();
  const { text } = await pages.get(url);
  expect(text).not.toMatch(/<script(?![^>]*src="\.\.\/assets\/)|\son\w+=|style=|https?:/i);
  const script = await pages.get(`${pages.url}/assets/page.js`);
  expect(script.headers["content-type"]).toContain("javascript");
  // Nothing newer than ES2020: assignments with `??`, private members, and what later editions added to arrays and strings.
  expect(script.text).not.toMatch(
    /(\?\?|\|\||&&)=|#\w+\s*[=(;]|\.at\(|replaceAll\(|hasOwn\(|structuredClone|static \{/,
  );
  expect(script.text).not.toMatch(/innerHTML|insertAdjacent|document\.write|eval\(|https?:/);
});

test("law: a hostile name stays text, on the page and in what is signed", async () => {
  const username = `<img src=x onerror=alert(1)>"'\`&\u202e\nURI: https://evil.example`;
  const { pages, url } = await started({
    username,
    config: testConfig({ name: "</main><script>alert(2)</script>" }),
  });
  const { text } = await pages.get(url);
  expect(text).not.toContain("<img");
  expect(text).not.toContain("<script>");
  expect(text).not.toContain("\u202e");
  expect(text).toContain("&lt;img src=x");
  expect((await signed(pages, url, newAccount())).text).not.toContain("https://evil");
});

test.each([
  ["another site", { origin: "https://evil.example" }, 403],
  ["nowhere", { origin: "" }, 403],
  ["a sandboxed frame", { origin: "null" }, 403],
  ["a form", { "content-type": "application/x-www-form-urlencoded" }, 415],
  ["a form that looks like JSON", { "content-type": "text/plain" }, 415],
  ["another name", { host: "evil.example" }, 421],
])("error: what comes from %s is refused", async (_, headers, status) => {
  const { app, pages, url } = await started();
  const answer = await pages.post(`${url}/text`, { address: newAccount().address }, headers);
  expect(answer.status).toBe(status);
  expect(app.db.$client.prepare("select count(*) from challenge").pluck().get()).toBe(0);
});

test("error: a page is shown under Steward's own name and on its own machine, and under no other", async () => {
  const { pages, url } = await started({ base: "https://dao.example.org" });
  const status = async (host: string) => (await pages.get(url, { host })).status;
  expect(await status("dao.example.org")).toBe(200);
  expect(await status("localhost:8787")).toBe(200);
  expect(await status("dao.example.org.evil.example")).toBe(421);
  expect(await status("127.0.0.1.evil.example")).toBe(421);
});

test("error: a body that is too long, no JSON, or says something else is refused", async () => {
  const { pages, url } = await started();
  expect((await pages.post(`${url}/text`, { address: "x".repeat(17_000) })).status).toBe(413);
  expect((await pages.post(`${url}/text`, "{")).status).toBe(400);
  expect((await pages.post(`${url}/text`, "[]")).status).toBe(400);
  expect(told(await pages.post(`${url}/text`, { address: 7 }))["error"]).toContain("something else");
  expect(told(await pages.post(`${url}/text`, { address: "0x12" }))["error"]).toContain("not an address");
  expect((await pages.get(`${url}/text`)).status).toBe(404);
  expect((await pages.get(`${url}/__proto__`)).status).toBe(404);
});

test("error: a made-up, a mangled and an expired link lead nowhere", async () => {
  const { app, pages, url } = await started();
  for (const token of ["x", "__proto__", "%00", `${url.slice(-32, -1)}`]) {
    const answer = await pages.get(`${pages.url}/link/${token}`);
    expect([answer.status, answer.text.includes("leads nowhere")]).toEqual([410, true]);
  }
  const kept = await signed(pages, url, newAccount());
  app.pass(600);
  expect((await pages.get(url)).text).toContain("This link has expired.");
  const late = await pages.post(`${url}/signature`, kept);
  expect([late.status, told(late)["error"]]).toEqual([410, "This link has expired."]);
});

test("behavior: looking at a page uses nothing up, however often", async () => {
  const { pages, url } = await started();
  for (let look = 0; look < 3; look += 1) expect((await pages.get(url)).status).toBe(200);
  expect((await prove(pages, url, newAccount())).status).toBe(200);
});

test("error: a link works once, also in two tabs at the same moment", async () => {
  const { app, pages, id, url } = await started();
  const [one, other] = [newAccount(), newAccount()];
  const both = [await signed(pages, url, one), await signed(pages, url, other)];
  const answers = await Promise.all(both.map((body) => pages.post(`${url}/signature`, body)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 410]);
  const again = await pages.post(`${url}/text`, { address: one.address });
  expect([again.status, told(again)["error"]]).toEqual([410, "This link has been used already."]);
  expect((await pages.get(url)).text).toContain("I have signed: confirm");
  expect(app.db.$client.prepare("select count(*) from link_proof").pluck().get()).toBe(1);
  const first = answers[0]?.status === 200 ? one : other;
  expect(confirm(app, id)).toEqual({ address: first.address });
});

test("error: another wallet's signature, and one under another's text, prove nothing and use nothing up", async () => {
  const { pages, page, url } = await started();
  const account = newAccount();
  const wrong = await prove(pages, url, account, newAccount());
  expect([wrong.status, told(wrong)["error"]]).toEqual([409, "Another wallet signed this text."]);
  const ben = await signed(pages, page(ids.ben).url, account);
  const foreign = await pages.post(`${url}/signature`, ben);
  expect(told(foreign)["error"]).toContain("no such sign-in text for you");
  expect((await prove(pages, url, account)).status).toBe(200);
});

test("error: nobody but the member who asked confirms, and nobody confirms what was not signed", async () => {
  const { app, pages, id, url } = await started();
  expect(() => describeProof(app, { token: id, member: ids.ada })).toThrow("No wallet has signed");
  expect(() => confirm(app, id)).toThrow("No wallet has signed");
  await prove(pages, url, newAccount());
  for (const token of [id, id + 1, Number.NaN]) {
    expect(() => describeProof(app, { token, member: ids.ben })).toThrow("no such link of yours");
    expect(() => confirm(app, token, ids.ben)).toThrow("no such link of yours");
  }
  expect(listWallets(app.db)).toEqual([]);
});

test("error: it is confirmed once, in time, and once for each press", async () => {
  const { app, pages, page, id, url } = await started();
  await prove(pages, url, newAccount());
  const press = { interaction: now(app), token: id, member: ids.ada };
  confirmLink(app, press);
  expect(() => confirmLink(app, press)).toThrow(Repeated);
  expect(() => confirm(app, id)).toThrow("confirmed");
  const second = page();
  await prove(pages, second.url, newAccount());
  app.pass(900);
  expect(() => confirm(app, second.id)).toThrow("too long ago");
  expect(listWallets(app.db)).toHaveLength(1);
});

test("error: a wallet that another member linked meanwhile is not taken over", async () => {
  const { app, pages, page, id, url } = await started();
  const account = newAccount();
  await prove(pages, url, account);
  const ben = page(ids.ben);
  await prove(pages, ben.url, account);
  confirm(app, ben.id, ids.ben);
  expect(() => confirm(app, id)).toThrow("linked already");
  const asked = await pages.post(`${page().url}/text`, { address: account.address });
  expect([asked.status, told(asked)["error"]]).toEqual([409, "This wallet is linked to another member."]);
});

test("behavior: a newer link ends the older one, and whoever rejects in the wallet gets the same text again", async () => {
  const { pages, page, url } = await started();
  const account = newAccount();
  const texts = [];
  for (let attempt = 0; attempt < 8; attempt += 1) texts.push((await signed(pages, url, account)).text);
  expect(new Set(texts).size).toBe(1);
  const newer = page();
  expect((await pages.get(url)).status).toBe(410);
  expect((await prove(pages, newer.url, account)).status).toBe(200);
});

test("boundary: a link is asked forty times, and then no more", async () => {
  const { pages, url } = await started();
  for (let attempt = 0; attempt < 40; attempt += 1)
    expect((await pages.post(`${url}/text`, { address: "0x" })).status).toBe(409);
  const last = await pages.post(`${url}/text`, { address: newAccount().address });
  expect([last.status, told(last)["error"]]).toEqual([429, "That was tried too often."]);
});

test("error: while the chain is away a contract's signature is to be tried again, and a key's is not affected", async () => {
  const { app, pages, url } = await started();
  app.chain.down = true;
  const account = newAccount();
  const { reference } = await signed(pages, url, account);
  const long = { reference, signature: `0x${"12".repeat(130)}` };
  expect((await pages.post(`${url}/signature`, long)).status).toBe(503);
  expect((await prove(pages, url, account)).status).toBe(200);
});

test("behavior: where members reach no pages there is none, and a link needs the wallet's address", () => {
  const app = createTestApp();
  const asked = { member: ids.ada, username: "ada" };
  expect(() => beginLink(app, { ...asked, address: undefined })).toThrow("Say which wallet");
  expect(beginLink(app, { ...asked, address: newAccount().address })).toMatchObject({ page: undefined });
});

test("law: of a token nothing but its hash is kept, and the log never has it", async () => {
  const { app, pages, page, url } = await started();
  await prove(pages, url, newAccount());
  const next = page(ids.ben).url;
  app.db.$client.exec("drop table wallet");
  const broken = await pages.post(`${next}/text`, { address: newAccount().address });
  expect([broken.status, broken.text]).toEqual([500, "Something went wrong; the log says what.\n"]);
  expect(app.logged).toMatchObject([{ message: "A page failed.", facts: { route: "POST /link/*/text" } }]);
  const rows = JSON.stringify(app.db.$client.prepare("select * from page_token").all());
  const said = app.logged.map(({ message, facts }) => `${message} ${JSON.stringify(facts)} ${String(facts["error"])}`);
  for (const token of [url, next].map((link) => link.slice(-32))) {
    expect(rows).not.toContain(token);
    expect(said.join()).not.toContain(token);
  }
});
