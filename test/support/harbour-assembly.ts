import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { SeenMessage } from "../../sandbox/discord/act/view.ts";
import { type Deed, messageOf } from "../../sandbox/discord/person.ts";
import { componentsOf, textOf } from "../../sandbox/discord/read-message.ts";
import type { Channel } from "../../sandbox/discord/state.ts";
import type { Harbour, Sailor } from "./harbour.ts";
import { assembly, TAGS } from "./harbour-constitution.ts";
import { harbour } from "./harbour-seed.ts";

const CLI = fileURLToPath(new URL("../../src/cli/steward.ts", import.meta.url));

/** Sends a slash command, with its subcommand behind its name: `delegate to`. */
export function send(who: Sailor, name: string, options: Record<string, string | number>): Promise<Deed> {
  const [command = "", subcommand] = name.split(" ");
  return who.command(command, options, { channel: harbour.channels.quay, ...(subcommand && { subcommand }) });
}

/** What a deed was answered with, as text. */
export const said = (deed: Deed) => textOf(messageOf(deed));

/** Picks the options with these labels from the select that a deed has shown. */
export function pick(who: Sailor, deed: Deed, ...labels: string[]): Promise<Deed> {
  const select = componentsOf(messageOf(deed)).find(({ type }) => type === 3);
  const options = (select?.options ?? []) as { label: string; value: string }[];
  const values = labels.map((label) => options.find((one) => one.label.includes(label))?.value ?? label);
  return who.select(messageOf(deed), values);
}

/** Presses a side on a card whose ballots are final, and confirms it. */
export async function castFinal(who: Sailor, card: SeenMessage, side: string): Promise<string> {
  return said(await who.click(messageOf(await who.click(card, side)), "Cast"));
}

/** The forum's post of a proposal. */
export function postOf({ discord: { state } }: Harbour, id: number): Channel | undefined {
  return [...state.channels.values()].find(({ parentId, name }) => parentId === assembly && name.startsWith(`#${id} `));
}

/** The tags on a proposal's post, by name. */
export function tagsOf(town: Harbour, id: number): string[] {
  return (postOf(town, id)?.thread?.appliedTags ?? []).map((tag) => TAGS[Number(tag.at(-1))] ?? tag);
}

/** Everything that all see in a proposal's post. */
export async function messagesOf(town: Harbour, id: number): Promise<SeenMessage[]> {
  const post = postOf(town, id);
  return post === undefined ? [] : (await town.sailor("olga").messages(post.id)).filter((one) => !one.ephemeral);
}

/** Waits for a message in a proposal's post, by default its card. */
export async function inPost(town: Harbour, id: number, words = /^## #/, patienceMs = 20_000): Promise<SeenMessage> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(150)) {
    const found = (await messagesOf(town, id)).find((one) => words.test(textOf(one)));
    if (found) return found;
  }
  const texts = (await messagesOf(town, id)).map(textOf).join("\n---\n");
  throw new Error(`nothing in the post of #${id} says ${words}:\n${texts}`);
}

/** The file that a vote's closing post carries, downloaded, and the root that the post names. */
export async function downloadBundle(
  town: Harbour,
  id: number,
): Promise<{ path: string; written: string; root: string }> {
  const post = await inPost(town, id, /verify vote-\d+\.json/);
  const file = post.attachments.find(({ filename }) => filename === `vote-${id}.json`);
  const written = await (await fetch(file?.url ?? "")).text();
  const path = join(mkdtempSync(join(tmpdir(), "steward-bundle-")), `vote-${id}.json`);
  writeFileSync(path, written);
  return { path, written, root: /Bundle root `(0x[0-9a-f]{64})`/.exec(textOf(post))?.[1] ?? "" };
}

/** `npx steward verify` as a process: its exit code and what it prints. */
export async function verify(path: string, ...more: string[]): Promise<{ code: number | null; printed: string }> {
  const child = spawn(process.execPath, [CLI, "verify", path, ...more], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, printed: out + err };
}
