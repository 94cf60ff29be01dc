import { readFileSync } from "node:fs";
import fc from "fast-check";
import { type Hex, toHex } from "viem";
import { describe, expect, test } from "vitest";
import { rocketPoolLeaf, standardLeaf, tokenLeaf, uniswapLeaf } from "../../../../src/core/rewards/merkle/leaves.ts";
import { createClimb, rootAt, rootOf, verifyProof } from "../../../../src/core/rewards/merkle/proofs.ts";
import { readTree } from "../../../../src/core/rewards/merkle/read-tree.ts";
import { standardRoot } from "../../../../src/core/rewards/merkle/standard-root.ts";
import { layeredTree } from "../../../support/reward-trees.ts";

const ones = "0x1111111111111111111111111111111111111111";
const twos = "0x2222222222222222222222222222222222222222";

describe("against what others computed", () => {
  test("default: the tree of OpenZeppelin's own introduction", () => {
    const leaves = [standardLeaf(ones, 5n * 10n ** 18n), standardLeaf(twos, 25n * 10n ** 17n)];
    expect(standardRoot(leaves)).toBe("0xd4dee0beab2d53f2cc83e567171bd2820e49898130a22622b10ead383e90bd77");
    expect(standardRoot(leaves.reverse())).toBe(standardRoot(leaves));
  });

  test("default: a tree of one claim that Uniswap's own script made", () => {
    const leaf = uniswapLeaf(0n, "0x5C69bEe701ef814a2B6a3EDD4B1652CB9cc5aA6f", 100n);
    const root = "0xdefa96435aec82d201dbd2e5f050fb4e1fef5edac90ce1e03953f916a5e1132d";
    expect(verifyProof({ leaf, proof: [], root })).toBe(true);
  });

  test("default: two tokens of one earner in EigenLayer's tree of the main network", () => {
    const root = "0x00eb6975209027b214b072ab0530b93e2e4862699f13e14f894866a823c7ca21";
    const weth = tokenLeaf("0xC02aaA39b223FE8D0A0E5C4F27eAD9083C756Cc2", 65_955_484_345_064_147n);
    const eigen = tokenLeaf("0xec53bF9167f50cDEB3Ae105f56099aaaB9061F83", 50_364_936_135_183_671_571_768n);
    expect(verifyProof({ leaf: weth, proof: [eigen], root, index: 0 })).toBe(true);
    expect(verifyProof({ leaf: eigen, proof: [weth], root, index: 1 })).toBe(true);
    expect(verifyProof({ leaf: eigen, proof: [weth], root, index: 0 })).toBe(false);
  });

  test("behavior: a voter share of nothing is not the same leaf as none", () => {
    const claim = { account: ones, network: 0n, rpl: 1n, eth: 2n } as const;
    expect(rocketPoolLeaf(claim)).not.toBe(rocketPoolLeaf({ ...claim, voterEth: 0n }));
  });

  test("behavior: the example of docs/trees.md is a tree that holds", () => {
    const example = readFileSync("docs/trees.md", "utf8").match(/```json\n([^`]+)```/)?.[1] ?? "";
    expect(readTree(example).totals).toEqual(new Map([["WXM", 3_000_000_000_000_000_001n]]));
  });
});

describe("laws", () => {
  const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => toHex(bytes));
  const leaves = fc.uniqueArray(hex, { minLength: 1, maxLength: 33 });

  test.each([true, false])(
    "law: with padding %s every proof holds, and no other leaf, place or root does",
    (padded) => {
      fc.assert(
        fc.property(leaves, fc.nat(), hex, (list, pick, other) => {
          const index = pick % list.length;
          const leaf = list[index] as Hex;
          const inOrder = layeredTree(list, { sorted: false, padded: true });
          expect(rootAt(leaf, index, inOrder.proofOf(index))).toBe(inOrder.root);
          expect(rootAt(other, index, inOrder.proofOf(index))).not.toBe(inOrder.root);
          expect(rootAt(leaf, index + 2 ** 40, inOrder.proofOf(index))).toBeUndefined();
          if (list.length > 1) expect(rootAt(leaf, index ^ 1, inOrder.proofOf(index))).not.toBe(inOrder.root);
          const sorted = layeredTree(list, { sorted: true, padded });
          expect(rootOf(leaf, sorted.proofOf(index))).toBe(sorted.root);
          expect(verifyProof({ leaf: other, proof: sorted.proofOf(index), root: sorted.root })).toBe(false);
          expect(verifyProof({ leaf, proof: sorted.proofOf(index), root: other })).toBe(false);
        }),
      );
    },
  );

  test("law: a climb finds nothing strange in a whole tree, and something wherever one leaf is not shown", () => {
    fc.assert(
      fc.property(leaves, fc.nat(), fc.boolean(), (list, pick, padded) => {
        const tree = layeredTree(list, { sorted: true, padded });
        const climb = (shown: readonly Hex[]) => {
          const { rootOf, strange } = createClimb();
          for (const leaf of shown) expect(rootOf(leaf, tree.proofOf(list.indexOf(leaf)))).toBe(tree.root);
          return strange();
        };
        expect(climb(list)).toBeUndefined();
        const left = list.filter((_, index) => index !== pick % list.length);
        if (left.length > 0) expect(climb(left)).toBeDefined();
      }),
    );
  });
});
