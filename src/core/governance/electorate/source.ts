import type { Address, Hex } from "viem";
import type { NodeRule } from "./weigh-nodes.ts";

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

/** Nodes that a rewards source knows, weighed for whoever owns them. */
export type NodesSource = Unit & {
  kind: "nodes";
  chain: number;
  /** Name of the rewards source in the config. */
  rewards: string;
  rule: NodeRule;
  /** Where a node's stake is read: a view function with the node's name as its one argument. */
  stake?: { target: Address; read: string } | undefined;
};

/** One member, one vote: whoever carries one of the roles, when voting or, listed, at the snapshot. */
export type RoleSource = { kind: "role"; roles: readonly string[]; listed?: boolean | undefined };

/** Several electorates added up, each weight multiplied first. */
export type SumSource = Unit & { kind: "sum"; of: readonly { times: bigint; electorate: FrozenElectorate }[] };

/** Several electorates that each vote for themselves. */
export type HousesSource = { kind: "houses"; houses: Readonly<Record<string, FrozenElectorate>> };

/** Where weights come from. */
export type Source = WalletSource | NodesSource | RoleSource | SumSource | HousesSource;

/** The block a source's weights were taken at; `timepoint` is the token's own clock there, or the block's number. */
export type Snapshot = { chain: number; block: bigint; hash: Hex; timepoint: bigint };

/** Who may vote and where their weights come from, fixed before the vote opens. */
export type FrozenElectorate = {
  /** Name in the config. */
  name: string;
  source: Source;
  /** A final block, chosen by Steward; none for a role, and for what is made of parts each part has its own. */
  snapshot: Snapshot | undefined;
  /** The whole weight at the snapshot, in smallest units, without what is excluded; undefined where it cannot be known. */
  total: bigint | undefined;
  /** Wallets whose weight neither votes nor counts as weight that could. */
  excluded?: readonly Address[] | undefined;
};
