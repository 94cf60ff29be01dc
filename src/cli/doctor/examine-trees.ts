import { existsSync } from "node:fs";
import { access } from "node:fs/promises";
import { dirname } from "node:path";
import { openForReading } from "../../../db/open.ts";
import { listRoots, type RootRow } from "../../../db/roots.ts";
import { BotError } from "../../errors.ts";
import type { QuietRoot, RewardSource, RootClaim, TreeReader } from "../../sources/rewards/source.ts";
import { loadTreeText } from "../../sources/trees/load-tree.ts";
import { addressOf, nameOf, type TreePlace } from "../../sources/trees/tree-place.ts";
import { type Finding, notable, well } from "./finding.ts";

const TIMEOUT_MS = 10_000;
const TODO =
  "Correct where its trees are had, or ask whoever publishes them; rewards are booked once the file is there.";

/** Whether the trees of a source can be had: the newest one that the chain told of, else the place where they would be. */
export async function examineTrees(
  { name, tree, quietRoots = [] }: RewardSource,
  database: string,
): Promise<Finding[]> {
  if (tree === undefined) return [];
  const root = newestRoot(database, name);
  const where = `rewards.${name}`;
  try {
    if (root === undefined) return await examinePlaces(where, placesOf(tree, quietRoots));
    await loadTreeText({ ...tree.place(root), timeoutMs: TIMEOUT_MS }, { epoch: root.epoch, root: root.root });
    return [well(`${where}: the tree of epoch ${root.epoch} can be had.`)];
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return [notable(`${where}: ${error.message}`, [error.hint, TODO].filter(Boolean).join(" "))];
  }
}

/** Where the trees are that the config itself names; without any, where those would be that a chain will tell of. */
function placesOf(tree: TreeReader, quietRoots: readonly QuietRoot[]): TreePlace[] {
  if (quietRoots.length === 0) return [tree.place(ANY)];
  return quietRoots.map(({ distributor, epoch }) => tree.place({ ...ANY, distributor, epoch }));
}

/** All of them are well, or each that is not is told. */
async function examinePlaces(where: string, places: readonly TreePlace[]): Promise<Finding[]> {
  const found = await Promise.all(places.map((place) => examinePlace(where, place)));
  const bad = found.filter(({ sign }) => sign !== "✓");
  return bad.length > 0 ? bad : found.slice(0, 1);
}

/** A root that no chain told of, for what its place has in common with others. */
const ANY: RootClaim = { epoch: 0, root: `0x${"00".repeat(32)}`, distributor: `0x${"00".repeat(20)}`, facts: {} };

function newestRoot(database: string, source: string): RootRow | undefined {
  if (!existsSync(database)) return undefined;
  const db = openForReading(database);
  try {
    return listRoots(db, source, ["verified", "pending", "refused"]).at(-1);
  } catch (error) {
    // A database of an earlier version knows no roots; the next start brings it up to date.
    if ((error as { code?: string }).code !== "SQLITE_ERROR") throw error;
    return undefined;
  } finally {
    db.$client.close();
  }
}

/** Of an address only its host, of a path with braces only its folder: which file is sought is not known yet. */
async function examinePlace(where: string, { template }: TreePlace): Promise<Finding> {
  const beginning = template.split("{")[0] ?? "";
  const url = addressOf(template.replaceAll(/[{}]/g, ""));
  try {
    if (url) await fetch(url.origin, { method: "HEAD", signal: AbortSignal.timeout(TIMEOUT_MS) });
    else await access(beginning === template || beginning.endsWith("/") ? beginning : dirname(beginning));
  } catch {
    return notable(`${where}: ${url ? nameOf(url) : beginning} cannot be reached.`, TODO);
  }
  return well(`${where}: the place of its trees can be reached; the chain has told of none yet.`);
}
