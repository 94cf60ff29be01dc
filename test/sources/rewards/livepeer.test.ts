import fc from "fast-check";
import type { Address } from "viem";
import { expect, test } from "vitest";
import { listEpochs } from "../../../db/epochs.ts";
import { findNode, listNodes } from "../../../db/nodes.ts";
import { listOddities } from "../../../db/oddities.ts";
import { listTerms } from "../../../db/terms.ts";
import { readRewards } from "../../../src/actions/rewards/read-rewards.ts";
import type { RawLog } from "../../../src/chain/chain.ts";
import { isExpectedIn } from "../../../src/core/rewards/expected.ts";
import { createModelChain } from "../../support/model-chain.ts";
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

const ROUND = "event NewRound(uint256 indexed round, bytes32 blockHash)";
const REWARD = "event Reward(address indexed transcoder, uint256 amount)";
const TREASURY = "event TreasuryReward(address indexed transcoder, address treasury, uint256 amount)";
const UPDATE = "event TranscoderUpdate(address indexed transcoder, uint256 rewardCut, uint256 feeShare)";
const JOINED = "event TranscoderActivated(address indexed transcoder, uint256 activationRound)";
const LEFT = "event TranscoderDeactivated(address indexed transcoder, uint256 deactivationRound)";
const SLASHED =
  "event TranscoderSlashed(address indexed transcoder, address finder, uint256 penalty, uint256 finderReward)";
const WITHDRAWN = "event WithdrawFees(address indexed delegator, address recipient, uint256 amount)";
const MOVED = "event WinningTicketTransfer(address indexed sender, address indexed recipient, uint256 amount)";
const REDEEMED =
  "event WinningTicketRedeemed(address indexed sender, address indexed recipient, uint256 faceValue, uint256 winProb, uint256 senderNonce, uint256 recipientRand, bytes auxData)";

const [bonding, rounds, broker] = [account(0xb0), account(0x40), account(0x7b)];
const [ada, ben, gateway, delegator, dao] = [account(1), account(2), account(3), account(4), account(5)];
const LPT = 10n ** 18n;
const settings = {
  ...{ kind: "livepeer", token: "helio", feeToken: "ether" },
  ...{ bondingManager: bonding, roundsManager: rounds, ticketBroker: broker },
};
const source = sourceOf(settings);
const ten = { epoch: 10, isNode: () => false };

const began = (round: bigint, at?: At) => rawLog(ROUND, rounds, { round, blockHash: `0x${"ab".repeat(32)}` }, at);
const reward = (node: Address, amount: bigint, at?: At) => rawLog(REWARD, bonding, { transcoder: node, amount }, at);
const cut = (node: Address, amount: bigint, at?: At) =>
  rawLog(TREASURY, bonding, { transcoder: node, treasury: dao, amount }, at);
const moved = (node: Address, amount: bigint, at?: At) =>
  rawLog(MOVED, broker, { sender: gateway, recipient: node, amount }, at);
const redeemed = (node: Address, faceValue: bigint, at?: At) =>
  rawLog(
    REDEEMED,
    broker,
    {
      ...{ sender: gateway, recipient: node, faceValue, winProb: 2n ** 255n, senderNonce: 7n },
      ...{ recipientRand: 9n, auxData: `0x${"11".repeat(64)}` },
    },
    at,
  );
const withdrawn = (who: Address, amount: bigint, at?: At) =>
  rawLog(WITHDRAWN, bonding, { delegator: who, recipient: delegator, amount }, at);

test("default: the events are those that the contracts have", () => {
  const topics = source.filters.flatMap((filter) => filter.topics.map((topic) => topic.slice(0, 10)));
  expect(topics).toEqual(expect.arrayContaining(["0x619caafa", "0x40e20071", "0xc389eb51", "0x22f2fc17"]));
  // What is "claimed" stays where it is: nothing is asked about it.
  expect(topics).not.toContain("0xd7eab076");
});

test("default: a reward is locked LPT of the round that began last, without the treasury's cut", () => {
  const { rewards, epochs, terms } = decode(source, [
    began(11n, { logIndex: 0 }),
    cut(ada, 25n * LPT, { logIndex: 1 }),
    reward(ada, 225n * LPT, { logIndex: 2 }),
    began(12n, { block: 11 }),
    reward(ben, 100n * LPT, { block: 12 }),
  ]);
  expect(rewards.map(({ node, token, kind, amount, epoch }) => [node, token, kind, amount, epoch])).toEqual([
    [ada, "helio", "locked", 225n * LPT, 11],
    [ben, "helio", "locked", 100n * LPT, 12],
  ]);
  expect(epochs?.map(({ epoch }) => epoch)).toEqual([11, 12]);
  expect(terms?.map(({ node, term, value }) => [node, term, value])).toEqual([
    [ada, "treasury's cut of rewards", "10 %"],
    [ben, "treasury's cut of rewards", "0 %"],
  ]);
});

