import type { Address, Hex } from "viem";

/** What weights of a source are called and how finely they are counted. */
type Unit = { symbol: string; decimals: number };

/** Delegated votes of a token, kept as checkpoints of the past (ERC20Votes, ERC721Votes; ERC-6372 clocks). */
export type VotesSource = Unit & { kind: "votes"; chain: number; token: Address };

/** What a wallet holds of a plain token; `id` names the one token of an ERC-1155. */
export type BalanceSource = Unit & {
  kind: "balance";
  chain: number;
  token: Address;
  standard: "erc20" | "erc721" | "erc1155";
  id?: bigint | undefined;
};

/** What a contract answers about a wallet: bonded stake, voting power, anything that is one number. */
export type CallSource = Unit & {
  kind: "call";
  chain: number;
  target: Address;
  /** Solidity signature with the wallet as its one argument: `function bondedAmount(address owner) view returns (uint256)`. */
  weight: string;
  /** Solidity signature without arguments of all weight there is; left out where nothing tells it. */
  total?: string | undefined;
};

/** The sources whose weights a chain tells, wallet by wallet. */
export type WalletSource = VotesSource | BalanceSource | CallSource;

/** The block a source's weights were taken at; `timepoint` is the token's own clock there, or the block's number. */
export type Snapshot = { chain: number; block: bigint; hash: Hex; timepoint: bigint };
