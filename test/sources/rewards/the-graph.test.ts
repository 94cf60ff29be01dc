import fc from "fast-check";
import type { Address } from "viem";
import { expect, test } from "vitest";
import { listOddities } from "../../../db/oddities.ts";
import { readRewards } from "../../../src/actions/rewards/read-rewards.ts";
import type { RawLog } from "../../../src/chain/chain.ts";
import {
  type At,
  account,
  createSourceApp,
  decode,
  NOTHING,
  rawLog,
  sourceConfig,
  sourceOf,
} from "../../support/reward-logs.ts";
import { rewardsOf } from "../../support/rows.ts";

const MINTED = "event HorizonRewardsAssigned(address indexed indexer, address indexed allocationID, uint256 amount)";
const OLDER = "event RewardsAssigned(address indexed indexer, address indexed allocationID, uint256 amount)";
const OLDEST =
  "event RewardsAssigned(address indexed indexer, address indexed allocationID, uint256 epoch, uint256 amount)";
const SPLIT =
  "event IndexingRewardsCollected(address indexed indexer, address indexed allocationId, bytes32 indexed subgraphDeploymentId, uint256 tokensRewards, uint256 tokensIndexerRewards, uint256 tokensDelegationRewards, bytes32 poi, bytes poiMetadata, uint256 currentEpoch)";
const STAKED = "event HorizonStakeDeposited(address indexed serviceProvider, uint256 tokens)";
const STAKED_BEFORE = "event StakeDeposited(address indexed indexer, uint256 tokens)";
const FEES =
  "event QueryFeesCollected(address indexed serviceProvider, address indexed payer, address indexed allocationId, bytes32 subgraphDeploymentId, uint256 tokensCollected, uint256 tokensCurators)";
const PAYMENT =
  "event GraphPaymentCollected(uint8 indexed paymentType, address indexed payer, address receiver, address indexed dataService, uint256 tokens, uint256 tokensProtocol, uint256 tokensDataService, uint256 tokensDelegationPool, uint256 tokensReceiver, address receiverDestination)";
const REBATE =
  "event RebateCollected(address assetHolder, address indexed indexer, bytes32 indexed subgraphDeploymentID, address indexed allocationID, uint256 epoch, uint256 tokens, uint256 protocolTax, uint256 curationFees, uint256 queryFees, uint256 queryRebates, uint256 delegationRewards)";

const [manager, staking, service, payments] = [account(0x71), account(0x72), account(0x73), account(0x74)];
const [ada, ben, payer, vault] = [account(1), account(2), account(3), account(4)];
const [first, second] = [account(0xa1), account(0xa2)];
const GRT = 10n ** 18n;
const deployment = `0x${"d1".repeat(32)}` as const;
const settings = {
  ...{ kind: "the-graph", token: "helio", rewardsManager: manager, staking },
  ...{ subgraphService: service, payments },
};
const source = sourceOf(settings);

const minted = (indexer: Address, allocationID: Address, amount: bigint, at?: At, signature = MINTED) =>
  rawLog(signature, manager, { indexer, allocationID, amount, epoch: 700n }, at);
const staked = (who: Address, tokens: bigint, at?: At, signature = STAKED) =>
  rawLog(signature, staking, { serviceProvider: who, indexer: who, tokens }, at);
const split = (indexer: Address, allocationId: Address, all: bigint, own: bigint, at?: At) =>
  rawLog(
    SPLIT,
    service,
    {
      ...{ indexer, allocationId, subgraphDeploymentId: deployment, tokensRewards: all, tokensIndexerRewards: own },
      ...{ tokensDelegationRewards: all - own, poi: deployment, poiMetadata: "0x1234", currentEpoch: 1_100n },
    },
    at,
  );
const payment = (type: number, receiver: Address, amount: bigint, destination: Address, at?: At, of = service) =>
  rawLog(
    PAYMENT,
    payments,
    {
      ...{ paymentType: type, payer, receiver, dataService: of, tokens: 2n * amount, tokensProtocol: 1n },
      ...{ tokensDataService: 2n, tokensDelegationPool: 3n, tokensReceiver: amount, receiverDestination: destination },
    },
    at,
  );
const brief = (logs: readonly RawLog[], of = source) =>
  decode(of, logs).rewards.map(({ node, kind, amount }) => [node, kind, amount]);