test("behavior: the round goes on from what the books know", () => {
  expect(decode(source, [reward(ada, LPT)], ten).rewards).toMatchObject([{ epoch: 10, amount: LPT }]);
});

test("behavior: what comes before any round is said and not counted", () => {
  const { rewards, oddities } = decode(source, [
    reward(ada, LPT),
    began(3n, { block: 11 }),
    reward(ada, 2n, { block: 12 }),
  ]);
  expect(rewards).toMatchObject([{ epoch: 3, amount: 2n }]);
  expect(oddities?.map(({ what }) => what)).toEqual([
    `1 HELIO of orchestrator ${ada} came before any round that began since \`fromBlock\`; not counted.`,
  ]);
});

test("default: a fee is what its ticket brought, in the second token, to be claimed by the orchestrator", () => {
  const { rewards, oddities } = decode(
    source,
    [
      moved(ada, 5n * LPT, { logIndex: 0 }),
      redeemed(ada, 5n * LPT, { logIndex: 1 }),
      moved(ada, 2n * LPT, { logIndex: 2 }),
      redeemed(ada, 3n * LPT, { logIndex: 3 }),
      redeemed(ben, 1n * LPT, { logIndex: 4 }),
    ],
    ten,
  );
  expect(rewards.map(({ node, token, kind, amount }) => [node, token, kind, amount])).toEqual([
    [ada, "ether", "accrued", 5n * LPT],
    [ada, "ether", "accrued", 2n * LPT],
  ]);
  expect(oddities?.map(({ what }) => what)).toEqual([
    `A ticket of 3 ETH brought orchestrator ${ada} only 2 ETH: its sender had no more.`,
    `A ticket of 1 ETH brought orchestrator ${ben} only 0 ETH: its sender had no more.`,
  ]);
});

test("behavior: withdrawn fees are claimed where an orchestrator withdraws them, known before or by these logs", () => {
  const known = { epoch: 10, isNode: (name: string) => name === ben };
  const { rewards } = decode(
    source,
    [
      withdrawn(ada, 1n),
      reward(ada, LPT, { logIndex: 1 }),
      withdrawn(ada, 2n, { logIndex: 2 }),
      withdrawn(ben, 3n, { logIndex: 3 }),
      withdrawn(delegator, 4n, { logIndex: 4 }),
    ],
    known,
  );
  expect(
    rewards.filter(({ kind }) => kind === "claimed").map(({ node, amount, token }) => [node, amount, token]),
  ).toEqual([
    [ada, 2n, "ether"],
    [ben, 3n, "ether"],
  ]);
});

test("behavior: cuts are terms, a slash is lost, and orchestrators come and go", () => {
  const { terms, rewards, nodes } = decode(
    source,
    [
      rawLog(JOINED, bonding, { transcoder: ada, activationRound: 11n }),
      rawLog(UPDATE, bonding, { transcoder: ada, rewardCut: 125_000n, feeShare: 333_333n }, { logIndex: 1 }),
      rawLog(SLASHED, bonding, { transcoder: ada, finder: ben, penalty: 7n, finderReward: 1n }, { logIndex: 2 }),
      rawLog(LEFT, bonding, { transcoder: ada, deactivationRound: 12n }, { logIndex: 3 }),
    ],
    ten,
  );
  expect(terms?.map(({ term, value, part }) => [term, value, part])).toEqual([
    ["reward cut", "12.5 %", 0],
    ["delegators' share of fees", "33.3333 %", 1],
  ]);
  expect(rewards).toMatchObject([{ node: ada, kind: "lost", token: "helio", amount: 7n }]);
  expect(nodes.map(({ change, node }) => [change, node])).toEqual([
    ["registered", ada],
    ["retired", ada],
  ]);
});

test("behavior: where the config names orchestrators, nobody else is read", () => {
  const own = sourceOf({ ...settings, orchestrators: [ada] });
  const logs = [ada, ben].flatMap((node, index) => [
    reward(node, LPT, { logIndex: 10 * index }),
    moved(node, 5n, { logIndex: 10 * index + 1 }),
    redeemed(node, 5n, { logIndex: 10 * index + 2 }),
  ]);
  expect(decode(own, logs, ten).rewards.map(({ node }) => node)).toEqual([ada, ada]);
});

