import fc from "fast-check";
import { toEventSelector } from "viem";
import { expect, test } from "vitest";
import { explain } from "../../../../src/core/treasury/explain/explain.ts";
import { ownMoves, readTransfers } from "../../../../src/core/treasury/explain/moves.ts";
import { readReceipt } from "../../../../src/core/treasury/explain/receipt.ts";
import { toRows } from "../../../../src/core/treasury/explain/rows.ts";
import { pinnedDecimals } from "../../../../src/core/treasury/explain/tokens.ts";
import { Refusal } from "../../../../src/errors.ts";
import { at, emit, item, ME, NOBODY, OTHER, receiptOf, told, transfer } from "../../../support/receipts.ts";

const TOKEN = at(0xee01);
const USDC = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
const rows = (receipt: Parameters<typeof explain>[0], chain = 1) =>
  toRows(explain(receipt, chain, [ME]), chain, pinnedDecimals(chain));

test("default: gas is told where the sender is one of the accounts, with a rollup's data fee", () => {
  expect(rows(receiptOf({ logs: [] }))).toMatchObject([
    {
      seq: 0,
      type: "spend",
      subtype: "fee",
      asset: "eip155:1/native",
      amount: "0.000021",
      protocol: "gas",
      account: ME,
    },
  ]);
  const [row] = rows(receiptOf({ logs: [], fields: { l1Fee: "0x3b9aca00" } }), 10);
  expect(row).toMatchObject({ raw: "21001000000000", amount: "0.000021001" });
  expect(rows(receiptOf({ logs: [] }), 8453)[0]?.reason).toContain("it was more");
  expect(rows(receiptOf({ logs: [], from: OTHER }))).toEqual([]);
});

test("behavior: a failed transaction costs gas too", () => {
  expect(rows(receiptOf({ logs: [], status: "0x0" }))).toMatchObject([{ type: "fail", subtype: "fee" }]);
});

test("boundary: a receipt from before they said how it ended is one of a transaction that went through", () => {
  expect(rows(receiptOf({ logs: [], fields: { status: undefined, root: "0x12" } }))).toMatchObject([{ type: "spend" }]);
});

test("default: approvals and transfers that nothing explains are told as they stand", () => {
  const approval = emit(USDC, "event Approval(address indexed owner, address indexed spender, uint256 value)", {
    ...{ owner: ME, spender: OTHER, value: 5n },
  });
  expect(told({ logs: [approval] })).toEqual([`informational/approve 5 erc20:${USDC} -`]);
  expect(told({ logs: [transfer(USDC, ME, OTHER, 5n)], to: USDC })).toEqual([`spend/none 5 erc20:${USDC} -`]);
  expect(told({ logs: [transfer(USDC, OTHER, ME, 5n)], from: OTHER })).toEqual([`receive/none 5 erc20:${USDC} -`]);
  expect(told({ logs: [transfer(USDC, ME, OTHER, 5n)], to: USDC }, { accounts: [ME, OTHER] })).toEqual([
    `transfer/none 5 erc20:${USDC} -`,
  ]);
});

test("behavior: whatever is merely sent to an account is no reward, and names no protocol", () => {
  const spam = [
    transfer(TOKEN, at(0xee02), at(0xee03), 1n),
    transfer(TOKEN, at(0xee02), ME, 1_000n),
    item(at(0xee04), NOBODY, ME, 1n),
  ];
  expect(told({ logs: spam, from: at(0xee05) })).toEqual([
    `receive/none 1000 erc20:${TOKEN} -`,
    `receive/none 1 erc721:${at(0xee04)}/1 -`,
  ]);
});

test("behavior: decimals that are not known are not guessed", () => {
  const [, known, unknown] = rows(
    receiptOf({ logs: [transfer(USDC, OTHER, ME, 1_500_000n), transfer(TOKEN, OTHER, ME, 7n)] }),
  );
  expect(known).toMatchObject({ amount: "1.5", decimals: 6, raw: "1500000" });
  expect(unknown).toMatchObject({ amount: null, decimals: null, raw: "7" });
});

test("behavior: wrapping the chain's own coin is one for one, also where only transfers tell it", () => {
  const arbitrum = "0x82aF49447D8a07e3bd95BD0d56f35241523fBab1";
  expect(told({ logs: [transfer(arbitrum, ME, NOBODY, 5n)], to: arbitrum }, { chain: 42161 })).toEqual([
    `spend/return_wrapped 5 erc20:${arbitrum} weth`,
    "withdrawal/redeem_wrapped 5 native weth",
  ]);
  const base = "0x4200000000000000000000000000000000000006";
  const wrapped = emit(base, "event Deposit(address indexed dst, uint256 wad)", { dst: ME, wad: 5n });
  expect(told({ logs: [wrapped], to: base }, { chain: 8453 })).toEqual([
    "deposit/deposit_for_wrapped 5 native weth",
    `receive/receive_wrapped 5 erc20:${base} weth`,
  ]);
});

