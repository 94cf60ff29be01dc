import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { SeenMessage } from "../../sandbox/discord/act/view.ts";
import { openInteraction } from "../../sandbox/discord/model/interactions.ts";
import { interactionPayload } from "../../sandbox/discord/payloads/interaction.ts";
import { createPerson, messageOf, modalOf } from "../../sandbox/discord/person.ts";
import { componentsOf, textOf } from "../../sandbox/discord/read-message.ts";
import type { Seed } from "../../sandbox/discord/seed.ts";
import { createLocalDiscord, type LocalDiscord } from "../../sandbox/discord/server.ts";
import type { Limits } from "../../sandbox/discord/state.ts";
import { type HarbourChain, startHarbourChain, walletAt } from "./harbour-chain.ts";
import { harbourConfig } from "./harbour-config.ts";
import { harbour, harbourSeed, type SailorName, sailors } from "./harbour-seed.ts";
import { type StewardProcess, spawnSteward } from "./steward-process.ts";

export type Sailor = ReturnType<typeof createPerson> & { wallet: ReturnType<typeof walletAt> };

/** Another community, on another chain and another server, and a Steward that knows it by its environment alone. */
export type Harbour = {
  chain: HarbourChain;
  discord: LocalDiscord;
  log: string[];
  sailor: (name: SailorName) => Sailor;
  /** Writes another config; whatever runs keeps the one it was started with. */
  configure: (changes: Record<string, unknown>) => void;
  start: (environment?: Record<string, string>, wait?: "ready" | "any") => Promise<StewardProcess>;
  dataFolder: string;
  stop: () => Promise<void>;
};

/** The secret part of the RPC's address: it may stand in no log. */
export const RPC_SECRET = "harbour-rpc-secret";

/** Changes to the community's config, keys as a whole; they may need its chain's addresses. */
type Changes = Record<string, unknown> | ((chain: HarbourChain) => Record<string, unknown>);

/** Builds the community's chain and server, and writes its config; no Steward runs yet. */
export async function createHarbour(
  changes: Changes = {},
  seed: Seed = harbourSeed(),
  limits?: Partial<Limits>,
): Promise<Harbour> {
  const folder = mkdtempSync(join(tmpdir(), "steward-harbour-"));
  const chain = await startHarbourChain();
  const discord = await createLocalDiscord({ seed, ...(limits && { limits }) });
  const log: string[] = [];
  const running: StewardProcess[] = [];
  const dataFolder = join(folder, "data");
  const first = { ...harbourConfig(chain), ...(typeof changes === "function" ? changes(chain) : changes) };
  const configure = (more: Record<string, unknown>) =>
    writeFileSync(join(folder, "harbour.json"), JSON.stringify({ ...first, ...more }));
  configure({});
  return {
    chain,
    discord,
    log,
    dataFolder,
    configure,
    sailor: (name) => ({ ...createPerson(discord.url, sailors[name].id), wallet: walletAt(sailors[name].wallet) }),
    start: async (environment = {}, wait = "ready") => {
      const told = {
        DISCORD_TOKEN: harbour.token,
        DISCORD_API_BASE: `${discord.url}/api`,
        [`RPC_URLS_${chain.chainId}`]: `${chain.url}/?key=${RPC_SECRET}`,
        STEWARD_CONFIG: join(folder, "harbour.json"),
        STEWARD_DATA: dataFolder,
        STEWARD_HTTP_PORT: "0",
        ...environment,
      };
      const steward = await spawnSteward({ folder, environment: told, log, wait });
      running.push(steward);
      return steward;
    },
    stop: async () => {
      for (const steward of running) await steward.kill("SIGKILL");
      await discord.close();
      await chain.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What Steward answered to a slash command, as text. */
export async function ask(
  who: Sailor,
  name: string,
  options: Record<string, string | number> = {},
  subcommand?: string,
) {
  const target = { channel: harbour.channels.quay, ...(subcommand && { subcommand }) };
  return textOf(messageOf(await who.command(name, options, target)));
}

/** Asks for a text to sign; the card that holds it, and the text. */
export async function askChallenge(who: Sailor, address: string): Promise<{ card: SeenMessage; text: string }> {
  const target = { channel: harbour.channels.quay, subcommand: "link" };
  const card = messageOf(await who.command("wallet", { address }, target));
  return { card, text: /```\n?([\s\S]+?)\n?```/.exec(textOf(card))?.[1] ?? "" };
}

/** Pastes a signature into the form behind a card's button; what Steward says to it. */
export async function pasteSignature(who: Sailor, card: SeenMessage, signature: string): Promise<string> {
  const opened = await who.click(card, "Paste");
  const field = componentsOf({ components: modalOf(opened).components as never }).find(({ type }) => type === 4);
  return textOf(messageOf(await who.submit(opened, { [String(field?.custom_id)]: signature })));
}

/** Links a wallet, a sailor's own where none is named. */
export async function link(who: Sailor, wallet = who.wallet): Promise<string> {
  const { card, text } = await askChallenge(who, wallet.address);
  return pasteSignature(who, card, await wallet.signMessage({ message: text }));
}

/** Waits for a message of a channel that everybody sees and that fits. */
export async function findPost(who: Sailor, channel: string, words: RegExp, patienceMs = 20_000): Promise<SeenMessage> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(150)) {
    const found = (await who.messages(channel)).findLast((one) => !one.ephemeral && words.test(textOf(one)));
    if (found) return found;
  }
  throw new Error(`no post in ${channel} says ${words}`);
}

/** The same, while time is made to pass step by step: for what comes after some time, nobody can say exactly how much. */
export async function findPostInTime(
  who: Sailor,
  channel: string,
  words: RegExp,
  pass: (step: number) => Promise<void>,
): Promise<SeenMessage> {
  for (let step = 1; step < 8; step += 1) {
    await pass(step);
    const found = await findPost(who, channel, words, 3_000).catch(() => undefined);
    if (found) return found;
  }
  return findPost(who, channel, words);
}

/** Moves the time of Discord, of Steward and of the chain to so many seconds ahead of the wall clock. */
export async function moveTime(
  { discord, chain }: Harbour,
  steward: StewardProcess,
  offsetSeconds: number,
): Promise<void> {
  await chain.passTo(Math.floor(Date.now() / 1000) + offsetSeconds);
  for (const url of [`${steward.stewardUrl}/clock`, `${discord.url}/control/clock`]) {
    const headers = { "content-type": "application/json" };
    const moved = await fetch(url, { method: "POST", headers, body: JSON.stringify({ offsetSeconds }) });
    if (!moved.ok) throw new Error(`${url}: ${moved.status} ${await moved.text()}`);
  }
}

/** A slash command as a modified client could send it: nothing on its way is checked. What it was answered with, as text. */
export async function sendRaw(
  { discord: { state } }: Harbour,
  who: Sailor,
  data: Record<string, unknown>,
  changes: Record<string, unknown> = {},
): Promise<string> {
  const person = state.accounts.get(who.id);
  const channel = state.channels.get(harbour.channels.quay);
  if (!person || !channel) throw new Error("nobody, or nowhere");
  const interaction = openInteraction(state, { type: 2, userId: who.id, channelId: channel.id });
  const payload = interactionPayload(state, interaction, person, channel, { id: "1", type: 1, ...data });
  state.events.publish({ kind: "interaction", payload: { ...payload, ...changes } });
  const outcome = await interaction.final.promise;
  return outcome.kind === "message" ? textOf(outcome.stored.message as SeenMessage) : outcome.kind;
}
