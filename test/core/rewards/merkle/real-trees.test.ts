import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readTree } from "../../../../src/core/rewards/merkle/read-tree.ts";

const FOLDER = "/work/shared/data";
const ROCKET_POOL = `${FOLDER}/rocketpool-tree-0.json.gz`;

describe.skipIf(!existsSync(ROCKET_POOL))("real trees (skipped where the shared data is absent)", () => {
  const rocketPool = () => gunzipSync(readFileSync(ROCKET_POOL)).toString("utf8");

  test("default: all of Rocket Pool's interval 0, to the wei", () => {
    const tree = readTree(rocketPool());
    expect(tree).toMatchObject({ format: "rocket-pool", epoch: 0, cumulative: false, isWhole: true });
    expect(tree.root).toBe("0xb839fa0f5842bf3c8f19091361889fb0f1cb399d64b8da476d372b7de7a93463");
    expect(tree.leaves).toHaveLength(1352);
    expect(tree.totals.get("RPL")).toBe(49_623_795_566_613_844_471_758n + 10_633_670_478_560_109_529_794n);
    expect(tree.totals.get("ETH")).toBe(0n);
  });

  test("law: in a real tree no single wei may move, and nobody may be left out", () => {
    const text = rocketPool();
    const more = text.replace("32004899926312128277", "32004899926312128278");
    expect(() => readTree(more)).toThrow("The proof of 0x0057805eae8506E179ce8159b8C7e5509DeAd95b in nodeRewards");
    const without = JSON.parse(text);
    const left = without.nodeRewards["0x0057805eae8506e179ce8159b8c7e5509dead95b"];
    delete without.nodeRewards["0x0057805eae8506e179ce8159b8c7e5509dead95b"];
    for (const part of [without.totalRewards, without.networkRewards["0"]]) {
      const name = "totalCollateralRpl" in part ? "totalCollateralRpl" : "collateralRpl";
      part[name] = String(BigInt(part[name]) - BigInt(left.collateralRpl));
    }
    expect(() => readTree(JSON.stringify(without))).toThrow("nodeRewards does not show the whole tree");
  });

  test("default: EigenLayer's claims of six and three tokens, whose amounts are JSON numbers beyond 2^53", () => {
    const six = readTree(readFileSync(`${FOLDER}/eigen_processClaimProofs_Root1.json`, "utf8"));
    expect(six).toMatchObject({ format: "eigenlayer", epoch: 0, cumulative: true, isWhole: false });
    expect(six.leaves[0]?.account).toBe("0xF2288D736d27C1584Ebf7be5f52f9E4d47251AeE");
    expect([...six.totals.values()]).toEqual([
      1_000_000_000_000_000_000n,
      400_000_000_000_000_000n,
      30_000_000_000_000_000_000n,
      250_000_000_000n,
      884_300_000_000_000_000n,
      42_000_000_000_000n,
    ]);
    const three = readTree(readFileSync(`${FOLDER}/eigen_processClaimProofs_SingleEarnerLeaf.json`, "utf8"));
    expect([...three.totals.values()]).toEqual([10n ** 18n, 3n * 10n ** 18n, 10n ** 18n]);
  });

  test("law: a digit below what a JSON number can hold is still seen to be changed", () => {
    const text = readFileSync(`${FOLDER}/eigen_processClaimProofs_Root1.json`, "utf8");
    const changed = text.replace("30000000000000000000", "30000000000000000001");
    expect(JSON.parse(changed)).toEqual(JSON.parse(text));
    expect(() => readTree(changed)).toThrow(
      "The proof of 30000000000000000001 of 0x43afFfbe0AfAcDABE9Ce7DBc4f07407a2b788A84",
    );
  });
});
