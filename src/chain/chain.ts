import type { AbiFunction, Address, Hex } from "viem";
import type { GasReceipt, InBlock } from "./gas-receipts.ts";
import type { SentCounts } from "./sent-counts.ts";

/** A block by its number and its hash: what every reading names. */
export type Block = { number: bigint; hash: Hex /** Unix seconds. */; timestamp: number };

/** One view call. */
export type Call = { address: Address; abi: AbiFunction; args: readonly unknown[] };

/** Why a call gave no value: the contract reverted, or there is no such contract or function. A provider's failure is never this. */
export type CallFailure = { failed: string };

/**
 * A read in as many rounds as it needs: yields the calls of a round, is resumed with their results, returns what it made of them.
 * Many reads advance together, so that a whole run costs one batch per round.
 */
export type Read<T> = Generator<readonly Call[], T, readonly unknown[]>;

/** What became of one of many reads: a value, or the reason in plain words. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; reason: string };

/** Which logs: of these contracts, with these first topics; `indexed` narrows the topics that follow, undefined where any will do. */
export type LogFilter = {
  addresses: readonly Address[];
  topics: readonly Hex[];
  indexed?: readonly (readonly Hex[] | undefined)[];
};

/** A log as the chain gave it, decoded no further. */
export type RawLog = {
  address: Address;
  topics: readonly Hex[];
  data: Hex;
  blockNumber: bigint;
  blockHash: Hex;
  /** Unix seconds. */
  timestamp: number;
  transactionHash: Hex;
  transactionIndex: number;
  logIndex: number;
};

/** Logs of consecutive blocks in chain order, and the block they end with. */
export type LogChunk = { end: Block; logs: readonly RawLog[] };

/** What a provider was asked since the start: calls, the HTTP requests that carried them, and how many of those failed. */
export type ProviderRequests = { provider: string; calls: number; httpRequests: number; failed: number };

/** A call as bytes; without an address its bytes are a contract's that runs once and is gone. */
export type RawCall = { to?: Address; data: Hex };

/** A transaction by who sent it, to whom, and with which bytes; without an address it made a contract. */
export type SentTransaction = { hash: Hex; from: Address; to: Address | undefined; input: Hex };

/** What became of a transaction in a block. */
export type TransactionReceipt = { block: bigint; reverted: boolean };

/** What the providers that answered said, in their order of preference, and how many there are in all. */
export type EachAnswer = { providers: number; answers: readonly (Hex | undefined)[] };

/** Calls made one after the other in an account's name. */
export type Conduct = { account: Address; calls: readonly { to: Address; value: bigint; data: Hex }[] };

/** What became of one call of a simulation: `revert` are the bytes it was refused with, undefined where it was not. */
export type SimulatedCall = {
  revert: Hex | undefined;
  answer: Hex;
  logs: readonly { address: Address; topics: readonly Hex[]; data: Hex }[];
};

/** A word of storage that a simulation changed. */
export type StorageChange = { address: Address; slot: Hex; before: Hex; after: Hex };

/** What would become of calls if they were made right after a block. */
export type Simulation<T> = {
  block: Block;
  /** `block`: in their order in one block; `calls`: each by itself, without a word of what it changes. */
  way: "block" | "calls";
  /** Why the node would not even begin to make them. */
  refused: string | undefined;
  calls: readonly SimulatedCall[];
  /** What all of them take, and what a block holds; undefined where the node does not say. */
  gas: { used: bigint; limit: bigint } | undefined;
  /** What the reads found after the calls; nothing where nothing can be seen of what they change. */
  reads: readonly Outcome<T>[];
  /** Every word of storage that changed; undefined where no node traces. */
  storage: readonly StorageChange[] | undefined;
};

