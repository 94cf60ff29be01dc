import type { Address } from "viem";

/** A network's own coin and the contract that wraps it. */
export type Network = {
  coin: string;
  wrapped: Address;
  /** What the data call wrapping it. */
  protocol: string;
  /** Whether a transaction also pays for its data on the chain below, apart from gas. */
  hasDataFee: boolean;
};

const WETH_OF_OP_STACK = "0x4200000000000000000000000000000000000006";

const NETWORKS: Readonly<Record<number, Network>> = {
  1: network("ETH", "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2", "weth"),
  10: network("ETH", WETH_OF_OP_STACK, "weth", true),
  56: network("BNB", "0xbb4CdB9CBd36B01bD1cBaEBF2De08d9173bc095c", "wbnb"),
  100: network("XDAI", "0xe91D153E0b41518A2Ce8Dd3D7944Fa863463a97d", "wxdai"),
  137: network("POL", "0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270", "wmatic"),
  8453: network("ETH", WETH_OF_OP_STACK, "weth", true),
  42161: network("ETH", "0x82aF49447D8a07e3bd95BD0d56f35241523fBab1", "weth"),
  43114: network("AVAX", "0xB31f66AA3C1e785363F0875A1B74E27b85FD66c7", "wavax"),
  534352: network("ETH", "0x5300000000000000000000000000000000000004", "weth", true),
};

/** What is known of a network; undefined for one that is not known. */
export function findNetwork(chain: number): Network | undefined {
  return NETWORKS[chain];
}

function network(coin: string, wrapped: Address, protocol: string, hasDataFee = false): Network {
  return { coin, wrapped, protocol, hasDataFee };
}
