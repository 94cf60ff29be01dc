import type { Address, Hex } from "viem";
import { expect, test } from "vitest";
import { at, emit, ME, NOBODY, told, transfer } from "../../../support/receipts.ts";

const POT = "0x197E90f9FAD81970bA7976f33CbD77088E5D7cf7";
const VAT = "0x35D1b3F3D7966A1DFe207aa4514C12a259A0492B";
const DAI = "0x6B175474E89094C44Da98b954EedeAC495271d0F";
const DAI_JOIN = "0x9759A6Ac90977b93B58547b4A71c78317f391A28";
const WETH = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2";
const [PROXY, DOOR, TOKEN] = [at(0xee01), at(0xee02), at(0xee03)];
const NOTHING: Hex = `0x${"0".repeat(64)}`;

/** What Maker's contracts log of a call. */
const note = (address: Address, selector: Hex) => ({
  ...{ address, topics: [selector.padEnd(66, "0") as Hex, NOTHING, NOTHING, NOTHING], data: "0x" as Hex },
});
const [joined, left] = [note(DAI_JOIN, "0x3b4da69f"), note(DAI_JOIN, "0xef693bed")];
const changed = note(VAT, "0x76088703");

test("default: DAI saved through a proxy and taken out again is no income as a whole", () => {
  const saved = [
    ...[transfer(DAI, ME, PROXY, 100n), transfer(DAI, PROXY, NOBODY, 100n), joined],
    note(POT, "0x049878f3"),
  ];
  expect(told({ logs: saved, to: PROXY })).toEqual([`deposit/deposit_to_protocol 100 erc20:${DAI} makerdao_dsr`]);
  const taken = [note(POT, "0x7f8661a1"), transfer(DAI, NOBODY, ME, 103n), left];
  expect(told({ logs: taken, to: PROXY })).toEqual([`withdrawal/withdraw_from_protocol 103 erc20:${DAI} makerdao_dsr`]);
});

test("behavior: DAI drawn from a vault is a debt, against a token or coin as collateral", () => {
  const drawn = [
    ...[transfer(TOKEN, ME, PROXY, 7n), transfer(TOKEN, PROXY, DOOR, 7n), note(DOOR, "0x3b4da69f"), changed],
    ...[transfer(DAI, NOBODY, ME, 50n), left],
  ];
  expect(told({ logs: drawn, to: PROXY }).sort()).toEqual([
    `deposit/deposit_to_protocol 7 erc20:${TOKEN} vault`,
    `receive/generate_debt 50 erc20:${DAI} vault`,
  ]);
  const paid = [
    ...[transfer(DAI, ME, PROXY, 50n), transfer(DAI, PROXY, NOBODY, 50n), joined, changed],
    ...[transfer(WETH, DOOR, PROXY, 7n), note(DOOR, "0xef693bed")],
    emit(WETH, "event Withdrawal(address indexed src, uint256 wad)", { src: PROXY, wad: 7n }),
  ];
  expect(told({ logs: paid, to: PROXY }).sort()).toEqual([
    `spend/payback_debt 50 erc20:${DAI} vault`,
    "withdrawal/withdraw_from_protocol 7 native vault",
  ]);
});

test("error: the same logs of other contracts say nothing of a debt", () => {
  const logs = [note(at(0xee04), "0x76088703"), transfer(DAI, at(0xee05), ME, 50n), left];
  expect(told({ logs, from: at(0xee06), to: PROXY })).toEqual([`receive/none 50 erc20:${DAI} -`]);
});
