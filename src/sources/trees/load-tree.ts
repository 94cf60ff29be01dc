import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { type Expected, readTree } from "../../core/rewards/merkle/read-tree.ts";
import type { RewardTree } from "../../core/rewards/merkle/tree.ts";
import { BotError, Refusal, Transient } from "../../errors.ts";
import { collect, tooLarge } from "./collect.ts";
import { fetchFile } from "./fetch-file.ts";
import { addressOf, fillTemplate, nameOf, type SoughtTree, type TreePlace } from "./tree-place.ts";

const MAX_BYTES = 32 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

const unpack = promisify(gunzip);

/**
 * Reads and verifies the tree that is sought, from a file or over https. Transient where the next run may do better, Refusal where
 * the file is wrong; neither says more of an address than its host and its file's name.
 */
export async function loadTree(place: TreePlace, sought: SoughtTree, expected: Expected = {}): Promise<RewardTree> {
  return readTree(await loadTreeText(place, sought), { ...expected, ...sought });
}

/** The text of a tree file, unpacked where its name ends with `.gz`; nothing in it has been checked. */
export async function loadTreeText(place: TreePlace, sought: SoughtTree = {}): Promise<string> {
  const { hosts = [], maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS } = place;
  const where = fillTemplate(place.template, sought);
  const url = addressOf(where);
  const bytes = url ? await fetchFile(url, { hosts, maxBytes, timeoutMs }) : await readFile(where, maxBytes);
  const [path, name] = url ? [url.pathname, nameOf(url)] : [where, basename(where)];
  const plain = path.endsWith(".gz") ? await unpacked(bytes, maxBytes, name) : bytes;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(plain);
  } catch {
    throw new Refusal(`${name} is no text.`, {
      hint: "A tree is a JSON file; its name ends with .gz where it is packed.",
    });
  }
}

async function readFile(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    return await collect(createReadStream(path), maxBytes, basename(path));
  } catch (error) {
    if (error instanceof BotError) throw error;
    const { code } = error as { code?: string };
    const why = code === "ENOENT" ? "is not there (yet)" : "cannot be read";
    throw new Transient(`${basename(path)} ${why}.`, { hint: `Look at ${path}.`, context: { code } });
  }
}

/** A server may have unpacked on the way what is packed where it lies. */
async function unpacked(bytes: Uint8Array, maxBytes: number, name: string): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await unpack(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(name, maxBytes);
    throw new Refusal(`${name} cannot be unpacked.`, { hint: "Fetch it again; what came may have been cut off." });
  }
}
