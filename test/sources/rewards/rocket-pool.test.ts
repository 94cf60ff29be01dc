import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type Address, getAddress, type Hex, toEventSelector } from "viem";
import { describe, expect, test } from "vitest";
import { findRewardSource } from "../../../src/sources/rewards/index.ts";
import { START } from "../../support/app.ts";
import { createModelChain } from "../../support/model-chain.ts";
import { rocketPoolTree } from "../../support/rocket-pool-tree.ts";
import { rewardsOf } from "../../support/rows.ts";
import { account, createTreeApp, PAYER, SECOND, SOURCE, type TreeApp } from "../../support/tree-app.ts";

const FIRST_SNAPSHOT =
  "event RewardSnapshot(uint256 indexed rewardIndex, (uint256 rewardIndex, uint256 executionBlock, uint256 consensusBlock, bytes32 merkleRoot, string merkleTreeCID, uint256 intervalsPassed, uint256 treasuryRPL, uint256[] trustedNodeRPL, uint256[] nodeRPL, uint256[] nodeETH, uint256 userETH) submission, uint256 intervalStartTime, uint256 intervalEndTime, uint256 time)";
const SNAPSHOT =
  "event RewardSnapshot(uint256 indexed rewardIndex, (uint256 rewardIndex, uint256 executionBlock, uint256 consensusBlock, bytes32 merkleRoot, uint256 intervalsPassed, uint256 smoothingPoolETH, uint256 treasuryRPL, uint256 treasuryETH, uint256 userETH, uint256[] trustedNodeRPL, uint256[] nodeRPL, uint256[] nodeETH) submission, uint256 intervalStartTime, uint256 intervalEndTime, uint256 time)";
const FIRST_CLAIMED =
  "event RewardsClaimed(address indexed claimer, uint256[] rewardIndex, uint256[] amountRPL, uint256[] amountETH)";
const CLAIMED =
  "event RewardsClaimed(address indexed claimer, (uint256 rewardIndex, uint256 amountRPL, uint256 amountSmoothingPoolETH, uint256 amountVoterETH, bytes32[] merkleProof)[] claims)";
const FEES = "event FeesDistributed(address nodeAddress, uint256 userAmount, uint256 nodeAmount, uint256 time)";
const MEGAPOOL =
  "event RewardsDistributed(uint256 nodeAmount, uint256 voterAmount, uint256 rethAmount, uint256 protocolDaoAmount, uint256 time)";

const [ada, ben] = [account(1), account(2)];
const [MEGA, DISTRIBUTOR] = [account(77), account(78)];
const times = { intervalStartTime: 0n, intervalEndTime: 0n, time: 0n };

const createApp = () =>
  createTreeApp({
    ...{ kind: "rocket-pool", token: "helio", ethToken: "second", rewardsPools: [PAYER], distributors: [SECOND] },
    ...{ firstInterval: START - 5 * 2_419_200, epochSeconds: 2_419_200 },
    ...{ megapools: [{ contract: MEGA, node: ada }], feeDistributors: [DISTRIBUTOR] },
  });

type Given = { root: Hex; rpl: readonly [oracle: bigint, nodes: bigint]; eth?: bigint };

/** The event as the network has told it since its version 1.4, or as it did before. */
function snapshot(app: TreeApp, index: number, { root, rpl: [oracle, nodes], eth = 0n }: Given, isFirst = false) {
  const rewardIndex = BigInt(index);
  const blocks = { rewardIndex, executionBlock: 1n, consensusBlock: 2n, merkleRoot: root, intervalsPassed: 1n };
  const amounts = { trustedNodeRPL: [oracle], nodeRPL: [nodes], nodeETH: [eth], userETH: 3n, treasuryRPL: 4n };
  const more = isFirst ? { merkleTreeCID: "bafy" } : { smoothingPoolETH: 5n, treasuryETH: 6n };
  const submission = { ...blocks, ...amounts, ...more };
  return app.tell(PAYER, isFirst ? FIRST_SNAPSHOT : SNAPSHOT, { rewardIndex, submission, ...times });
}

test("default: both generations' topics are those of the network's own contracts", () => {
  const topics = [FIRST_SNAPSHOT, SNAPSHOT, FIRST_CLAIMED, CLAIMED, MEGAPOOL, FEES].map((one) =>
    toEventSelector(one).slice(0, 10),
  );
  expect(topics).toEqual(["0x61caab0b", "0xcdc52a61", "0xa95ccb6e", "0x9db3f908", "0xdfc66b01", "0x4c41dd03"]);
});

