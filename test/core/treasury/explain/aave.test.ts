import { expect, test } from "vitest";
import { at, emit, ME, NOBODY, OTHER, told, transfer } from "../../../support/receipts.ts";

const POOL = at(0xaa01);
const RESERVE = at(0xaa02);
const A_TOKEN = at(0xaa03);
const DEBT = at(0xaa04);
const GATEWAY = at(0xaa05);
const WETH = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";

const mint = (token: `0x${string}`, value: bigint, balanceIncrease: bigint) =>
  emit(
    token,
    "event Mint(address indexed caller, address indexed onBehalfOf, uint256 value, uint256 balanceIncrease, uint256 index)",
    { caller: ME, onBehalfOf: ME, value, balanceIncrease, index: 1n },
  );
const burn = (token: `0x${string}`, from: `0x${string}`, value: bigint, balanceIncrease: bigint) =>
  emit(
    token,
    "event Burn(address indexed from, address indexed target, uint256 value, uint256 balanceIncrease, uint256 index)",
    { from, target: from, value, balanceIncrease, index: 1n },
  );
const supply = (user: `0x${string}`, amount: bigint, reserve: `0x${string}` = RESERVE) =>
  emit(
    POOL,
    "event Supply(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint16 indexed referralCode)",
    { reserve, user, onBehalfOf: ME, amount, referralCode: 0 },
  );
const withdraw = (user: `0x${string}`, to: `0x${string}`, amount: bigint, reserve: `0x${string}` = RESERVE) =>
  emit(POOL, "event Withdraw(address indexed reserve, address indexed user, address indexed to, uint256 amount)", {
    ...{ reserve, user, to, amount },
  });
const borrow = (amount: bigint) =>
  emit(
    POOL,
    "event Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint8 interestRateMode, uint256 borrowRate, uint16 indexed referralCode)",
    { reserve: RESERVE, user: ME, onBehalfOf: ME, amount, interestRateMode: 2, borrowRate: 1n, referralCode: 0 },
  );
const repay = (amount: bigint) =>
  emit(
    POOL,
    "event Repay(address indexed reserve, address indexed user, address indexed repayer, uint256 amount, bool useATokens)",
    { reserve: RESERVE, user: ME, repayer: ME, amount, useATokens: false },
  );

test("default: what is lent and the interest that had grown are told apart", () => {
  const logs = [
    transfer(RESERVE, ME, A_TOKEN, 1_000n),
    transfer(A_TOKEN, NOBODY, ME, 1_007n),
    mint(A_TOKEN, 1_007n, 7n),
    supply(ME, 1_000n),
  ];
  expect(told({ logs })).toEqual([
    `deposit/deposit_for_wrapped 1000 erc20:${RESERVE} aave_v3`,
    `receive/receive_wrapped 1000 erc20:${A_TOKEN} aave_v3`,
    `receive/interest 7 erc20:${A_TOKEN} aave_v3`,
  ]);
});

test("behavior: a withdrawal pays principal and interest in one sum, told as two", () => {
  const logs = [
    transfer(A_TOKEN, ME, NOBODY, 300n),
    burn(A_TOKEN, ME, 300n, 5n),
    transfer(RESERVE, A_TOKEN, ME, 305n),
    withdraw(ME, ME, 305n),
  ];
  expect(told({ logs })).toEqual([
    `spend/return_wrapped 300 erc20:${A_TOKEN} aave_v3`,
    `withdrawal/redeem_wrapped 300 erc20:${RESERVE} aave_v3`,
    `receive/interest 5 erc20:${RESERVE} aave_v3`,
  ]);
});

test("boundary: where more interest had grown than is taken the pool mints, and the interest is the whole increase", () => {
  const logs = [
    transfer(A_TOKEN, NOBODY, ME, 13n),
    mint(A_TOKEN, 13n, 33n),
    transfer(RESERVE, A_TOKEN, ME, 20n),
    withdraw(ME, ME, 20n),
  ];
  expect(told({ logs }).sort()).toEqual([
    `receive/interest 33 erc20:${A_TOKEN} aave_v3`,
    `spend/return_wrapped 20 erc20:${A_TOKEN} aave_v3`,
    `withdrawal/redeem_wrapped 20 erc20:${RESERVE} aave_v3`,
  ]);
});

