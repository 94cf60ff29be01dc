import { expect, test } from "vitest";
import { at, emit, ME, NOBODY, OTHER, told, transfer } from "../../../support/receipts.ts";

const BASE = at(0xbb01);
const MARKET = at(0xbb02);
const COLLATERAL = at(0xbb03);
const VAULT = at(0xbb04);
const BUNDLER = at(0xbb05);
const WETH = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";

const supply = (amount: bigint, from = ME) =>
  emit(MARKET, "event Supply(address indexed from, address indexed dst, uint256 amount)", { from, dst: ME, amount });
const withdraw = (amount: bigint) =>
  emit(MARKET, "event Withdraw(address indexed src, address indexed to, uint256 amount)", { src: ME, to: ME, amount });
const deposit = (sender: `0x${string}`, assets: bigint, shares: bigint) =>
  emit(VAULT, "event Deposit(address indexed sender, address indexed owner, uint256 assets, uint256 shares)", {
    ...{ sender, owner: ME, assets, shares },
  });
const redeem = (receiver: `0x${string}`, assets: bigint, shares: bigint) =>
  emit(
    VAULT,
    "event Withdraw(address indexed sender, address indexed receiver, address indexed owner, uint256 assets, uint256 shares)",
    { sender: receiver, receiver, owner: ME, assets, shares },
  );

test("default: a market's base asset lent, and taken back", () => {
  expect(told({ logs: [transfer(BASE, ME, MARKET, 100n), supply(100n), transfer(MARKET, NOBODY, ME, 98n)] })).toEqual([
    `deposit/deposit_for_wrapped 100 erc20:${BASE} compound_v3`,
    `receive/receive_wrapped 98 erc20:${MARKET} compound_v3`,
  ]);
  const logs = [transfer(BASE, MARKET, ME, 100n), withdraw(100n), transfer(MARKET, ME, NOBODY, 100n)];
  expect(told({ logs }).sort()).toEqual([
    `spend/return_wrapped 100 erc20:${MARKET} compound_v3`,
    `withdrawal/redeem_wrapped 100 erc20:${BASE} compound_v3`,
  ]);
});

test("behavior: without a mint a supply pays back, without a burn a withdrawal borrows", () => {
  expect(told({ logs: [transfer(BASE, ME, MARKET, 100n), supply(100n)] })).toEqual([
    `spend/payback_debt 100 erc20:${BASE} compound_v3`,
  ]);
  expect(told({ logs: [transfer(BASE, MARKET, ME, 100n), withdraw(100n)] })).toEqual([
    `receive/generate_debt 100 erc20:${BASE} compound_v3`,
  ]);
});

test("boundary: one withdrawal that takes all that was lent and borrows the rest is told as both", () => {
  const logs = [transfer(BASE, MARKET, ME, 100n), withdraw(100n), transfer(MARKET, ME, NOBODY, 60n)];
  expect(told({ logs }).sort()).toEqual([
    `receive/generate_debt 40 erc20:${BASE} compound_v3`,
    `spend/return_wrapped 60 erc20:${MARKET} compound_v3`,
    `withdrawal/redeem_wrapped 60 erc20:${BASE} compound_v3`,
  ]);
});

test("behavior: collateral earns nothing and is told as put in; rewards are rewards", () => {
  const given = emit(
    MARKET,
    "event SupplyCollateral(address indexed from, address indexed dst, address indexed asset, uint256 amount)",
    { from: ME, dst: ME, asset: COLLATERAL, amount: 7n },
  );
  expect(told({ logs: [transfer(COLLATERAL, ME, MARKET, 7n), given] })).toEqual([
    `deposit/deposit_to_protocol 7 erc20:${COLLATERAL} compound_v3`,
    `informational/none 0 erc20:${COLLATERAL} compound_v3`,
  ]);
  const claimed = emit(
    at(0xbb09),
    "event RewardClaimed(address indexed src, address indexed recipient, address indexed token, uint256 amount)",
    { src: ME, recipient: ME, token: BASE, amount: 5n },
  );
  expect(told({ logs: [transfer(BASE, at(0xbb09), ME, 5n), claimed] })).toEqual([
    `receive/reward 5 erc20:${BASE} compound_v3`,
  ]);
});

