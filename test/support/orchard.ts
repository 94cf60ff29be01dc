import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { SeenMessage } from "../../sandbox/discord/act/view.ts";
import { createPerson, messageOf } from "../../sandbox/discord/person.ts";
import { textOf } from "../../sandbox/discord/read-message.ts";
import { createLocalDiscord } from "../../sandbox/discord/server.ts";
import { startForgetfulNode } from "./forgetful-node.ts";
import { CHAIN_ID, startOrchardChain } from "./orchard-chain.ts";
import { orchardConfig } from "./orchard-config.ts";
import { orchard, orchardSeed } from "./orchard-seed.ts";
import { download, type Posted } from "./posted-report.ts";
import { type StewardProcess, spawnSteward } from "./steward-process.ts";

/** A report as members have it: its card, the message in its thread, and the files there. */
export type Report = Posted & { card: string; thread: string; threadSize: number };

const PATIENCE_MS = 25_000;
const { ledger, yard } = orchard.channels;

/** A third community, with a treasury, from that Unix second on, and a Steward that knows it by its environment alone. */
export async function createOrchard(begin: number) {
  const folder = mkdtempSync(join(tmpdir(), "steward-orchard-"));
  const data = join(folder, "data");
  mkdirSync(data);
  const chain = await startOrchardChain(begin);
  const discord = await createLocalDiscord({ seed: orchardSeed() });
  const node = await startForgetfulNode(chain.url);
  const elder = createPerson(discord.url, orchard.elder);
  const log: string[] = [];
  let steward: StewardProcess | undefined;
  let time = begin;

  const setClocks = async (second: number) => {
    time = second;
    const offsetSeconds = second - Math.floor(Date.now() / 1_000);
    await post(`${discord.url}/control/clock`, { offsetSeconds });
    if (steward) await post(`${steward.stewardUrl}/clock`, { offsetSeconds });
    else writeFileSync(join(data, "clock.json"), JSON.stringify({ offsetSeconds }));
  };
  const seen = async (channel: string) => (await elder.messages(channel)).filter((one) => !one.ephemeral);
  const cards = async (title: string) => (await seen(ledger)).filter((one) => textOf(one).includes(`${title} (`));
  const threadOf = async ({ id }: SeenMessage) => (discord.state.channels.has(id) ? seen(id) : []);
  return {
    chain,
    log,
    withheld: node.withheld,
    asked: node.asked,
    cards,
    /** All cards that were ever posted. */
    allCards: () => seen(ledger),
    reportOf: async (card: SeenMessage): Promise<Report | undefined> => {
      const [details, ...more] = await threadOf(card);
      if (!details || details.attachments.length === 0) return undefined;
      const words = { card: plainly(textOf(card)), thread: plainly(textOf(details)) };
      return { ...(await download(details)), ...words, threadSize: 1 + more.length };
    },
    /** Time passes to that second, on the chain and a minute later for Steward and Discord. */
    passTo: async (second: number) => {
      await chain.passTo(second);
      await setClocks(second + 60);
    },
    /** Looks until there is something, while a second passes now and then. */
    until: async <Found>(what: string, find: () => Promise<Found | undefined>): Promise<Found> => {
      const deadline = Date.now() + PATIENCE_MS;
      for (let turn = 1; Date.now() < deadline; turn += 1, await sleep(60)) {
        const found = await find();
        if (found !== undefined) return found;
        // Steward looks again at once when its clock is set, at what is waited for as well.
        if (turn % 2 === 0) await setClocks(time + 1);
      }
      throw new Error(`${what} did not come:\n${log.slice(-12).join("\n")}`);
    },
    ask: async (options: Record<string, string | boolean>) =>
      plainly(textOf(messageOf(await elder.command("treasury", options, { channel: yard })))),
    configure: (positions: Record<string, object> = {}) => {
      const config = orchardConfig(chain);
      const all = { ...config, positions: { ...config.positions, ...positions } };
      writeFileSync(join(folder, "orchard.json"), JSON.stringify(all));
    },
    start: async () => {
      const environment = {
        DISCORD_TOKEN: orchard.token,
        DISCORD_API_BASE: `${discord.url}/api`,
        [`RPC_URLS_${CHAIN_ID}`]: node.url,
        STEWARD_CONFIG: join(folder, "orchard.json"),
        STEWARD_DATA: data,
        STEWARD_HTTP_PORT: "0",
      };
      if (steward === undefined) await setClocks(time);
      steward = await spawnSteward({ folder, environment, log, wait: "ready" });
    },
    kill: async () => steward?.kill("SIGKILL"),
    stop: async () => {
      await steward?.kill("SIGKILL");
      await discord.close();
      node.stop();
      await chain.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Orchard = Awaited<ReturnType<typeof createOrchard>>;

const plainly = (text: string) => text.replaceAll("\\", "");

async function post(url: string, body: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
}