test("default: the events are those that the contracts have, in each of their generations", () => {
  const topics = source.filters.flatMap((filter) => filter.topics.map((topic) => topic.slice(0, 10)));
  expect(topics).toEqual(expect.arrayContaining(["0xa111914d", "0xbf5617ec", "0x315d9cdb", "0x443f56bd"]));
  const without = sourceOf({ ...settings, payments: undefined });
  expect(without.filters.flatMap((filter) => filter.topics)).toContain(
    "0x184c452047299395d4f7f147eb8e823458a450798539be54aeed978f13d87ba2",
  );
});

test("default: what is minted and split is the same money, and the indexer's own part of it is counted", () => {
  const back = [
    minted(ada, first, 100n * GRT, { logIndex: 0 }),
    staked(ada, 60n * GRT, { logIndex: 1 }),
    split(ada, first, 100n * GRT, 60n * GRT, { logIndex: 2 }),
  ];
  expect(brief(back)).toEqual([[ada, "locked", 60n * GRT]]);
  const out = [
    minted(ada, first, 100n * GRT, { logIndex: 0 }),
    split(ada, first, 100n * GRT, 60n * GRT, { logIndex: 1 }),
  ];
  expect(brief(out)).toEqual([[ada, "paid", 60n * GRT]]);
  // Whichever comes first.
  expect(brief([split(ada, first, 9n, 6n, { logIndex: 0 }), minted(ada, first, 9n, { logIndex: 1 })])).toEqual([
    [ada, "paid", 6n],
  ]);
});

test("behavior: several allocations in one transaction, and the same one twice, are told apart", () => {
  const logs = [
    ...[
      minted(ada, first, 10n, { logIndex: 0 }),
      staked(ada, 7n, { logIndex: 1 }),
      split(ada, first, 10n, 7n, { logIndex: 2 }),
    ],
    ...[minted(ada, second, 10n, { logIndex: 3 }), split(ada, second, 10n, 7n, { logIndex: 4 })],
    ...[minted(ada, first, 30n, { logIndex: 5 }), split(ada, first, 30n, 20n, { logIndex: 6 })],
    ...[minted(ben, account(0xa3), 5n, { logIndex: 7 })],
    // Another transaction has nothing to do with these.
    minted(ada, first, 10n, { block: 11 }),
  ];
  expect(brief(logs)).toEqual([
    [ada, "locked", 7n],
    [ada, "paid", 7n],
    [ada, "paid", 20n],
    [ben, "paid", 5n],
    [ada, "paid", 10n],
  ]);
});

test.each([
  ["the oldest", OLDEST],
  ["an older", OLDER],
  ["the newest", MINTED],
])("behavior: by %s contract, what goes into stake right after is the indexer's own part", (_, signature) => {
  const logs = [
    minted(ada, first, 100n, { logIndex: 0 }, signature),
    staked(ada, 80n, { logIndex: 1 }, STAKED_BEFORE),
    minted(ada, second, 50n, { logIndex: 2 }, signature),
    minted(ben, account(0xa3), 50n, { logIndex: 3 }, signature),
    staked(ben, 51n, { logIndex: 4 }, STAKED_BEFORE),
    staked(ada, 1n, { block: 11 }, STAKED_BEFORE),
  ];
  expect(brief(logs)).toEqual([
    [ada, "locked", 80n],
    // Paid out of its stake, where its delegators' part is not to be seen; stake of another's own is no reward.
    [ada, "paid", 50n],
    [ben, "paid", 50n],
  ]);
});

test("behavior: of fees the indexer's own part is counted, by the contract that pays them", () => {
  const logs = [
    payment(0, ada, 5n, account(0), { logIndex: 0 }),
    payment(1, ada, 6n, vault, { logIndex: 1 }),
    payment(2, ada, 7n, vault, { logIndex: 2 }),
    payment(0, ada, 8n, vault, { logIndex: 3 }, account(0x99)),
    rawLog(FEES, service, fees(ada, 50n, 5n), { logIndex: 4 }),
  ];
  expect(brief(logs)).toEqual([
    [ada, "locked", 5n],
    [ada, "paid", 6n],
  ]);
  expect(decode(source, logs).rewards.map(({ recipient }) => recipient)).toEqual([ada, vault]);
  expect(brief(logs, sourceOf({ ...settings, payments: undefined }))).toEqual([[ada, "paid", 45n]]);
});