test("default: an interval with voters' shares, claims of both generations, and what is paid outside of trees", async () => {
  const app = createApp();
  const tree = rocketPoolTree(5, [
    { node: ada, collateral: 10n ** 21n, oracle: 7n, pool: 30n, voter: 4n },
    { node: ben, collateral: 11n, pool: 0n, voter: 2n },
  ]);
  app.file("5.json", tree.text);
  snapshot(app, 5, { root: tree.root, rpl: [7n, 10n ** 21n + 11n], eth: 36n });
  app.tell(SECOND, FIRST_CLAIMED, { claimer: ada, rewardIndex: [3n, 4n], amountRPL: [8n, 9n], amountETH: [0n, 1n] });
  const claim = { rewardIndex: 5n, amountRPL: 11n, amountSmoothingPoolETH: 0n, amountVoterETH: 2n, merkleProof: [] };
  app.tell(SECOND, CLAIMED, { claimer: ben, claims: [claim] });
  app.tell(DISTRIBUTOR, FEES, { nodeAddress: ben, userAmount: 100n, nodeAmount: 20n, time: 0n });
  app.tell(MEGA, MEGAPOOL, { nodeAmount: 15n, voterAmount: 1n, rethAmount: 2n, protocolDaoAmount: 3n, time: 0n });
  await app.read();
  expect(app.roots()).toEqual([{ epoch: 5, state: "verified", reason: null }]);
  expect(app.totals()).toEqual({
    [`${ada} helio accrued`]: 10n ** 21n + 7n,
    [`${ada} second accrued`]: 34n,
    [`${ada} helio claimed`]: 17n,
    [`${ada} second claimed`]: 1n,
    [`${ada} second paid`]: 15n,
    [`${ben} helio accrued`]: 11n,
    [`${ben} second accrued`]: 2n,
    [`${ben} helio claimed`]: 11n,
    [`${ben} second claimed`]: 2n,
    [`${ben} second paid`]: 20n,
  });
  const epochs = rewardsOf(app.db, SOURCE).map(({ kind, epoch }) => `${kind} ${epoch}`);
  expect(new Set(epochs)).toEqual(new Set(["accrued 5", "claimed 3", "claimed 4", "claimed 5", "paid 5"]));
});

test("default: what can be claimed is what is booked of intervals that the distributor does not hold for claimed", async () => {
  const app = createApp();
  const chain = createModelChain(1, app.chain.head, ({ args }) => args[0] === 3n);
  const source = findRewardSource(app.config, SOURCE);
  const accrued = [
    { epoch: 3, token: "helio", amount: 5n },
    { epoch: 4, token: "helio", amount: 7n },
    { epoch: 4, token: "second", amount: 1n },
  ];
  const read = source.owed?.({ node: ada, owner: ada, accrued });
  expect(read && (await chain.read(chain.head, read))).toEqual([
    { token: "helio", claimable: 7n },
    { token: "second", claimable: 1n },
  ]);
});

test("error: a tree that does not hold what the chain gives to nodes is not booked", async () => {
  const app = createApp();
  const tree = rocketPoolTree(5, [{ node: ada, collateral: 10n, pool: 3n, voter: 0n }]);
  app.file("5.json", tree.text);
  snapshot(app, 5, { root: tree.root, rpl: [0n, 11n], eth: 3n });
  await app.read();
  expect(app.totals()).toEqual({});
  expect(app.oddities()).toEqual([
    `The tree of epoch 5 does not fit the chain's root ${tree.root}; nothing of it is booked. The chain gives 11 wei of RPL to nodes in all, and the tree holds 10.`,
  ]);
});

test("error: an interval told twice is booked once", async () => {
  const app = createApp();
  const tree = rocketPoolTree(5, [{ node: ada, collateral: 10n, pool: 3n, voter: 0n }]);
  app.file("5.json", tree.text);
  for (const _ of [1, 2]) snapshot(app, 5, { root: tree.root, rpl: [0n, 10n], eth: 3n });
  await app.read();
  await app.read();
  expect(app.totals()).toEqual({ [`${ada} helio accrued`]: 10n, [`${ada} second accrued`]: 3n });
  expect(app.roots().map(({ state }) => state)).toEqual(["verified", "closed"]);
  expect(app.oddities()).toEqual([
    `The chain told of a second root ${tree.root} for epoch 5; nothing of it is booked. The tree of epoch 5 is booked from the root ${tree.root} already.`,
  ]);
});