test("behavior: interest on a debt is an expense, never income", () => {
  const logs = [
    transfer(DEBT, NOBODY, ME, 104n),
    mint(DEBT, 104n, 4n),
    transfer(RESERVE, A_TOKEN, ME, 100n),
    borrow(100n),
  ];
  expect(told({ logs })).toEqual([
    `receive/receive_wrapped 100 erc20:${DEBT} aave_v3`,
    `spend/interest 4 erc20:${DEBT} aave_v3`,
    `receive/generate_debt 100 erc20:${RESERVE} aave_v3`,
  ]);
});

test("behavior: a repayment burns the debt less its interest", () => {
  const logs = [
    transfer(DEBT, ME, NOBODY, 90n),
    burn(DEBT, ME, 90n, 10n),
    transfer(RESERVE, ME, A_TOKEN, 100n),
    repay(100n),
  ];
  expect(told({ logs })).toEqual([
    `spend/return_wrapped 90 erc20:${DEBT} aave_v3`,
    `spend/payback_debt 100 erc20:${RESERVE} aave_v3`,
  ]);
});

test("behavior: through the gateway the chain's own coin is lent and taken back", () => {
  const wrap = emit(WETH, "event Deposit(address indexed dst, uint256 wad)", { dst: GATEWAY, wad: 50n });
  const lent = [
    wrap,
    transfer(WETH, GATEWAY, A_TOKEN, 50n),
    transfer(A_TOKEN, NOBODY, ME, 50n),
    mint(A_TOKEN, 50n, 0n),
    supply(GATEWAY, 50n, WETH),
  ];
  expect(told({ logs: lent, to: GATEWAY })).toEqual([
    "deposit/deposit_for_wrapped 50 native aave_v3",
    `receive/receive_wrapped 50 erc20:${A_TOKEN} aave_v3`,
  ]);
  const lentForAnother = emit(
    POOL,
    "event Supply(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint16 indexed referralCode)",
    { reserve: WETH, user: GATEWAY, onBehalfOf: OTHER, amount: 50n, referralCode: 0 },
  );
  const forAnother = [
    wrap,
    transfer(WETH, GATEWAY, A_TOKEN, 50n),
    transfer(A_TOKEN, NOBODY, OTHER, 50n),
    lentForAnother,
  ];
  expect(told({ logs: forAnother, to: GATEWAY })).toEqual(["deposit/deposit_for_wrapped 50 native aave_v3"]);
  const taken = [
    transfer(A_TOKEN, NOBODY, ME, 2n),
    mint(A_TOKEN, 2n, 2n),
    transfer(A_TOKEN, ME, GATEWAY, 52n),
    transfer(A_TOKEN, GATEWAY, NOBODY, 52n),
    burn(A_TOKEN, GATEWAY, 52n, 0n),
    transfer(WETH, A_TOKEN, GATEWAY, 52n),
    withdraw(GATEWAY, GATEWAY, 52n, WETH),
    emit(WETH, "event Withdrawal(address indexed src, uint256 wad)", { src: GATEWAY, wad: 52n }),
  ];
  expect(told({ logs: taken, to: GATEWAY })).toEqual([
    `receive/interest 2 erc20:${A_TOKEN} aave_v3`,
    `spend/return_wrapped 52 erc20:${A_TOKEN} aave_v3`,
    "withdrawal/redeem_wrapped 52 native aave_v3",
  ]);
});

test("behavior: handing a lent token on books its interest first", () => {
  const logs = [transfer(A_TOKEN, NOBODY, ME, 9n), mint(A_TOKEN, 9n, 9n), transfer(A_TOKEN, ME, OTHER, 500n)];
  expect(told({ logs })).toEqual([`receive/interest 9 erc20:${A_TOKEN} aave_v3`, `spend/none 500 erc20:${A_TOKEN} -`]);
});

test("behavior: incentives are a reward", () => {
  const logs = [
    transfer(RESERVE, OTHER, ME, 3n),
    emit(
      at(0xaa06),
      "event RewardsClaimed(address indexed user, address indexed reward, address indexed to, address claimer, uint256 amount)",
      { user: ME, reward: RESERVE, to: ME, claimer: ME, amount: 3n },
    ),
  ];
  expect(told({ logs })).toEqual([`receive/reward 3 erc20:${RESERVE} aave_v3`]);
});

test("behavior: another's position in the same transaction is not told", () => {
  const logs = [
    transfer(A_TOKEN, OTHER, NOBODY, 300n),
    burn(A_TOKEN, OTHER, 300n, 5n),
    transfer(RESERVE, A_TOKEN, OTHER, 305n),
    withdraw(OTHER, OTHER, 305n),
  ];
  expect(told({ logs })).toEqual([]);
});