test("behavior: coin that Polygon or a Safe logs is told once", () => {
  const logs = [emit(ME, "event SafeReceived(address indexed sender, uint256 value)", { sender: OTHER, value: 9n })];
  expect(told({ logs, from: OTHER, to: ME })).toEqual(["receive/none 9 native -"]);
  const polygon = emit(
    "0x0000000000000000000000000000000000001010",
    "event LogTransfer(address indexed token, address indexed from, address indexed to, uint256 amount, uint256 input1, uint256 input2, uint256 output1, uint256 output2)",
    { token: at(1), from: ME, to: OTHER, amount: 9n, input1: 0n, input2: 0n, output1: 0n, output2: 0n },
  );
  expect(told({ logs: [polygon] }, { chain: 137 })).toEqual(["spend/none 9 native -"]);
});

test.each([
  [{}, "transactionHash"],
  [null, "the whole"],
  [{ transactionHash: `0x${"ab".repeat(32)}`, from: "0x12", status: "0x1", gasUsed: "0x1", logs: [] }, "from"],
])("error: what is no receipt is refused by name: %j", (given, name) => {
  expect(() => readReceipt(given)).toThrow(Refusal);
  expect(() => readReceipt(given)).toThrow(name);
});

const KNOWN = [
  "Transfer(address,address,uint256)",
  "Approval(address,address,uint256)",
  "Mint(address,address,uint256,uint256,uint256)",
  "Burn(address,address,uint256,uint256,uint256)",
  "Withdraw(address,address,address,uint256)",
  "Deposit(address,address,uint256,uint256)",
  "Deposit(address,uint256)",
  "Collect(uint256,address,uint256,uint256)",
  "RewardsClaimed(address,uint256[],uint256[],uint256[])",
  "RewardsClaimed(address,address,uint256)",
  "RewardPaid(address,uint256)",
  "RewardClaimed(address,address,address,uint256)",
  "Claimed(address,uint256)",
  "Harvest(address,uint256,uint256)",
  "Deposit(address,uint256,uint256)",
  "Supply(address,address,address,uint256,uint16)",
  "Staked(address,address,uint256,uint256)",
  "ETHGainWithdrawn(address,uint256,uint256)",
  "Repay(address,address,address,uint256,bool)",
  "Borrow(address,address,address,uint256,uint8,uint256,uint16)",
  "LiquidationCall(address,address,address,uint256,uint256,address,bool)",
  "Withdraw(address,address,address,uint256,uint256)",
  "IncreaseLiquidity(uint256,uint128,uint256,uint256)",
  "DecreaseLiquidity(uint256,uint128,uint256,uint256)",
  "Withdrawal(address,uint256)",
  "Withdrawn(address,uint256)",
  "SafeReceived(address,uint256)",
  "Swap(address,uint256,uint256,uint256,uint256,address)",
].map(toEventSelector);
const word = fc.oneof(
  fc.constantFrom(ME, OTHER, NOBODY, TOKEN).map((address) => address.slice(2).toLowerCase().padStart(64, "0")),
  fc.bigInt(0n, 9n).map((value) => value.toString(16).padStart(64, "0")),
  fc.constant("f".repeat(64)),
);
const anyLog = fc.record({
  address: fc.constantFrom(
    TOKEN,
    OTHER,
    USDC,
    "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2",
    "0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84",
  ),
  topics: fc
    .tuple(fc.constantFrom(...KNOWN), fc.array(word, { maxLength: 3 }))
    .map(([topic, rest]) => [topic, ...rest.map((text) => `0x${text}`)]),
  data: fc.array(word, { maxLength: 5 }).map((words) => `0x${words.join("")}`),
});

test("law: whatever the logs say, nothing breaks, no log is told twice, and no transfer of an account's is left out", () => {
  fc.assert(
    fc.property(fc.array(anyLog, { maxLength: 12 }), fc.constantFrom(1, 10, 137, 424_242), (logs, chain) => {
      const receipt = receiptOf({ logs: logs as never });
      const lines = explain(receipt, chain, [ME]);
      const claims = lines.flatMap((line) => line.claims);
      expect(new Set(claims).size).toBe(claims.length);
      const moves = ownMoves(readTransfers(receipt.logs), (address) => address === ME);
      expect(moves.filter(({ log }) => !claims.includes(log))).toEqual([]);
      expect(lines.every(({ raw, reason }) => raw >= 0n && reason !== "")).toBe(true);
      toRows(lines, chain, pinnedDecimals(chain));
    }),
    { numRuns: 2_000 },
  );
});

test("law: what a stranger sends with whatever logs is no income, unless the token is known", () => {
  const income = new Set(["reward", "airdrop", "interest"]);
  fc.assert(
    fc.property(fc.array(anyLog, { maxLength: 12 }), fc.constantFrom(1, 10, 424_242), (logs, chain) => {
      const receipt = receiptOf({ logs: logs as never, from: OTHER });
      const told = explain(receipt, chain, [ME]).filter(({ subtype }) => income.has(subtype));
      const unknown = told.filter(
        ({ asset: { address } }) => address === undefined || pinnedDecimals(chain)(address) === undefined,
      );
      expect(unknown).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});
