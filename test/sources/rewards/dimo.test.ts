import fc from "fast-check";
import { expect, test } from "vitest";
import { listEpochs } from "../../../db/epochs.ts";
import { listOddities } from "../../../db/oddities.ts";
import { readRewards } from "../../../src/actions/rewards/read-rewards.ts";
import {
  account,
  createSourceApp,
  decode,
  NOTHING,
  rawLog,
  sourceConfig,
  sourceOf,
} from "../../support/reward-logs.ts";
import { rewardsOf } from "../../support/rows.ts";

const DEVICE =
  "event TokensTransferredForDevice(uint256 week, address indexed user, uint256 _amount, uint256 indexed vehicleNodeId, address deviceNftProxy, uint256 indexed deviceNode)";
const STREAK =
  "event TokensTransferredForConnectionStreak(uint256 week, address indexed user, uint256 _amount, uint256 indexed vehicleNodeId, uint256 connectionStreak)";
const PAID = "event TokensTransferred(address indexed user, uint256 _amount, uint256 indexed vehicleNodeId)";
const PAID_AT_FIRST = "event TokensTransferred(address indexed user, uint256 _amount, uint256 vehicleNodeId)";
const REFUSED = "event DidntQualify(address indexed user, uint256 _amount, uint256 indexed vehicleNodeId)";
const REFUSED_AT_FIRST = "event DidntQualify(address indexed user, uint256 _amount, uint256 vehicleNodeId)";

const contract = account(0xd1);
const user = account(1);
const DIMO = 10n ** 18n;
const MONDAY = Date.UTC(2026, 0, 5, 5) / 1_000;
/** Mondays at 05:00 UTC since the first, 2022-01-31. */
const WEEK = 205n;

const settings = { kind: "dimo", token: "helio", contract };
const source = sourceOf(settings);
const device = (vehicle: bigint, amount: bigint, at = {}, week = WEEK) =>
  rawLog(
    DEVICE,
    contract,
    { week, user, _amount: amount, vehicleNodeId: vehicle, deviceNftProxy: account(3), deviceNode: 77n },
    at,
  );
const streak = (vehicle: bigint, amount: bigint, at = {}, week = WEEK) =>
  rawLog(STREAK, contract, { week, user, _amount: amount, vehicleNodeId: vehicle, connectionStreak: 21n }, at);
const simple = (signature: string, vehicle: bigint, amount: bigint, at = {}) =>
  rawLog(signature, contract, { user, _amount: amount, vehicleNodeId: vehicle }, at);

test("default: the events are those that the contract has", () => {
  expect(source.filters[0]?.topics.map((topic) => topic.slice(0, 10)).sort()).toEqual(
    ["0x3ab5458e", "0x4608830a", "0x57e1000b", "0xf667cbbd"].sort(),
  );
});

test("default: devices and streak of a vehicle are parts of one week's pay", () => {
  const { rewards } = decode(source, [
    device(5n, 3n * DIMO),
    device(5n, 2n * DIMO, { logIndex: 1 }),
    streak(5n, 1n * DIMO, { logIndex: 2 }),
  ]);
  expect(rewards.map(({ node, recipient, epoch, kind, amount }) => [node, recipient, epoch, kind, amount])).toEqual([
    ["5", user, 205, "paid", 3n * DIMO],
    ["5", user, 205, "paid", 2n * DIMO],
    ["5", user, 205, "paid", 1n * DIMO],
  ]);
});

test.each([
  ["with the vehicle in a topic", PAID],
  ["with the vehicle in the data", PAID_AT_FIRST],
])("behavior: the older event %s has the week of its block, and its amount in the right place", (_, signature) => {
  const { rewards } = decode(source, [
    simple(signature, 9n, 4n * DIMO, { at: MONDAY }),
    simple(signature, 9n, 4n * DIMO, { at: MONDAY - 1, logIndex: 1 }),
  ]);
  expect(rewards.map(({ node, amount, epoch }) => [node, amount, epoch])).toEqual([
    ["9", 4n * DIMO, 205],
    ["9", 4n * DIMO, 204],
  ]);
});

