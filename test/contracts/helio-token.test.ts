import { parseSignature } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHAIN_ID } from "../../sandbox/chain/anvil.ts";
import { MNEMONIC } from "../../sandbox/people.ts";
import { type Contract, type ContractChain, startContractChain } from "../support/contract-chain.ts";

const START = 1_800_000_000;

let chain: ContractChain;
let token: Contract;

beforeAll(async () => {
  chain = await startContractChain(START);
  token = await chain.deploy("HelioToken", chain.account(0), 1_000n);
});
afterAll(() => chain.stop());

test("default: votes are remembered by the second", async () => {
  const holder = chain.account(0);
  expect(await token.read("CLOCK_MODE")).toBe("mode=timestamp");
  await chain.at(START + 100);
  await token.send(holder, "delegate", holder);
  await chain.at(START + 200);
  await token.send(holder, "transfer", chain.account(1), 400n);
  await chain.at(START + 300);
  await chain.rpc("evm_mine");
  expect(await token.read("clock")).toBe(START + 300);
  const pastVotes = (second: number) => token.read("getPastVotes", holder, BigInt(START + second));
  expect(await Promise.all([99, 100, 199, 200, 299].map(pastVotes))).toEqual([0n, 1_000n, 1_000n, 600n, 600n]);
  expect(await token.read("getPastTotalSupply", BigInt(START + 299))).toBe(1_000n);
  await expect(token.send(holder, "getPastVotes", holder, BigInt(START + 9_999))).rejects.toThrow(
    "ERC5805FutureLookup",
  );
});

test("default: an allowance can be given by signature, once", async () => {
  const owner = mnemonicToAccount(MNEMONIC, { addressIndex: 0 });
  const spender = chain.account(2);
  const signature = await owner.signTypedData({
    domain: { name: "Helio", version: "1", chainId: CHAIN_ID, verifyingContract: token.address },
    types: {
      Permit: [
        { name: "owner", type: "address" },
        { name: "spender", type: "address" },
        { name: "value", type: "uint256" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    },
    primaryType: "Permit",
    message: { owner: owner.address, spender, value: 7n, nonce: 0n, deadline: BigInt(START + 9_999) },
  });
  const { r, s, yParity } = parseSignature(signature);
  const permit = [owner.address, spender, 7n, BigInt(START + 9_999), yParity + 27, r, s];
  expect(await token.send(spender, "permit", ...permit)).toEqual([`Approval(${owner.address},${spender},7)`]);
  expect(await token.read("nonces", owner.address)).toBe(1n);
  await expect(token.send(spender, "permit", ...permit)).rejects.toThrow("ERC2612InvalidSigner");
});

test("error: nobody but its owner makes test dollars", async () => {
  const dollar = await chain.deploy("TestDollar", chain.account(0));
  expect(await dollar.read("decimals")).toBe(6);
  const forged = dollar.send(chain.account(1), "mint", chain.account(1), 1n);
  await expect(forged).rejects.toThrow(`OwnableUnauthorizedAccount(${chain.account(1)})`);
});
