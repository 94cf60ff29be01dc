import { type Address, type Hex, keccak256 } from "viem";

/** One claim of a Rocket Pool interval; `voterEth` only in trees whose leaves have it (file version 4). Wei. */
export type RocketPoolClaim = { account: Address; network: bigint; rpl: bigint; eth: bigint; voterEth?: bigint };

/** Uniswap's MerkleDistributor: packed(uint256 index, address account, uint256 amount). */
export function uniswapLeaf(index: bigint, account: Address, amount: bigint): Hex {
  return keccak256(`0x${word(index)}${digits(account)}${word(amount)}`);
}

/** OpenZeppelin's standard tree of (address, uint256): hashed twice, so that no inner node can pass as a leaf. */
export function standardLeaf(account: Address, amount: bigint): Hex {
  return keccak256(keccak256(`0x${digits(account).padStart(64, "0")}${word(amount)}`));
}

/** Rocket Pool: packed(address, uint256 network, uint256 rpl, uint256 eth), with the voter share after it where there is one. */
export function rocketPoolLeaf({ account, network, rpl, eth, voterEth }: RocketPoolClaim): Hex {
  const voter = voterEth === undefined ? "" : word(voterEth);
  return keccak256(`0x${digits(account)}${word(network)}${word(rpl)}${word(eth)}${voter}`);
}

/** EigenLayer's upper tree: packed(uint8 0, address earner, bytes32 the root of the earner's tokens). */
export function earnerLeaf(earner: Address, tokenRoot: Hex): Hex {
  return keccak256(`0x00${digits(earner)}${digits(tokenRoot)}`);
}

/** EigenLayer's lower tree: packed(uint8 1, address token, uint256 cumulative earnings). */
export function tokenLeaf(token: Address, cumulative: bigint): Hex {
  return keccak256(`0x01${digits(token)}${word(cumulative)}`);
}

function word(value: bigint): string {
  return value.toString(16).padStart(64, "0");
}

function digits(hex: Hex): string {
  return hex.slice(2);
}
