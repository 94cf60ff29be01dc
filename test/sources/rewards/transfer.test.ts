import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { type Address, decodeEventLog, getAddress, type Hex, parseAbi } from "viem";
import { expect, test } from "vitest";
import { listNodes } from "../../../db/nodes.ts";
import { listOddities } from "../../../db/oddities.ts";
import { readRewards } from "../../../src/actions/rewards/read-rewards.ts";
import type { RawLog } from "../../../src/chain/chain.ts";
import { account, createSourceApp, decode, rawLog, sourceConfig, sourceOf } from "../../support/reward-logs.ts";
import { rewardsOf } from "../../support/rows.ts";
import { token } from "../../support/test-config.ts";

const TRANSFER = "event Transfer(address indexed from, address indexed to, uint256 value)";
const [distributor, roof, roofToo, stranger] = [account(1), account(2), account(3), account(4)];
const [treasury, own] = [account(5), account(6)];
const HELIO = 10n ** 18n;

const settings = { kind: "transfer", token: "helio", distributors: [distributor] };
const listed = {
  ...settings,
  nodes: { "roof-1": [roof, roofToo] },
  ownWallets: [own],
};
const paid = (from: `0x${string}`, to: `0x${string}`, value: bigint, at = {}) =>
  rawLog(TRANSFER, token, { from, to, value }, at);

test("default: a distributor's payment is a reward of the wallet that it went to", () => {
  const source = sourceOf(settings);
  expect(source.filters[0]?.topics[0]).toMatch(/^0xddf252ad/);
  const log = paid(distributor, stranger, 12n * HELIO, { block: 9, logIndex: 4, transaction: 3 });
  const { rewards, nodes, oddities } = decode(source, [log]);
  expect(rewards).toEqual([
    {
      ...{ node: stranger, recipient: stranger, token: "helio", amount: 12n * HELIO, kind: "paid" },
      ...{ epoch: undefined, part: 0, block: 9n, logIndex: 4, transaction: log.transactionHash, at: log.timestamp },
    },
  ]);
  expect([nodes, oddities]).toEqual([[], []]);
});

test("behavior: a listed node has one name for all its wallets", () => {
  const { rewards } = decode(sourceOf(listed), [
    paid(distributor, roof, 5n),
    paid(distributor, roofToo, 7n, { logIndex: 1 }),
  ]);
  expect(rewards.map(({ node, recipient, amount }) => [node, recipient, amount])).toEqual([
    ["roof-1", roof, 5n],
    ["roof-1", roofToo, 7n],
  ]);
});

test("behavior: what a stranger sends to a listed node is said and not counted", () => {
  const { rewards, oddities } = decode(sourceOf(listed), [paid(stranger, roof, 1_500_000_000_000_000_000n)]);
  expect(rewards).toEqual([]);
  expect(oddities?.map(({ what }) => what)).toEqual([
    `1.5 HELIO from ${stranger} to node roof-1: not a distributor of this source; not counted.`,
  ]);
});

test("behavior: the community's own payments, and those of a node to itself, need no word", () => {
  const source = sourceOf(listed, { treasury: [{ chain: 31_337, address: treasury, label: "Treasury" }] });
  const said = decode(source, [
    paid(own, roof, 1n),
    paid(treasury, roof, 1n),
    paid(roof, roofToo, 1n),
    paid(roof, roof, 1n),
  ]);
  expect(said).toEqual({ rewards: [], nodes: [], oddities: [] });
});

test("boundary: nothing, sent in a distributor's name, is nothing; neither is what distributors keep or destroy", () => {
  const second = account(7);
  const source = sourceOf({ ...listed, distributors: [distributor, second] });
  const burnt = "0x000000000000000000000000000000000000dEaD";
  const said = decode(source, [
    paid(distributor, roof, 0n),
    paid(stranger, roof, 0n),
    paid(distributor, second, 5n),
    paid(distributor, distributor, 5n),
    paid(distributor, burnt, 5n),
  ]);
  expect(said).toEqual({ rewards: [], nodes: [], oddities: [] });
});

test("boundary: amounts beyond 2^53 are exact, up to the largest there is", () => {
  const most = 2n ** 256n - 1n;
  const { rewards } = decode(sourceOf(settings), [
    paid(distributor, roof, most),
    paid(distributor, roof, 2n ** 53n + 1n),
  ]);
  expect(rewards.map(({ amount }) => amount)).toEqual([most, 2n ** 53n + 1n]);
});

test("behavior: another token's logs are never asked for, whoever sends them", () => {
  const spam = rawLog(TRANSFER, account(99), { from: distributor, to: roof, value: 5n });
  expect(decode(sourceOf(listed), [spam])).toEqual({ rewards: [], nodes: [], oddities: [] });
});

