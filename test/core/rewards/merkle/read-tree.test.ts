import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTree } from "../../../../src/core/rewards/merkle/read-tree.ts";
import {
  eigenLayerClaims,
  openZeppelinFile,
  rocketPoolFile,
  stewardFile,
  testAccount,
  testEntries,
  testNodes,
  uniswapFile,
  withNumbers,
} from "../../../support/reward-trees.ts";

const text = JSON.stringify;
const total = 6n * 10n ** 18n + 3n;

describe("each format", () => {
  test("default: a Uniswap claims file", () => {
    const tree = readTree(text(uniswapFile(testEntries(3))));
    expect(tree).toMatchObject({ format: "uniswap", epoch: undefined, cumulative: false, isWhole: true });
    expect(tree.leaves[1]).toMatchObject({
      ...{ account: testAccount(1), index: 1, amounts: [{ token: "token", amount: 2n * 10n ** 18n + 1n }] },
    });
    expect(tree.totals).toEqual(new Map([["token", total]]));
  });

  test("default: an OpenZeppelin dump, cumulative unless one knows better", () => {
    const dump = text(openZeppelinFile(testEntries(3)));
    expect(readTree(dump)).toMatchObject({
      format: "openzeppelin",
      cumulative: true,
      totals: new Map([["token", total]]),
    });
    expect(readTree(dump, { cumulative: false }).cumulative).toBe(false);
  });

  test("default: Steward's own list, with and without proofs", () => {
    for (const withProofs of [true, false]) {
      const tree = readTree(text({ ...stewardFile(testEntries(3), { withProofs }), token: "WXM" }));
      expect(tree).toMatchObject({ format: "steward", epoch: 7, cumulative: true, totals: new Map([["WXM", total]]) });
    }
  });

  test.each([1, 2, 3, 4])("default: a Rocket Pool interval of file version %i", (version) => {
    const nodes = testNodes(6);
    const tree = readTree(text(rocketPoolFile(nodes, version)));
    expect(tree).toMatchObject({ format: "rocket-pool", epoch: 3, cumulative: false });
    const eth = nodes.reduce((sum, { pool, voter }) => sum + pool + (version === 4 ? voter : 0n), 0n);
    const rpl = nodes.reduce((sum, { collateral, oracle }) => sum + collateral + oracle, 0n);
    expect(tree.totals).toEqual(new Map(Object.entries({ RPL: rpl, ETH: eth })));
    expect(tree.leaves.map(({ network }) => network)).toEqual([0, 0, 0, 0, 1, 0]);
  });

  const earners = testEntries(5).map(({ account }, index) => ({ account, tokens: testEntries(index + 1) }));

  test("default: EigenLayer claims, one or several, as numbers or in quotes, whatever the capitals", () => {
    const claims = eigenLayerClaims(earners);
    const all = readTree(withNumbers(claims));
    expect(all).toMatchObject({ format: "eigenlayer", epoch: 12, cumulative: true, isWhole: false });
    expect(all.leaves.map(({ account }) => account)).toEqual(earners.map(({ account }) => account));
    const one = withNumbers(claims[2]);
    expect(readTree(one).leaves).toEqual([all.leaves[2]]);
    const plain = one.replace(/"[A-Z]\w+":/g, (name) => name[0] + (name[1] ?? "").toLowerCase() + name.slice(2));
    expect(readTree(plain.replace("leafIndices", "tokenIndices"))).toEqual(readTree(one));
    expect(readTree(one.replaceAll(/("CumulativeEarnings":)(\d+)/g, '$1"$2"'))).toEqual(readTree(one));
  });
});

describe("what is expected", () => {
  const file = text(stewardFile(testEntries(2)));
  const { root } = readTree(file);

  test("behavior: root and epoch are as expected, or the file is refused", () => {
    expect(readTree(file, { root: `0x${root.slice(2).toUpperCase()}`, epoch: 7, format: "steward" }).root).toBe(root);
    expect(() => readTree(file, { root: `0x${"1".repeat(64)}` })).toThrow(`has the root ${root}, and 0x111`);
    expect(() => readTree(file, { epoch: 8 })).toThrow("The file is of epoch 7, and 8 was expected.");
  });

  test("behavior: the epoch is the expected one where the file says none", () => {
    expect(readTree(text(openZeppelinFile(testEntries(2))), { epoch: 9 }).epoch).toBe(9);
  });

  test("error: cumulative amounts where those of an epoch are expected", () => {
    expect(readTree(file, { cumulative: true }).cumulative).toBe(true);
    expect(() => readTree(file, { cumulative: false })).toThrow(
      "amounts are cumulative, and the opposite was expected.",
    );
  });

  test("error: a format that the file is not of", () => {
    expect(() => readTree(file, { format: "uniswap" })).toThrow("merkleRoot is missing");
  });
});