test("default: a vault's shares are a claim on its assets", () => {
  const logs = [transfer(BASE, ME, VAULT, 100n), transfer(VAULT, NOBODY, ME, 90n), deposit(ME, 100n, 90n)];
  expect(told({ logs })).toEqual([
    `deposit/deposit_for_wrapped 100 erc20:${BASE} erc4626`,
    `receive/receive_wrapped 90 erc20:${VAULT} erc4626`,
  ]);
  const back = [transfer(VAULT, ME, NOBODY, 90n), transfer(BASE, VAULT, ME, 101n), redeem(ME, 101n, 90n)];
  expect(told({ logs: back })).toEqual([
    `spend/return_wrapped 90 erc20:${VAULT} erc4626`,
    `withdrawal/redeem_wrapped 101 erc20:${BASE} erc4626`,
  ]);
});

test("behavior: a MetaMorpho vault is known by what else it logs", () => {
  const sign = emit(VAULT, "event UpdateLastTotalAssets(uint256 updatedTotalAssets)", { updatedTotalAssets: 1n });
  const logs = [transfer(BASE, ME, VAULT, 100n), transfer(VAULT, NOBODY, ME, 90n), deposit(ME, 100n, 90n), sign];
  expect(told({ logs })[0]).toBe(`deposit/deposit_for_wrapped 100 erc20:${BASE} morpho`);
});

test("behavior: through a bundler coin and token are told as each was given, and what came back is taken off", () => {
  const logs = [
    transfer(WETH, ME, BUNDLER, 45n),
    emit(WETH, "event Deposit(address indexed dst, uint256 wad)", { dst: BUNDLER, wad: 60n }),
    transfer(WETH, BUNDLER, VAULT, 100n),
    transfer(VAULT, NOBODY, ME, 90n),
    deposit(BUNDLER, 100n, 90n),
    transfer(WETH, BUNDLER, ME, 5n),
  ];
  expect(told({ logs, to: BUNDLER }).sort()).toEqual([
    `deposit/deposit_for_wrapped 40 erc20:${WETH} erc4626`,
    "deposit/deposit_for_wrapped 60 native erc4626",
    `receive/receive_wrapped 90 erc20:${VAULT} erc4626`,
  ]);
});

test("behavior: a deposit in another's name is not told", () => {
  const logs = [transfer(BASE, OTHER, VAULT, 100n), transfer(VAULT, NOBODY, OTHER, 90n), deposit(OTHER, 100n, 90n)];
  expect(told({ logs })).toEqual([]);
});

test("behavior: what a vault lends on with an account's money is the vault's doing", () => {
  const vaultToken = at(0xbb0a);
  const lent = (onBehalf: `0x${string}`) =>
    emit(
      at(0xbb0b),
      "event Supply(bytes32 indexed id, address indexed caller, address indexed onBehalf, uint256 assets, uint256 shares)",
      { id: `0x${"11".repeat(32)}`, caller: onBehalf, onBehalf, assets: 100n, shares: 1n },
    );
  const logs = [transfer(BASE, ME, vaultToken, 100n), lent(vaultToken), transfer(vaultToken, NOBODY, ME, 90n)];
  expect(told({ logs })).toEqual([
    `deposit/deposit_for_wrapped 100 erc20:${BASE} -`,
    `receive/receive_wrapped 90 erc20:${vaultToken} -`,
  ]);
  expect(told({ logs: [transfer(BASE, ME, at(0xbb0b), 100n), lent(ME)] })).toEqual([
    `deposit/deposit_to_protocol 100 erc20:${BASE} morpho_blue`,
  ]);
});