test("error: a payment that is laid out otherwise is refused by name", () => {
  const old = rawLog("event Transfer(address from, address to, uint256 value)", token, {
    ...{ from: distributor, to: roof, value: 1n },
  });
  const source = sourceOf(settings);
  expect(() => source.decode([old], { epoch: undefined, isNode: () => false })).toThrow("does not fit Transfer");
});

test("error: one wallet cannot be two nodes", () => {
  const nodes = { a: [roof], b: [roof] };
  expect(() => sourceConfig({ ...settings, nodes })).toThrow('already that of \\"a\\"');
});

test("behavior: the books hold every payment once, and a second run adds nothing", async () => {
  const logs = Array.from({ length: 40 }, (_, index) =>
    paid(index % 3 === 0 ? stranger : distributor, index % 2 ? roof : roofToo, BigInt(index + 1) * HELIO, {
      block: index,
    }),
  );
  const app = createSourceApp(sourceConfig(listed), logs);
  const paidBy = logs.filter((_, index) => index % 3 !== 0);
  expect(await readRewards(app, "source")).toBe(paidBy.length);
  expect(await readRewards(app, "source")).toBe(0);
  const sum = rewardsOf(app.db, "source").reduce((total, { amount }) => total + amount, 0n);
  expect(sum).toBe(logs.reduce((total, _, index) => (index % 3 === 0 ? total : total + BigInt(index + 1) * HELIO), 0n));
  expect(listOddities(app.db, "source", 100)).toHaveLength(logs.length - paidBy.length);
  expect(listNodes(app.db, "source")).toMatchObject([{ node: "roof-1" }]);
});

test("law: whatever is sent by whom to whom, exactly what distributors paid to others is counted", () => {
  const who = fc.integer({ min: 1, max: 8 }).map(account);
  const sent = fc.record({ from: who, to: who, value: fc.bigInt({ min: 0n, max: 2n ** 200n }) });
  const source = sourceOf({ ...listed, distributors: [distributor, account(8)] });
  const payers: string[] = [distributor, account(8)];
  fc.assert(
    fc.property(fc.array(sent, { maxLength: 40 }), (all) => {
      const { rewards } = decode(
        source,
        all.map(({ from, to, value }, block) => paid(from, to, value, { block })),
      );
      const due = all.filter(({ from, to, value }) => payers.includes(from) && !payers.includes(to) && value > 0n);
      expect(rewards.reduce((sum, { amount }) => sum + amount, 0n)).toBe(
        due.reduce((sum, { value }) => sum + value, 0n),
      );
    }),
  );
});

const RECEIPTS = "/work/shared/data/receipts.json.gz";
type Receipt = { receipt: { logs: { address: Address; topics: Hex[]; data: Hex; logIndex: Hex }[] } };

test.skipIf(!existsSync(RECEIPTS))(
  `behavior: every payment in receipts of main networks, read as viem reads it (skipped where ${RECEIPTS} is absent)`,
  () => {
    const all = JSON.parse(gunzipSync(readFileSync(RECEIPTS)).toString()) as Receipt[];
    const payments = all.flatMap(({ receipt }, block) =>
      receipt.logs
        .filter(({ topics }) => topics[0]?.startsWith("0xddf252ad") && topics.length === 3)
        .map((log): RawLog => {
          const place = rawLog(TRANSFER, log.address, { from: roof, to: roof, value: 0n }, { block });
          return { ...place, topics: log.topics, data: log.data, logIndex: Number(log.logIndex) };
        }),
    );
    expect(payments.length).toBeGreaterThan(200);
    for (const contract of new Set(payments.map(({ address }) => address))) {
      const logs = payments.filter(({ address }) => address === contract);
      const sent = logs.map(({ topics, data }) => {
        const log = { topics: topics as [Hex, ...Hex[]], data };
        return decodeEventLog({ abi: parseAbi([TRANSFER]), ...log }).args;
      });
      const payer = sent[0]?.from ?? roof;
      const tokens = { helio: { chain: 31_337, address: getAddress(contract), symbol: "T", decimals: 18 } };
      const { rewards } = decode(sourceOf({ ...settings, distributors: [payer] }, { tokens }), logs);
      const due = sent.filter(({ from, to, value }) => from === payer && to !== payer && value > 0n);
      const counted = due.filter(({ to }) => !/^0x0{40}$|dead$/i.test(to));
      expect(rewards.map(({ recipient, amount }) => [recipient, amount])).toEqual(
        counted.map(({ to, value }) => [to, value]),
      );
    }
  },
);
