import { gzipSync } from "node:zlib";
import type { OutgoingFile } from "../app.ts";
import { limits } from "./limits.ts";

/** Room for the rest of the message. */
const REST = 64 * 1_024;

/** The bundle as a file of a message, compressed where it has to be; undefined where it is too large even so. */
export function bundleFile(
  proposal: number,
  bundle: string,
  most: number = limits.file - REST,
): OutgoingFile | undefined {
  const name = `vote-${proposal}.json`;
  const description = `All ballots, weights and events of the vote on proposal #${proposal}, to count it again`;
  const data = Buffer.from(bundle);
  if (data.length <= most) return { name, data, description };
  const compressed = gzipSync(data, { level: 9 });
  return compressed.length <= most ? { name: `${name}.gz`, data: compressed, description } : undefined;
}
