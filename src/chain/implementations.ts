import { type Address, getAddress, type Hex, parseAbiItem } from "viem";
import { call, isCallFailure } from "./call.ts";
import type { Block, Chain, Read } from "./chain.ts";

/** Where proxies keep the address of the code they run, or of whoever knows it, by the custom each follows. */
const SLOTS = {
  /** EIP-1967. */
  implementation: "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc",
  /** EIP-1967's beacon, which is asked for the implementation. */
  beacon: "0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50",
  /** OpenZeppelin's before that. */
  older: "0x7050c9e0f4ca769c69bd3a8ef740bc37934f8e2c036e5a723fd8ee048ed3f8c3",
  /** EIP-1822. */
  proxiable: "0xc5f16f0fcc639fa48a6947836d9850f504798523bf8c9a3a87d5876cf622bcf7",
} as const satisfies Record<string, Hex>;

/** EIP-1167: a contract that is nothing but an address to run. */
const CLONE = /^0x363d3d373d3d3d363d73([0-9a-f]{40})5af43d/i;

const implementation = parseAbiItem("function implementation() view returns (address)");
const controller = parseAbiItem("function controller() view returns (address)");
const targetId = parseAbiItem("function targetContractId() view returns (bytes32)");
const contractOf = parseAbiItem("function getContract(bytes32 id) view returns (address)");

/** The contracts whose code runs in place of a contract's own, as far as it keeps to a custom that is known; none where it is no such proxy. */
export async function implementationsOf(
  chain: Chain,
  at: { address: Address; code: Hex },
  block: Block,
): Promise<Address[]> {
  const clone = CLONE.exec(at.code)?.[1];
  if (clone !== undefined) return [getAddress(`0x${clone}`)];
  const words = await Promise.all(
    [SLOTS.implementation, SLOTS.older, SLOTS.proxiable, SLOTS.beacon].map((slot) =>
      chain.slot(at.address, slot, block),
    ),
  );
  const [own, older, proxiable, beacon] = words.map(addressIn);
  const reads = [...(beacon === undefined ? [] : [askBeacon(beacon)]), askController(at.address)];
  const told = await chain.readAll(block, reads);
  const found = [own, older, proxiable, ...told.map((outcome) => (outcome.ok ? outcome.value : undefined))];
  return [...new Set(found.filter((one) => one !== undefined))];
}

function addressIn(word: Hex): Address | undefined {
  return /^0x0*$/.test(word) ? undefined : getAddress(`0x${word.slice(-40)}`);
}

function* askBeacon(beacon: Address): Read<Address | undefined> {
  const [answer] = yield [call(beacon, implementation)];
  return isCallFailure(answer) ? undefined : (answer as Address);
}

/** Livepeer's way: the proxy knows a controller and under which name that keeps its code. */
function* askController(proxy: Address): Read<Address | undefined> {
  const [keeper, id] = yield [call(proxy, controller), call(proxy, targetId)];
  if (isCallFailure(keeper) || isCallFailure(id)) return undefined;
  const [answer] = yield [call(keeper as Address, contractOf, id)];
  return isCallFailure(answer) || /^0x0*$/.test(String(answer)) ? undefined : (answer as Address);
}
