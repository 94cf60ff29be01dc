import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { Hex, LocalAccount } from "viem";

const CHROMIUM = "/usr/bin/chromium";

/** Whether there is no browser to look with; said once, where the tests are read. */
export const noBrowser = !existsSync(CHROMIUM);
if (noBrowser) console.log(`Steward's own pages are not looked at: there is no browser at ${CHROMIUM}.`);

/** A desk and a phone, and whether it is dark. */
export const desk: BrowserContextOptions = { viewport: { width: 1280, height: 900 }, locale: "en-GB" };
export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  colorScheme: "dark",
  locale: "en-GB",
};

/** A wallet in the browser, whose key is with the test. */
export type TestWallet = {
  name: string;
  account: LocalAccount;
  /** Announces itself as EIP-6963 says, or is only there as `window.ethereum`, as in many phones. */
  announced: boolean;
  /** Whether its owner rejects what it asks next; taken back once it was asked. */
  rejects?: "eth_requestAccounts" | "personal_sign" | "eth_signTypedData_v4" | "eth_sendTransaction" | undefined;
  /** The chain it is on, and those it knows; on none where left out. */
  chain?: { id: number; known: readonly number[] };
  /** What it was let send, each with a hash of its own. */
  sent?: unknown[];
};

/** A page that is looked at, and what its console complained about, what Steward refused aside. */
export type Look = { page: Page; complaints: string[]; shoot: (name: string) => Promise<void> };

/** Starts the browser. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"],
  });
}

/** Opens a page in a browser of its own that has these wallets. */
export async function look(
  browser: Browser,
  url: string,
  { on = desk, wallets = [] }: { on?: BrowserContextOptions; wallets?: readonly TestWallet[] } = {},
): Promise<Look> {
  const context = await browser.newContext(on);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on("console", (line) => {
    const refused = line.text().startsWith("Failed to load resource: the server responded with");
    if (["error", "warning"].includes(line.type()) && !refused) complaints.push(line.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.exposeFunction("askTestWallet", (index: number, method: string, params: unknown[]) =>
    answer(wallets[index], method, params),
  );
  await page.addInitScript(
    inject,
    wallets.map(({ name, announced }) => ({ name, announced })),
  );
  await page.goto(url);
  const shoot = async (name: string) => {
    await page.screenshot({ path: join(tmpdir(), `steward-page-${name}.png`), fullPage: true });
  };
  return { page, complaints, shoot };
}

/** Whether something on the page is wider than its window. */
export function overflows(page: Page): Promise<boolean> {
  return page.evaluate("document.documentElement.scrollWidth > Math.min(innerWidth, screen.width)");
}

type Answered = { result: unknown } | { error: { code: number; message: string } };

async function answer(wallet: TestWallet | undefined, method: string, params: unknown[]): Promise<Answered> {
  if (wallet === undefined) throw new Error("there is no such wallet");
  if (wallet.rejects === method) {
    wallet.rejects = undefined;
    return { error: { code: 4001, message: "User rejected the request." } };
  }
  const { account } = wallet;
  const [first, second] = params as [Hex, string];
  if (method === "eth_requestAccounts") return { result: [account.address.toLowerCase()] };
  if (method === "personal_sign") return { result: await account.signMessage({ message: { raw: first } }) };
  if (method === "eth_signTypedData_v4") return { result: await account.signTypedData(JSON.parse(second)) };
  if (wallet.chain !== undefined) {
    const { chain, sent = [] } = wallet;
    if (method === "eth_chainId") return { result: `0x${chain.id.toString(16)}` };
    if (method === "wallet_switchEthereumChain") {
      const id = Number((params[0] as { chainId: string }).chainId);
      if (!chain.known.includes(id)) return { error: { code: 4902, message: "Unrecognized chain." } };
      chain.id = id;
      return { result: null };
    }
    if (method === "eth_sendTransaction") return { result: `0x${String(sent.push(params[0])).padStart(64, "0")}` };
  }
  return { error: { code: -32601, message: `There is no ${method} here.` } };
}

/** Runs in the browser, before the page does. */
function inject(wallets: readonly { name: string; announced: boolean }[]) {
  // biome-ignore lint/suspicious/noExplicitAny: the browser's own globals, which this project does not know
  const browser = globalThis as any;
  const icon =
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Crect width='8' height='8' rx='2' fill='%23e8833a'/%3E%3C/svg%3E";
  wallets.forEach(({ name, announced }, index) => {
    const heard: ((accounts: string[]) => void)[] = [];
    const provider = {
      request: async ({ method, params = [] }: { method: string; params?: unknown[] }) => {
        const answered = await browser.askTestWallet(index, method, params);
        if ("error" in answered) throw Object.assign(new Error(answered.error.message), { code: answered.error.code });
        return answered.result;
      },
      on: (_: string, listener: (accounts: string[]) => void) => heard.push(listener),
      change: (...accounts: string[]) => {
        for (const listener of heard) listener(accounts);
      },
    };
    browser[`testWallet${index}`] = provider;
    if (!announced) {
      browser.ethereum = provider;
      return;
    }
    const detail = Object.freeze({ info: { uuid: `wallet-${index}`, name, icon, rdns: "org.example" }, provider });
    const announce = () => browser.dispatchEvent(new browser.CustomEvent("eip6963:announceProvider", { detail }));
    browser.addEventListener("eip6963:requestProvider", announce);
    announce();
  });
}
