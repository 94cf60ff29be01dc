import type { Hex } from "viem";
import { Refusal } from "../../../errors.ts";
import { readEigenLayer } from "./eigen-layer.ts";
import { broken } from "./fields.ts";
import { type Json, readJson } from "./json.ts";
import { readOpenZeppelin } from "./open-zeppelin.ts";
import { readRocketPool } from "./rocket-pool.ts";
import { readStewardTree, STEWARD_TREE } from "./steward-tree.ts";
import { type RewardTree, TREE_FORMATS, type TreeFormat } from "./tree.ts";
import { readUniswap } from "./uniswap.ts";

/** What is known of a tree before its file is read; whatever is given must be so in the file. */
export type Expected = {
  format?: TreeFormat | undefined;
  root?: Hex | undefined;
  /** Also the tree's, where the file does not say one. */
  epoch?: number | undefined;
  /** Whether amounts are cumulative, for the format that does not say it (openzeppelin; there the default is yes). */
  cumulative?: boolean | undefined;
};

/** Rocket Pool publishes each tree in a binary form too, which begins with these letters. */
const BINARY = /^RPR[TU]/;

/**
 * A tree file as its one verified shape: its format is found out unless given, every leaf led to the root, every total recounted.
 * A Refusal says which part of the file does not hold.
 */
export function readTree(text: string, expected: Expected = {}): RewardTree {
  if (BINARY.test(text))
    throw new Refusal("This is a tree's binary form.", { hint: "Give the .json of the same tree." });
  const written = readJson(text);
  const format = expected.format ?? detectFormat(written);
  const tree = readAs(format, written, expected.cumulative);
  const { root, epoch = expected.epoch } = tree;
  if (expected.root !== undefined && root !== expected.root.toLowerCase())
    throw broken(`The file's tree has the root ${root}, and ${expected.root.toLowerCase()} was expected.`);
  if (expected.epoch !== undefined && epoch !== expected.epoch)
    throw broken(`The file is of epoch ${epoch}, and ${expected.epoch} was expected.`);
  if (expected.cumulative !== undefined && tree.cumulative !== expected.cumulative)
    throw broken(`The file's amounts are ${tree.cumulative ? "" : "not "}cumulative, and the opposite was expected.`);
  return { ...tree, epoch };
}

function readAs(format: TreeFormat, written: Json, cumulative: boolean | undefined): RewardTree {
  switch (format) {
    case "rocket-pool":
      return readRocketPool(written);
    case "uniswap":
      return readUniswap(written);
    case "openzeppelin":
      return readOpenZeppelin(written, cumulative);
    case "steward":
      return readStewardTree(written);
    case "eigenlayer":
      return readEigenLayer(written);
  }
}

function detectFormat(written: Json): TreeFormat {
  const one = Array.isArray(written) ? written[0] : written;
  const has = (name: string) => typeof one === "object" && one !== null && Object.hasOwn(one, name);
  if (has("earnerLeaf") || has("EarnerLeaf")) return "eigenlayer";
  if (!Array.isArray(written)) {
    const { format } = Object(written) as { format?: unknown };
    if (format === STEWARD_TREE) return "steward";
    if (format === "standard-v1") return "openzeppelin";
    if (has("rewardsFileVersion")) return "rocket-pool";
    if (has("merkleRoot") && has("claims")) return "uniswap";
  }
  throw new Refusal("The file is no reward tree of a known format.", {
    hint: `Known are ${TREE_FORMATS.join(", ")}; docs/trees.md says what each looks like.`,
  });
}