test("behavior: rebates of before are without the delegators' part, locked where they went into stake", () => {
  const rebate = (queryRebates: bigint, at?: At) =>
    rawLog(
      REBATE,
      staking,
      {
        ...{ assetHolder: payer, indexer: ada, subgraphDeploymentID: deployment, allocationID: first, epoch: 700n },
        ...{ tokens: 100n, protocolTax: 1n, curationFees: 9n, queryFees: 90n, queryRebates, delegationRewards: 20n },
      },
      at,
    );
  const logs = [
    staked(ada, 40n, { logIndex: 0 }, STAKED_BEFORE),
    rebate(40n, { logIndex: 1 }),
    rebate(30n, { block: 11 }),
  ];
  expect(brief(logs)).toEqual([
    [ada, "locked", 40n],
    [ada, "paid", 30n],
  ]);
});

test("behavior: rewards that were denied, or were nothing, are said and not counted", () => {
  const denied = "event RewardsDenied(address indexed indexer, address indexed allocationID)";
  const ineligible =
    "event RewardsDeniedDueToEligibility(address indexed indexer, address indexed allocationID, uint256 amount)";
  const { rewards, oddities } = decode(source, [
    rawLog(denied, manager, { indexer: ada, allocationID: first }, { logIndex: 0 }),
    split(ada, first, 0n, 0n, { logIndex: 1 }),
    rawLog(ineligible, manager, { indexer: ben, allocationID: second, amount: 3n * GRT }, { block: 11 }),
    split(ben, second, 0n, 0n, { block: 12 }),
  ]);
  expect(rewards).toEqual([]);
  expect(oddities?.map(({ what }) => what)).toEqual([
    `Rewards of indexer ${ada} for allocation ${first} were denied: its subgraph is denied.`,
    `3 HELIO of indexer ${ben} for allocation ${second} were denied: the indexer was not eligible.`,
    `Indexer ${ben} collected no rewards for allocation ${second}.`,
  ]);
});

test("behavior: where two contracts disagree, what was split counts and the difference is said", () => {
  const logs = [minted(ada, first, 10n * GRT, { logIndex: 0 }), split(ada, first, 9n * GRT, 9n * GRT, { logIndex: 1 })];
  expect(brief(logs)).toEqual([[ada, "paid", 9n * GRT]]);
  expect(decode(source, logs).oddities?.[0]?.what).toContain("10 HELIO were minted");
});

test("behavior: what an indexer keeps is a term, said alike by both generations; slashes are lost", () => {
  const before =
    "event DelegationParametersUpdated(address indexed indexer, uint32 indexingRewardCut, uint32 queryFeeCut, uint32 cooldown)";
  const since =
    "event DelegationFeeCutSet(address indexed serviceProvider, address indexed verifier, uint8 indexed paymentType, uint256 feeCut)";
  const cut = (paymentType: number, feeCut: bigint, verifier: Address, logIndex: number) =>
    rawLog(since, staking, { serviceProvider: ada, verifier, paymentType, feeCut }, { logIndex });
  const { terms, rewards } = decode(source, [
    rawLog(before, staking, { indexer: ada, indexingRewardCut: 100_000, queryFeeCut: 995_000, cooldown: 0 }),
    cut(2, 875_000n, service, 1),
    cut(0, 1n, service, 2),
    cut(2, 5n, account(0x99), 3),
    rawLog(
      "event ProvisionSlashed(address indexed serviceProvider, address indexed verifier, uint256 tokens)",
      staking,
      {
        ...{ serviceProvider: ada, verifier: service, tokens: 8n },
      },
    ),
    rawLog(
      "event StakeSlashed(address indexed indexer, uint256 tokens, uint256 reward, address beneficiary)",
      staking,
      {
        ...{ indexer: ben, tokens: 9n, reward: 1n, beneficiary: payer },
      },
    ),
  ]);
  expect(terms?.map(({ node, term, value }) => [node, term, value])).toEqual([
    [ada, "indexing reward cut", "10 %"],
    [ada, "query fee cut", "99.5 %"],
    [ada, "indexing reward cut", "12.5 %"],
    [ada, "query fee cut", "99.9999 %"],
  ]);
  expect(rewards.map(({ node, kind, amount }) => [node, kind, amount])).toEqual([
    [ada, "lost", 8n],
    [ben, "lost", 9n],
  ]);
});