test("behavior: an older event that sums up the newer ones beside it is the same money, wherever it stands", () => {
  const parts = [device(5n, 3n, { logIndex: 1 }), streak(5n, 2n, { logIndex: 2 })];
  for (const logIndex of [0, 3]) {
    const { rewards } = decode(source, [simple(PAID, 5n, 5n, { logIndex }), ...parts]);
    expect(rewards.map(({ amount }) => amount)).toEqual([3n, 2n]);
  }
  const other = decode(source, [simple(PAID, 5n, 5n, { transaction: 99 }), ...parts]);
  expect(other.rewards.map(({ amount }) => amount)).toEqual([5n, 3n, 2n]);
});

test.each([
  ["a topic", REFUSED],
  ["the data", REFUSED_AT_FIRST],
])("behavior: a vehicle that did not qualify is said, with the vehicle in %s", (_, signature) => {
  const { rewards, oddities, epochs } = decode(source, [
    simple(signature, 9n, 15n * 10n ** 17n, { at: MONDAY }),
    device(5n, 3n, { logIndex: 1, at: MONDAY }, 300n),
  ]);
  expect(rewards.map(({ node }) => node)).toEqual(["5"]);
  expect(oddities?.map(({ what }) => what)).toEqual([
    "Vehicle 9 did not qualify in week 300: 1.5 HELIO were not paid.",
  ]);
  expect(epochs).toEqual([{ epoch: 300, at: MONDAY }]);
});

test("boundary: amounts and vehicles beyond 2^53 are exact; a week beyond it is the block's", () => {
  const most = 2n ** 256n - 1n;
  const { rewards } = decode(source, [device(most, most, { at: MONDAY }, 2n ** 53n)]);
  expect(rewards).toMatchObject([{ node: most.toString(), amount: most, epoch: 205 }]);
});

test("boundary: a topic nobody knows is passed over, and nothing paid is no pay", () => {
  const other = rawLog("event WeekAdvanced(uint256 newWeek)", contract, { newWeek: 5n });
  expect(source.decode([other, device(1n, 0n)], NOTHING)).toEqual({ rewards: [], nodes: [], oddities: [], epochs: [] });
});

test("error: an event that is laid out otherwise is refused by name", () => {
  const bare = rawLog("event TokensTransferred(address user, uint256 _amount, uint256 vehicleNodeId)", contract, {
    ...{ user, _amount: 1n, vehicleNodeId: 2n },
  });
  expect(() => decode(source, [bare])).toThrow("does not fit TokensTransferred");
});

test("behavior: the books hold each week once, with the vehicles that were paid nothing", async () => {
  const logs = Array.from({ length: 20 }, (_, index) => [
    device(BigInt(index % 4), DIMO, { block: index, logIndex: 0 }, WEEK + BigInt(index >> 2)),
    streak(BigInt(index % 4), 2n, { block: index, logIndex: 1 }, WEEK + BigInt(index >> 2)),
    simple(REFUSED, 8n, DIMO, { block: index, logIndex: 2 }),
  ]).flat();
  const app = createSourceApp(sourceConfig(settings), logs);
  expect(await readRewards(app, "source")).toBe(40);
  expect(await readRewards(app, "source")).toBe(0);
  expect(rewardsOf(app.db, "source").reduce((sum, { amount }) => sum + amount, 0n)).toBe(20n * (DIMO + 2n));
  expect(listEpochs(app.db, "source", 9).map(({ epoch, rewards }) => [epoch, rewards])).toEqual(
    [209, 208, 207, 206, 205].map((epoch) => [epoch, 8]),
  );
  expect(listOddities(app.db, "source", 99)).toHaveLength(20);
});

test("law: a week's pay is the sum of its events, whatever their order in it", () => {
  const part = fc.record({ vehicle: fc.bigInt({ min: 1n, max: 4n }), amount: fc.bigInt({ min: 0n, max: 2n ** 128n }) });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), fc.array(part, { maxLength: 30 }), (devices, streaks) => {
      const logs = [
        ...devices.map(({ vehicle, amount }, logIndex) => device(vehicle, amount, { logIndex })),
        ...streaks.map(({ vehicle, amount }, index) => streak(vehicle, amount, { logIndex: 100 + index })),
      ];
      const { rewards } = decode(source, logs);
      for (const vehicle of [1n, 2n, 3n, 4n]) {
        const due = [...devices, ...streaks].filter((one) => one.vehicle === vehicle);
        const got = rewards.filter(({ node }) => node === vehicle.toString());
        expect(got.reduce((sum, { amount }) => sum + amount, 0n)).toBe(due.reduce((sum, one) => sum + one.amount, 0n));
      }
    }),
  );
});