test("error: a claim whose lists do not fit, and a snapshot of no interval, are said by name", async () => {
  const app = createApp();
  app.tell(SECOND, FIRST_CLAIMED, { claimer: ada, rewardIndex: [3n, 4n], amountRPL: [8n], amountETH: [0n, 1n] });
  snapshot(app, 2 ** 60, { root: PAYER.padEnd(66, "0") as Hex, rpl: [0n, 1n] });
  await app.read();
  expect(app.totals()).toEqual({});
  expect(app.oddities().sort()).toEqual([
    "A claim's lists of intervals and amounts do not fit; it is not booked.",
    "A snapshot is of an interval beyond all counting; it is not read.",
  ]);
});

const REAL = "/work/shared/data/rocketpool-tree-0.json.gz";

describe.skipIf(!existsSync(REAL))("interval 0 of the main network (skipped where the shared data is absent)", () => {
  const text = () => gunzipSync(readFileSync(REAL)).toString("utf8");
  type Whole = {
    merkleRoot: Hex;
    totalRewards: Record<string, string>;
    nodeRewards: Record<Address, Record<string, string> & { merkleProof: Hex[] }>;
  };
  const tell = (app: TreeApp, { merkleRoot, totalRewards }: Whole) => {
    const { totalOracleDaoRpl = "", totalCollateralRpl = "", nodeOperatorSmoothingPoolEth = "" } = totalRewards;
    const rpl = [BigInt(totalOracleDaoRpl), BigInt(totalCollateralRpl)] as const;
    return snapshot(app, 0, { root: merkleRoot, rpl, eth: BigInt(nodeOperatorSmoothingPoolEth) }, true);
  };

  test("default: all 1,352 nodes are booked to the wei, RPL and ETH", async () => {
    const app = createApp();
    const whole = JSON.parse(text()) as Whole;
    tell(app, whole);
    app.file("0.json", text());
    const added = await app.read();
    const expected = Object.entries(whole.nodeRewards).map(([node, share]) => {
      const rpl = BigInt(share["collateralRpl"] ?? "") + BigInt(share["oracleDaoRpl"] ?? "");
      return { node: getAddress(node), rpl, eth: BigInt(share["smoothingPoolEth"] ?? "") };
    });
    expect(expected).toHaveLength(1_352);
    const totals = app.totals();
    for (const { node, rpl, eth } of expected) {
      expect(totals[`${node} helio accrued`] ?? 0n).toBe(rpl);
      expect(totals[`${node} second accrued`] ?? 0n).toBe(eth);
    }
    expect(added).toBe(expected.filter(({ rpl }) => rpl > 0n).length + expected.filter(({ eth }) => eth > 0n).length);
    expect(app.oddities()).toEqual([]);
  });

  test.each([
    ["an amount moved by a wei", (whole: Whole) => swapDigit(whole), "does not lead to the root"],
    ["two proofs swapped", (whole: Whole) => swapProofs(whole), "does not lead to the root"],
    ["a number instead of text", (whole: Whole) => asNumber(whole), "must stand in quotes"],
  ])("error: with %s nothing of it is booked, it is said by name, and the run goes on", async (_, change, said) => {
    const app = createApp();
    const whole = JSON.parse(text()) as Whole;
    tell(app, whole);
    app.file("0.json", JSON.stringify(change(whole)));
    app.tell(DISTRIBUTOR, FEES, { nodeAddress: ben, userAmount: 1n, nodeAmount: 20n, time: 0n });
    expect(await app.read()).toBe(1);
    expect(app.totals()).toEqual({ [`${ben} second paid`]: 20n });
    expect(app.oddities()).toHaveLength(1);
    expect(app.oddities()[0]).toContain(`The tree of epoch 0 does not fit the chain's root ${whole.merkleRoot}`);
    expect(app.oddities()[0]).toContain(said);
  });

  const nodesOf = ({ nodeRewards }: Whole) => Object.values(nodeRewards) as Record<string, unknown>[];
  const swapDigit = (whole: Whole) => {
    const [first, second] = nodesOf(whole);
    for (const [one, step] of [
      [first, 1n],
      [second, -1n],
    ] as const)
      if (one) one["collateralRpl"] = String(BigInt(String(one["collateralRpl"])) + step);
    return whole;
  };
  const swapProofs = (whole: Whole) => {
    const [first, second] = nodesOf(whole);
    if (first && second) [first["merkleProof"], second["merkleProof"]] = [second["merkleProof"], first["merkleProof"]];
    return whole;
  };
  const asNumber = (whole: Whole) => {
    const [first] = nodesOf(whole);
    if (first) first["collateralRpl"] = Number(first["collateralRpl"]);
    return whole;
  };
});
