import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCsv } from "../../../src/core/csv.ts";
import { type CsvReward, rewardsFile, rewardsHead, rewardsLines } from "../../../src/reports/tables/rewards-csv.ts";

const reward: CsvReward = {
  ...{ source: "nodes", node: "17", epoch: 20_512, at: 1_772_323_200, kind: "paid", amount: 1_500_000n },
  token: { name: "dollar", symbol: "tUSD", decimals: 6 },
  ...{ recipient: "0xabc", block: 9, transaction: "0x01", logIndex: 3, part: 0 },
};

test("default: a reward is a line with its exact amount, its raw one, its time in UTC and its place in the chain", () => {
  expect(rewardsHead.trim()).toBe("source,node,epoch,time,kind,token,amount,raw,recipient,block,transaction,log,part");
  expect(rewardsLines([reward])).toBe(
    "nodes,17,20512,2026-03-01T00:00:00Z,paid,tUSD,1.500000,1500000,0xabc,9,0x01,3,0\r\n",
  );
});

test("law: no name of a node runs as a formula or breaks a line, and no amount loses a digit", () => {
  fc.assert(
    fc.property(fc.string(), fc.bigInt({ min: 0n, max: 2n ** 256n }), (node, amount) => {
      const [[, name = "", , , , , shown = "", raw] = []] = parseCsv(rewardsLines([{ ...reward, node, amount }]));
      expect(raw).toBe(amount.toString());
      expect(BigInt(shown.replace(".", ""))).toBe(amount);
      expect(name.replace(/^'/, "")).toBe(node.replace(/^'/, ""));
      expect(name).not.toMatch(/^[=+@\t]/);
    }),
  );
});

test("boundary: a file ends with the last whole batch that fits", async () => {
  async function* batches() {
    for (let epoch = 9; epoch > 0; epoch -= 1) yield [{ ...reward, epoch }];
  }
  const line = rewardsLines([{ ...reward, epoch: 9 }]).length;
  const file = await rewardsFile(batches(), rewardsHead.length + 3 * line);
  expect(file).toMatchObject({ rewards: 3, whole: false, last: { epoch: 7 } });
  expect(file.data.length).toBe(rewardsHead.length + 3 * line);
  expect(await rewardsFile(batches(), 1_000_000)).toMatchObject({ rewards: 9, whole: true });
});