describe("random trees", () => {
  const entry = fc.record({ account: fc.bigInt(0n, 2n ** 64n).map(testAccount), amount: fc.bigInt(0n, 2n ** 200n) });
  const entries = fc.uniqueArray(entry, { minLength: 1, maxLength: 40, selector: ({ account }) => account });
  const formats = {
    uniswap: uniswapFile,
    openzeppelin: openZeppelinFile,
    steward: (list: Parameters<typeof stewardFile>[0]) => stewardFile(list, { withProofs: true }),
    "steward without proofs": stewardFile,
    "rocket-pool": (list: Parameters<typeof stewardFile>[0]) =>
      rocketPoolFile(
        list.map(({ account, amount }) => ({
          account,
          network: 0,
          collateral: amount,
          oracle: 1n,
          pool: 2n,
          voter: 3n,
        })),
        4,
      ),
    eigenlayer: (list: Parameters<typeof stewardFile>[0]) =>
      eigenLayerClaims(
        list.map(({ account, amount }) => ({ account, tokens: [{ account: testAccount(-1), amount }] })),
      ),
  };

  test.each(Object.entries(formats))("law: every %s tree holds, and its sums are those of what went in", (_, build) => {
    fc.assert(
      fc.property(entries, (list) => {
        const tree = readTree(withNumbers(build(list)));
        expect(tree.leaves).toHaveLength(list.length);
        const sum = [...tree.totals.values()][0];
        const extra = tree.format === "rocket-pool" ? BigInt(list.length) : 0n;
        expect(sum).toBe(list.reduce((total, { amount }) => total + amount, extra));
      }),
      { numRuns: 25 },
    );
  });

  // A digit in an address, an amount, a proof or a root; not in the parts that nothing on chain hangs on.
  const DIGIT = /(?<=")(0x[0-9a-f]{4,}|\d{3,})(?=")|(?<=CumulativeEarnings":)\d{3,}/gi;

  test.each(Object.entries(formats))("law: no digit of a %s file can be changed unnoticed", (_, build) => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 9 }), (list, where, which, by) => {
        const file = withNumbers(build(list));
        const places = [...file.matchAll(DIGIT)].filter(
          ({ index }) => !file.slice(index - 25, index).includes("total"),
        );
        const place = places[where % places.length];
        if (place === undefined) return;
        const at = place.index + (place[0].startsWith("0x") ? 2 : 0) + (which % (place[0].length - 2));
        const digit = Number.parseInt(file[at] ?? "0", 16);
        const changed = file.slice(0, at) + ((digit + by) % 10) + file.slice(at + 1);
        fc.pre(Number.parseInt(changed[at] ?? "", 16) !== digit);
        expect(() => readTree(changed)).toThrow(/./);
      }),
      { numRuns: 60 },
    );
  });

  test("law: no two accounts can trade their amounts", () => {
    fc.assert(
      fc.property(entries, (list) => {
        fc.pre(list.length > 1 && list[0]?.amount !== list[1]?.amount);
        const file = uniswapFile(list);
        const [one, other] = Object.keys(file.claims) as [keyof typeof file.claims, keyof typeof file.claims];
        const [first, second] = [file.claims[one], file.claims[other]];
        const traded = { ...file.claims, [one]: second, [other]: first };
        expect(() => readTree(text({ ...file, claims: traded }))).toThrow("does not lead to the root");
      }),
      { numRuns: 25 },
    );
  });
});

test("behavior: ten thousand leaves are verified in under a second of a processor's time", () => {
  const file = text(uniswapFile(testEntries(10_000)));
  const times = [1, 2, 3].map(() => {
    const began = process.cpuUsage();
    expect(readTree(file).leaves).toHaveLength(10_000);
    return process.cpuUsage(began).user / 1000;
  });
  expect(Math.min(...times)).toBeLessThan(1000);
});
