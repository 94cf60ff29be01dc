import type { Address, Hex } from "viem";
import type { Action } from "../proposal.ts";
import type { SeenLog } from "./events.ts";

/** A parameter of the config before and after the calls: raw, undefined where it could not be read, and in words. */
export type SeenParameter = {
  id: string;
  title: string;
  before: string | undefined;
  after: string | undefined;
  words: (raw: string) => string;
};

/** What a coin is called; undefined where nobody here knows it. */
export type NameCoin = (token: Address | undefined) => { symbol: string; decimals: number } | undefined;

/** All that a simulation told, with what is needed to say what it means. */
export type SimulatedFacts = {
  actions: readonly Action[];
  account: Address;
  /** The address that a transfer's token has. */
  tokenOf: (name: string | undefined) => Address | undefined;
  nameCoin: NameCoin;
  way: "block" | "calls";
  refused: string | undefined;
  /** One for each action. */
  calls: readonly { revert: Hex | undefined; logs: readonly SeenLog[] }[];
  gas: { used: bigint; limit: bigint } | undefined;
  parameters: readonly SeenParameter[];
  storage: readonly { address: Address; slot: Hex }[] | undefined;
};