test("behavior: where the config names indexers, nobody else is counted", () => {
  const own = sourceOf({ ...settings, indexers: [ada] });
  const logs = [ada, ben].flatMap((node, index) => [
    minted(node, first, 5n, { block: index }),
    payment(0, node, 5n, vault, { block: index, logIndex: 1 }),
  ]);
  expect(brief(logs, own).map(([node]) => node)).toEqual([ada, ada]);
});

test("boundary: amounts beyond 2^53 are exact, and unknown topics are passed over", () => {
  const most = 2n ** 256n - 1n;
  const other = rawLog("event ParameterUpdated(string param)", manager, { param: "x" });
  expect(source.decode([other, split(ada, first, most, most)], NOTHING).rewards).toMatchObject([{ amount: most }]);
});

test("error: an event that is laid out otherwise is refused by name", () => {
  const odd = rawLog("event RewardsAssigned(address indexed indexer, address allocationID, uint256 amount)", manager, {
    ...{ indexer: ada, allocationID: first, amount: 1n },
  });
  expect(() => source.decode([odd], NOTHING)).toThrow("does not fit RewardsAssigned");
  expect(() => source.decode([{ ...split(ada, first, 1n, 1n), data: "0x00" }], NOTHING)).toThrow(
    "does not fit IndexingRewardsCollected",
  );
});

test("error: fees cannot be read of a service that is not named", () => {
  expect(() => sourceConfig({ ...settings, subgraphService: undefined })).toThrow("needs `subgraphService`");
});

test("behavior: the books hold the money once, and a second run adds nothing", async () => {
  const logs = Array.from({ length: 30 }, (_, block) => [
    minted(ada, first, 10n * GRT, { block, logIndex: 0 }),
    ...(block % 2 ? [staked(ada, 6n * GRT, { block, logIndex: 1 })] : []),
    split(ada, first, 10n * GRT, 6n * GRT, { block, logIndex: 2 }),
    minted(ben, second, BigInt(block), { block, logIndex: 3, transaction: 1_000 + block }, OLDEST),
  ]).flat();
  const app = createSourceApp(sourceConfig(settings), logs);
  expect(await readRewards(app, "source")).toBe(30 + 29);
  expect(await readRewards(app, "source")).toBe(0);
  const rows = rewardsOf(app.db, "source");
  const sumOf = (who: Address, kind: string) =>
    rows.filter((row) => row.node === who && row.kind === kind).reduce((sum, { amount }) => sum + amount, 0n);
  expect([sumOf(ada, "locked"), sumOf(ada, "paid"), sumOf(ben, "paid")]).toEqual([90n * GRT, 90n * GRT, 435n]);
  expect(listOddities(app.db, "source", 9)).toEqual([]);
});

test("law: in whatever order a transaction tells its allocations, each is counted once", () => {
  const amount = fc.bigInt({ min: 1n, max: 2n ** 100n });
  const one = fc.record({
    allocation: fc.integer({ min: 1, max: 3 }),
    all: amount,
    part: fc.bigInt({ min: 0n, max: 100n }),
  });
  const order = fc.array(fc.nat(1_000), { minLength: 40, maxLength: 40 });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), order, (all, keys) => {
      // An allocation is of one generation: split by the service, or not at all.
      const told = all.map((item) => ({ ...item, isSplit: item.allocation < 3, own: (item.all * item.part) / 100n }));
      const logs = told.flatMap(({ allocation, all: sum, own, isSplit }) => [
        minted(ada, account(allocation), sum),
        ...(isSplit ? [split(ada, account(allocation), sum, own)] : []),
      ]);
      const shuffled = logs
        .map((log, index) => ({ log, key: keys[index] ?? index }))
        .sort((a, b) => a.key - b.key)
        .map(({ log }, logIndex) => ({ ...log, logIndex }));
      const due = told.reduce((sum, { all: whole, own, isSplit }) => sum + (isSplit ? own : whole), 0n);
      expect(decode(source, shuffled).rewards.reduce((sum, reward) => sum + reward.amount, 0n)).toBe(due);
    }),
  );
});

function fees(indexer: Address, all: bigint, curators: bigint) {
  return {
    ...{ serviceProvider: indexer, payer, allocationId: first, subgraphDeploymentId: deployment },
    ...{ tokensCollected: all, tokensCurators: curators },
  };
}
