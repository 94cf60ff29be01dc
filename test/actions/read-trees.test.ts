import { expect, test } from "vitest";
import { readRewards } from "../../src/actions/rewards/read-rewards.ts";
import { rewardsOf } from "../support/rows.ts";
import { account, createTreeApp, cumulativeTree, PAYER, SOURCE, type TreeApp } from "../support/tree-app.ts";

const SUBMITTED = "event SubmittedRootHash(uint256 cycle, bytes32 root)";
const CLAIMED = "event Claimed(address indexed account, uint256 amount)";
const [ada, ben, cleo] = [account(1), account(2), account(3)];

const createApp = () => createTreeApp({ kind: "weatherxm", contract: PAYER, token: "helio" });

/** The contract says the number after its own. */
function submit(app: TreeApp, cycle: number, root: `0x${string}`) {
  return app.tell(PAYER, SUBMITTED, { cycle: BigInt(cycle + 1), root });
}

const claim = (app: TreeApp, owner: `0x${string}`, amount: bigint) =>
  app.tell(PAYER, CLAIMED, { account: owner, amount });

test("default: a tree is booked once it leads to the chain's root, and what is claimed of it beside it", async () => {
  const app = createApp();
  const tree = cumulativeTree([
    [ada, 70n],
    [ben, 30n],
  ]);
  const log = submit(app, 0, tree.root);
  app.file("0.json", tree.text);
  claim(app, ada, 50n);
  expect(await app.read()).toBe(3);
  expect(app.roots()).toEqual([{ epoch: 0, state: "verified", reason: null }]);
  expect(app.totals()).toEqual({
    [`${ada} helio accrued`]: 70n,
    [`${ben} helio accrued`]: 30n,
    [`${ada} helio claimed`]: 50n,
  });
  const [booked] = rewardsOf(app.db, SOURCE);
  const { blockNumber: block, logIndex, transactionHash: transaction, timestamp: at } = log;
  expect(booked).toMatchObject({ node: ada, kind: "accrued", block, logIndex, transaction, at, part: 0 });
  expect(app.oddities()).toEqual([]);
});

test("behavior: a cumulative tree adds what is above the one before, and a second run nothing", async () => {
  const app = createApp();
  const trees = [
    cumulativeTree([[ada, 10n]]),
    cumulativeTree([
      [ada, 10n],
      [ben, 5n],
    ]),
    cumulativeTree([
      [ada, 25n],
      [ben, 5n],
    ]),
  ];
  for (const [cycle, tree] of trees.entries()) {
    submit(app, cycle, tree.root);
    app.file(`${cycle}.json`, tree.text);
    expect(await app.read()).toBe(1);
    expect(await app.read()).toBe(0);
  }
  expect(app.totals()).toEqual({ [`${ada} helio accrued`]: 25n, [`${ben} helio accrued`]: 5n });
});

test("behavior: a file that is not there yet is looked for again by every run, and closed by a newer tree that covers it", async () => {
  const app = createApp();
  const [first, second] = [cumulativeTree([[ada, 10n]]), cumulativeTree([[ada, 25n]])];
  submit(app, 0, first.root);
  expect(await app.read()).toBe(0);
  expect(app.roots()).toEqual([{ epoch: 0, state: "pending", reason: "0.json is not there (yet)." }]);
  submit(app, 1, second.root);
  app.file("1.json", second.text);
  expect(await app.read()).toBe(1);
  expect(app.roots()).toEqual([
    {
      epoch: 0,
      state: "closed",
      reason: "The tree of epoch 1 is newer and was read: it holds all that this one held.",
    },
    { epoch: 1, state: "verified", reason: null },
  ]);
  app.file("0.json", first.text);
  expect(await app.read()).toBe(0);
  expect(app.totals()).toEqual({ [`${ada} helio accrued`]: 25n });
});

test("behavior: a file that does not fit is said once, looked at again by the hour, and booked when it was replaced", async () => {
  const app = createApp();
  const tree = cumulativeTree([[ada, 10n]]);
  submit(app, 0, tree.root);
  app.file("0.json", cumulativeTree([[ada, 11n]]).text);
  expect(await app.read()).toBe(0);
  app.file("0.json", tree.text);
  app.pass(3_599);
  expect(await app.read()).toBe(0);
  expect(app.oddities()).toHaveLength(1);
  app.pass(1);
  expect(await app.read()).toBe(1);
  expect(app.roots()).toEqual([{ epoch: 0, state: "verified", reason: null }]);
  // Nothing is the matter any more.
  expect(app.oddities()).toEqual([]);
});

test("behavior: two runs at once book a tree once", async () => {
  const app = createApp();
  const tree = cumulativeTree(Array.from({ length: 4_500 }, (_, index) => [account(index + 1), BigInt(index + 1)]));
  submit(app, 0, tree.root);
  app.file("0.json", tree.text);
  const added = await Promise.all([readRewards(app, SOURCE), readRewards(app, SOURCE)]);
  expect(added[0] + added[1]).toBe(4_500);
  const booked = Object.values(app.totals()).reduce((sum, amount) => sum + amount, 0n);
  expect(booked).toBe((4_500n * 4_501n) / 2n);
});

test("error: an amount that went down, or is gone from the tree, is named, and what is booked stays", async () => {
  const app = createApp();
  const trees = [
    cumulativeTree([
      [ada, 3n * 10n ** 18n],
      [ben, 5n],
      [cleo, 1n],
    ]),
    cumulativeTree([
      [ada, 10n ** 18n],
      [ben, 6n],
    ]),
  ];
  for (const [cycle, tree] of trees.entries()) {
    submit(app, cycle, tree.root);
    app.file(`${cycle}.json`, tree.text);
    await app.read();
  }
  expect(app.totals()).toEqual({
    [`${ada} helio accrued`]: 3n * 10n ** 18n,
    [`${ben} helio accrued`]: 6n,
    [`${cleo} helio accrued`]: 1n,
  });
  expect(app.oddities().sort()).toEqual([
    `The tree of epoch 1 lowers ${ada} to 1 HELIO, which had earned 3 HELIO by the trees before; what is booked stays.`,
    `The tree of epoch 1 no longer names ${cleo}, which had earned 0.000000000000000001 HELIO by the trees before; what is booked stays.`,
  ]);
});

test("boundary: however many files are missing, none keeps another from being looked for", async () => {
  const app = createApp();
  const tree = cumulativeTree([[ada, 10n]]);
  for (let cycle = 0; cycle < 120; cycle += 1) submit(app, cycle, cumulativeTree([[ada, BigInt(cycle + 1)]]).root);
  submit(app, 120, tree.root);
  app.file("120.json", tree.text);
  const runs: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    runs.push(await app.read());
    app.pass(300);
  }
  expect(runs).toEqual([0, 0, 1]);
  expect(app.roots().filter(({ state }) => state === "closed")).toHaveLength(120);
});
