import fc from "fast-check";
import { expect, test } from "vitest";
import { listNodes } from "../../../db/nodes.ts";
import { listOddities } from "../../../db/oddities.ts";
import { listTerms } from "../../../db/terms.ts";
import { readRewards } from "../../../src/actions/rewards/read-rewards.ts";
import { createModelChain } from "../../support/model-chain.ts";
import { account, createSourceApp, decode, rawLog, sourceConfig, sourceOf } from "../../support/reward-logs.ts";
import { rewardsOf } from "../../support/rows.ts";

const PROFIT =
  "event Profit(uint256 valueIncreaseWei, uint256 indexed operatorsCutDataWei, uint256 indexed protocolFeeDataWei)";
const PROFIT_AT_FIRST =
  "event Profit(uint256 valueIncreaseWei, uint256 operatorsCutDataWei, uint256 protocolFeeDataWei)";
const METADATA =
  "event MetadataUpdated(string metadataJsonString, address indexed operatorAddress, uint256 indexed operatorsCutFraction)";
const METADATA_AT_FIRST =
  "event MetadataUpdated(string metadataJsonString, address indexed operatorAddress, uint256 operatorsCutFraction)";
const LOSS = "event Loss(uint256 valueDecreaseWei)";
const SLASHED =
  "event OperatorSlashed(uint256 slashingAmountDataWei, uint256 slashingAmountInOperatorTokensWei, uint256 actuallySlashedInOperatorTokensWei)";
const MADE = "event NewOperator(address indexed operatorAddress, address indexed operatorContractAddress)";

const [operator, second, factory, owner] = [account(0x51), account(0x52), account(0x5f), account(1)];
const DATA = 10n ** 18n;
const settings = { kind: "streamr", token: "helio", operators: { "relay-1": operator, "relay-2": second }, factory };
const source = sourceOf(settings);

const profit = (all: bigint, cut: bigint, fee: bigint, at = {}, signature = PROFIT, of = operator) =>
  rawLog(signature, of, { valueIncreaseWei: all, operatorsCutDataWei: cut, protocolFeeDataWei: fee }, at);
const slashed = (money: bigint, due: bigint, burnt: bigint, at = {}) =>
  rawLog(
    SLASHED,
    operator,
    {
      ...{ slashingAmountDataWei: money, slashingAmountInOperatorTokensWei: due },
      actuallySlashedInOperatorTokensWei: burnt,
    },
    at,
  );

test("default: profit and loss are the events that operators have", () => {
  const topics = source.filters[0]?.topics.map((topic) => topic.slice(0, 10));
  expect(topics?.slice(0, 2)).toEqual(["0x604b365b", "0xb65b2e08"]);
});

test.each([
  ["in topics", PROFIT, 3],
  ["in the data, as operators of the first months have them", PROFIT_AT_FIRST, 1],
])("default: of a profit the operator's cut is its own and locked, with amounts %s", (_, signature, topics) => {
  const log = profit(85n * DATA, 10n * DATA, 5n * DATA, {}, signature);
  expect(log.topics).toHaveLength(topics);
  const { rewards } = decode(source, [log]);
  expect(rewards).toMatchObject([
    { node: "relay-1", recipient: operator, amount: 10n * DATA, kind: "locked", epoch: undefined },
  ]);
});

test("behavior: a slash is lost as far as the owner's own stake bore it, and told once", () => {
  const { rewards, oddities } = decode(source, [
    slashed(9n * DATA, 6n * DATA, 6n * DATA),
    slashed(9n * DATA, 6n * DATA, 2n * DATA, { logIndex: 1 }),
    rawLog(LOSS, operator, { valueDecreaseWei: 18n * DATA }, { logIndex: 2 }),
  ]);
  expect(rewards.map(({ kind, amount }) => [kind, amount])).toEqual([
    ["lost", 9n * DATA],
    ["lost", 3n * DATA],
  ]);
  expect(oddities?.map(({ what }) => what)).toEqual([
    "Operator relay-1 took 18 HELIO less out of a sponsorship than it had staked there; what its owner bore of that was counted when it was slashed.",
  ]);
});

test.each([METADATA, METADATA_AT_FIRST])("behavior: the operator's cut is a term: %s", (signature) => {
  const told = { metadataJsonString: '{"name":"Relay"}', operatorAddress: owner, operatorsCutFraction: DATA / 8n };
  const { terms } = decode(source, [rawLog(signature, operator, told)]);
  expect(terms).toMatchObject([{ node: "relay-1", owner, term: "operator's cut", value: "12.5 %" }]);
});

test("behavior: the factory tells who owns an operator, of those that the config names only", () => {
  const { nodes } = decode(source, [
    rawLog(MADE, factory, { operatorAddress: owner, operatorContractAddress: operator }, { block: 4 }),
    rawLog(MADE, factory, { operatorAddress: owner, operatorContractAddress: account(0x77) }),
  ]);
  expect(nodes).toMatchObject([{ change: "registered", node: "relay-1", owner }]);
});

test("boundary: amounts beyond 2^53 are exact, from a topic as from the data", () => {
  const most = 2n ** 256n - 1n;
  const logs = [profit(1n, most, 1n), profit(1n, most, 1n, { logIndex: 1 }, PROFIT_AT_FIRST)];
  expect(decode(source, logs).rewards.map(({ amount }) => amount)).toEqual([most, most]);
});