test("boundary: amounts beyond 2^53 are exact, a round beyond it is none, and unknown topics are passed over", () => {
  const most = 2n ** 256n - 1n;
  const other = rawLog("event ParameterUpdate(string param)", bonding, { param: "x" });
  const { rewards, epochs } = source.decode([other, began(2n ** 60n), reward(ada, most)], ten);
  expect(rewards).toMatchObject([{ amount: most, epoch: 10 }]);
  expect(epochs).toEqual([{ epoch: 10, at: expect.any(Number) }]);
});

test("error: an event that is laid out otherwise is refused by name", () => {
  const odd = rawLog("event Reward(address transcoder, uint256 amount)", bonding, { transcoder: ada, amount: 1n });
  expect(() => source.decode([odd], NOTHING)).toThrow("does not fit Reward");
  const torn = { ...redeemed(ada, 1n), data: "0x" as const };
  expect(() => source.decode([torn], NOTHING)).toThrow("does not fit WinningTicketRedeemed");
});

test("default: what is owed is all of the stake and the fees not withdrawn", async () => {
  const answers: Record<string, unknown> = { pendingStake: 5n * LPT, pendingFees: 3n };
  const chain = createModelChain(31_337, { number: 1n, hash: "0x01", timestamp: 1 }, ({ abi }) => answers[abi.name]);
  const owed = source.owed?.({ node: ada, owner: ada });
  expect(owed && (await chain.read(chain.head, owed))).toEqual([
    { token: "helio", locked: 5n * LPT },
    { token: "ether", claimable: 3n },
  ]);
});

test("behavior: the books know the round across runs and restarts, and who missed it", async () => {
  const logs: RawLog[] = [0, 1, 2, 3].flatMap((round) => [
    began(BigInt(20 + round), { block: 10 * round + 1 }),
    ...(round === 2
      ? []
      : [cut(ada, LPT, { block: 10 * round + 5 }), reward(ada, 9n * LPT, { block: 10 * round + 5, logIndex: 1 })]),
    reward(ben, 3n * LPT, { block: 10 * round + 6 }),
  ]);
  const app = createSourceApp(sourceConfig(settings), logs);
  const last = app.chain.head;
  let added = 0;
  // Every block in a run of its own: a reward's round is nowhere in its own logs.
  for (let number = 0n; number <= last.number; number += 1n) {
    app.chain.head = { ...last, number, hash: `0x${number.toString(16).padStart(64, "0")}` };
    added += await readRewards(app, "source");
  }
  expect(added).toBe(7);
  expect(await readRewards(app, "source")).toBe(0);
  expect(rewardsOf(app.db, "source").map(({ node, epoch }) => [node, epoch])).toEqual([
    ...[20, 21].flatMap((round) => [
      [ada, round],
      [ben, round],
    ]),
    ...[
      [ben, 22],
      [ada, 23],
      [ben, 23],
    ],
  ]);
  const node = findNode(app.db, "source", ada);
  const epochs = listEpochs(app.db, "source", 9).toReversed();
  const missed = epochs.filter(
    (one) =>
      node &&
      isExpectedIn(node, one) &&
      !rewardsOf(app.db, "source").some((row) => row.node === ada && row.epoch === one.epoch),
  );
  expect(missed.map(({ epoch }) => epoch)).toEqual([22]);
  // The treasury's cut is the same each round: said once.
  expect(listTerms(app.db, node?.id ?? 0).map(({ value }) => value)).toEqual(["10 %"]);
  expect(listNodes(app.db, "source").map(({ owner }) => owner)).toEqual([ada, ben]);
  expect(listOddities(app.db, "source", 9)).toEqual([]);
});

test("law: however logs are cut into runs, rounds and sums are those of one run", () => {
  const step = fc.record({
    kind: fc.constantFrom("round", "reward", "fee"),
    node: fc.constantFrom(ada, ben),
    amount: fc.bigInt({ min: 1n, max: 2n ** 160n }),
    ends: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let round = 5n;
      const pieces: RawLog[][] = [[]];
      for (const [block, { kind, node, amount, ends }] of steps.entries()) {
        const logs =
          kind === "round"
            ? [began(++round, { block })]
            : kind === "reward"
              ? [reward(node, amount, { block })]
              : [moved(node, amount, { block }), redeemed(node, amount, { block, logIndex: 1 })];
        pieces.at(-1)?.push(...logs);
        if (ends) pieces.push([]);
      }
      const whole = decode(source, pieces.flat()).rewards;
      let epoch: number | undefined;
      const cutUp = pieces.flatMap((logs) => {
        const { rewards, epochs = [] } = decode(source, logs, { epoch, isNode: () => false });
        epoch = epochs.at(-1)?.epoch ?? epoch;
        return rewards;
      });
      expect(cutUp).toEqual(whole);
    }),
  );
});