/** One chain, as the house sees it. Every method throws Transient when no provider gives a usable answer. */
export type Chain = {
  id: number;
  name: string;
  /** The newest block that counts as final by the chain's rule. */
  finalized: () => Promise<Block>;
  block: (number: bigint) => Promise<Block>;
  /** The newest final block that is not younger than the unix second given. */
  blockAt: (timestamp: number) => Promise<Block>;
  /** Runs one read at a block; throws Refusal when a call in it failed. */
  read: <T>(block: Block, read: Read<T>) => Promise<T>;
  /** Runs many reads at one block in as few requests as they have rounds; one that fails does not spoil the others. */
  readAll: <T>(block: Block, reads: readonly Read<T>[]) => Promise<Outcome<T>[]>;
  /** The same, for what is noted for good: believed when two providers say it alike, as logs are. */
  readShared: <T>(block: Block, reads: readonly Read<T>[]) => Promise<Outcome<T>[]>;
  /**
   * Logs of finalized blocks from..to, both included, in chunks that follow one another without a gap: whatever fits one of the
   * filters, each log once. Every chunk ends with an ancestor of just that last block. Chunks are read ahead of whoever takes
   * them; whoever stops taking ends that.
   */
  logStream: (filters: readonly LogFilter[], from: bigint, to: Block) => AsyncIterable<LogChunk>;
  /** The same of one filter as one list. Logs of finalized blocks from..to, both included, in chain order; where the end is a block, of its ancestors and no others. */
  logs: (filter: LogFilter, from: bigint, to: bigint | Block) => Promise<RawLog[]>;
  /**
   * The hash of what stands at a block's height in the history of a later one, where that is another block than this;
   * undefined while it is the same. A provider that lags or follows another history cannot say so.
   */
  replaced: (block: Pick<Block, "number" | "hash">, under: Block) => Promise<Hex | undefined>;
  /** Asks every provider by itself for one call at a block: for what no provider is believed about alone. Answers without a value reverted. */
  callEach: (block: Block, call: RawCall) => Promise<EachAnswer>;
  /** The code at an address, `0x` where there is none. */
  code: (address: Address, block: Block) => Promise<Hex>;
  /** A transaction by its hash; undefined where the provider keeps none. */
  transaction: (hash: Hex) => Promise<SentTransaction | undefined>;
  /** What became of a transaction; undefined while it is in no block. */
  receipt: (hash: Hex) => Promise<TransactionReceipt | undefined>;
  /** The same with all that the provider says of it, read no further; undefined while it is in no block. */
  wholeReceipt: (hash: Hex) => Promise<unknown>;
  /** What transactions of final blocks used and paid, in one request; undefined for those that are not told, or not alike by two providers. */
  gasReceipts: (sent: readonly InBlock[]) => Promise<readonly (GasReceipt | undefined)[]>;
  /** How many transactions each account had sent by each of these final blocks, oldest first, in one request; undefined for contracts. */
  sentCounts: (
    accounts: readonly Address[],
    blocks: readonly Pick<Block, "number" | "hash">[],
  ) => Promise<SentCounts[]>;
  /** The transactions of a final block in which a contract logged anything; where it logged nothing, those sent to it. */
  touching: (block: Block, address: Address) => Promise<readonly SentTransaction[]>;
  /** A word of a contract's storage. */
  slot: (address: Address, slot: Hex, block: Block) => Promise<Hex>;
  /** Makes calls on top of a block, without a trace on the chain, and reads what they leave behind. */
  simulate: <T>(block: Block, conduct: Conduct, reads: readonly Read<T>[]) => Promise<Simulation<T>>;
  /** What a unit of gas costs now, in the coin's smallest unit, as one provider says it: for estimates and nothing else. */
  gasPrice: () => Promise<bigint>;
  /** How much each provider was asked since the start, in their order of preference. */
  requests: () => readonly ProviderRequests[];
};

/** The chains of the config, by id. */
export type Chains = {
  /** Throws Refusal for a chain that the config does not name. */
  get: (id: number) => Chain;
  list: () => readonly Chain[];
};