test("boundary: no cut is no reward, and other events and other contracts are passed over", () => {
  const value = rawLog("event OperatorValueUpdate(uint256 stake, uint256 balance)", operator, {
    stake: 1n,
    balance: 2n,
  });
  const said = source.decode([value, profit(5n, 0n, 1n), profit(5n, 1n, 1n, {}, PROFIT, account(0x66))], {
    ...{ epoch: undefined, isNode: () => false },
  });
  expect(said).toEqual({ rewards: [], nodes: [], terms: [], oddities: [] });
});

test("error: a profit in a layout nobody knows is refused by name, not read as another figure", () => {
  const odd = "event Profit(uint256 valueIncreaseWei, uint256 indexed operatorsCutDataWei, uint256 protocolFeeDataWei)";
  expect(() => decode(source, [profit(1n, 2n, 3n, {}, odd)])).toThrow("does not fit Profit");
  const torn = { ...profit(1n, 2n, 3n, {}, PROFIT_AT_FIRST), data: `0x${"00".repeat(64)}` as const };
  expect(() => decode(source, [torn])).toThrow("does not fit Profit");
});

test("error: one contract cannot be two operators, and none is no source", () => {
  expect(() => sourceConfig({ ...settings, operators: { a: operator, b: operator } })).toThrow("already the operator");
  expect(() => sourceConfig({ ...settings, operators: {} })).toThrow("at least one operator");
});

test("default: what is owed is the owner's part of what was not collected, rounded down as the contract does", async () => {
  const answers: Record<string, unknown> = {
    ...{ getSponsorshipsAndEarnings: [[], [1_001n, 2_002n], 0n], operatorsCutFraction: DATA / 3n },
    ...{ streamrConfig: account(0xc0), owner, protocolFeeFraction: DATA / 20n, balanceInData: 77n * DATA },
  };
  const chain = createModelChain(31_337, { number: 1n, hash: "0x01", timestamp: 1 }, ({ abi }) => answers[abi.name]);
  const owed = sourceOf(settings).owed?.({ node: "relay-1", owner });
  // 3,003 less 150 of fee, of which a third.
  expect(owed && (await chain.read(chain.head, owed))).toEqual([
    { token: "helio", claimable: 950n, locked: 77n * DATA },
  ]);
});

test("behavior: the books hold each cut once, with owner and terms", async () => {
  const logs = Array.from({ length: 30 }, (_, block) => [
    profit(9n, BigInt(block + 1) * DATA, 1n, { block, logIndex: 0 }, block < 15 ? PROFIT_AT_FIRST : PROFIT),
    profit(9n, DATA, 1n, { block, logIndex: 1 }, PROFIT, second),
  ]).flat();
  const told = { metadataJsonString: "{}", operatorAddress: owner, operatorsCutFraction: DATA / 10n };
  const app = createSourceApp(sourceConfig(settings), [
    rawLog(MADE, factory, { operatorAddress: owner, operatorContractAddress: operator }, { block: 0, logIndex: 7 }),
    rawLog(METADATA, operator, told, { block: 3, logIndex: 7 }),
    rawLog(LOSS, operator, { valueDecreaseWei: 1n }, { block: 4, logIndex: 7 }),
    ...logs,
  ]);
  expect(await readRewards(app, "source")).toBe(60);
  expect(await readRewards(app, "source")).toBe(0);
  const sum = rewardsOf(app.db, "source").reduce((total, { amount }) => total + amount, 0n);
  expect(sum).toBe((465n + 30n) * DATA);
  const [first] = listNodes(app.db, "source");
  expect(first).toMatchObject({ node: "relay-1", owner });
  expect(listTerms(app.db, first?.id ?? 0)).toMatchObject([{ term: "operator's cut", value: "10 %" }]);
  expect(listOddities(app.db, "source", 9)).toHaveLength(1);
});

test("law: cuts add up to the last unit in any mixture of layouts; a slash is never more than what it took", () => {
  const amount = fc.bigInt({ min: 0n, max: 2n ** 200n });
  const one = fc.record({ all: amount, cut: amount, fee: amount, isOld: fc.boolean() });
  const slash = fc.record({ money: amount, due: amount, burnt: amount });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 20 }), fc.array(slash, { maxLength: 20 }), (profits, slashes) => {
      const logs = [
        ...profits.map(({ all, cut, fee, isOld }, logIndex) =>
          profit(all, cut, fee, { logIndex }, isOld ? PROFIT_AT_FIRST : PROFIT),
        ),
        ...slashes.map(({ money, due, burnt }, index) => slashed(money, due, burnt, { logIndex: 100 + index })),
      ];
      const { rewards } = decode(source, logs);
      const sumOf = (kind: string) =>
        rewards.filter((reward) => reward.kind === kind).reduce((sum, reward) => sum + reward.amount, 0n);
      expect(sumOf("locked")).toBe(profits.reduce((sum, { cut }) => sum + cut, 0n));
      expect(sumOf("lost")).toBeLessThanOrEqual(slashes.reduce((sum, { money }) => sum + money, 0n));
    }),
  );
});
