import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import {
  eigenLayerClaims,
  rocketPoolFile,
  testEntries,
  testNodes,
  uniswapFile,
  withNumbers,
} from "../support/reward-trees.ts";

const folder = mkdtempSync(join(tmpdir(), "verify-tree-"));
afterAll(() => rmSync(folder, { recursive: true }));

function run(content: string | Uint8Array, ...flags: string[]) {
  const file = join(folder, "tree.json");
  writeFileSync(file, content);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["src/cli/steward.ts", "verify-tree", file, ...flags],
    {
      encoding: "utf8",
    },
  );
  return { status, stdout, stderr };
}

const nodes = testNodes(6);
const tree = rocketPoolFile(nodes, 4);

test("default: format, root, nodes and totals are said, and that every proof holds", () => {
  const { status, stdout } = run(gzipSync(JSON.stringify(tree)), "--root", tree.merkleRoot);
  expect(status).toBe(0);
  expect(stdout.split("\n")).toEqual([
    "A reward tree (rocket-pool, epoch 3).",
    `Root: ${tree.merkleRoot}`,
    "Nodes: 6",
    "RPL: 21000000000000000018 (smallest units)",
    `ETH: ${nodes.reduce((sum, { pool, voter }) => sum + pool + voter, 0n)} (smallest units)`,
    "Amounts are what was earned in this epoch.",
    "Every proof holds, the totals are the sums, and nobody is left out.",
    "",
  ]);
});

test("behavior: --json says it to a machine, with amounts as text", () => {
  const { status, stdout } = run(JSON.stringify(uniswapFile(testEntries(2))), "--json");
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ format: "uniswap", cumulative: false, isWhole: true, totals: { token: "3000000000000000001" } },
    nodes: [{ index: 0, amounts: { token: "1000000000000000000" } }, { index: 1 }],
  });
});

test("behavior: of a part it is said that it is one", () => {
  const claims = eigenLayerClaims(testEntries(2).map(({ account }) => ({ account, tokens: testEntries(1) })));
  expect(run(withNumbers(claims)).stdout).toContain("This is a part of the tree");
});

test("error: what does not hold is said, with exit code 1", () => {
  const changed = { ...tree, totalRewards: { ...tree.totalRewards, totalVoterShareEth: "1" } };
  const { status, stdout, stderr } = run(JSON.stringify(changed));
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("totalRewards › totalVoterShareEth says 1, but nodeRewards sums up to ");
  expect(stderr).toContain("Fetch the file again");
});

test.each([
  [["--root", `0x${"1".repeat(64)}`], "was expected."],
  [["--root", "0x12"], "A root is 0x and 64 hexadecimal digits."],
  [["--format", "merkle"], "A format is one of rocket-pool, uniswap, openzeppelin, steward, eigenlayer."],
  [["--format", "uniswap"], "tokenTotal is missing."],
  [["another.json"], "Name the file"],
])("error: %s", (flags, said) => {
  const { status, stderr } = run(JSON.stringify(tree), ...flags);
  expect(status).toBe(1);
  expect(stderr).toContain(said);
});

test("error: no file", () => {
  const { status, stderr } = spawnSync(process.execPath, ["src/cli/steward.ts", "verify-tree", "none.json"], {
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(stderr).toContain("none.json cannot be read");
});
