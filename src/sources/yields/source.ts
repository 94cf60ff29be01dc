import type { Address, Hex } from "viem";
import type { z } from "zod";
import type { Block, LogFilter, RawLog, Read } from "../../chain/chain.ts";
import type { Kind, Settings } from "../../config/schema.ts";
import type { LegKind } from "../../core/treasury/legs.ts";
import type { PositionSettings } from "./shared/position-fields.ts";

/**
 * A part of a position, in one token: by a word of its own, which is empty where it is the only one; `token` is a name in the config. What can be
 * claimed says which leg of the same token it is earned on, where there is one: its rate is a rate on that.
 */
export type YieldLeg = { leg: string; token: string; kind: LegKind; earnedOn?: string | undefined };

/** An amount that unlocks by a Unix second. */
export type Unlock = { at: number; amount: bigint };

/** What a leg held at a block, in the smallest units of its token and of its shares; negative for a debt. */
export type SeenLeg = {
  leg: string;
  amount: bigint;
  shares?: bigint;
  /** For a side of a pool: what a unit of the pool has grown to since its first day, at a scale of 1e27. */
  growth?: bigint;
  /** The rate its protocol promises now: simple, a year of 365 days, at a scale of 1e27; where the protocol tells one. */
  quoted?: bigint | undefined;
  /** Of a debt: how many times the collateral covers it before it is liquidated, at a scale of 1e18; left out where nothing is owed. */
  health?: bigint | undefined;
  /** What of the amount unlocks when, or has unlocked and was not taken; where the contract tells. */
  unlocks?: readonly Unlock[];
  /** The token's contract, where the position itself says it: one that is not the config's leaves the position unread. */
  contract?: Address;
};

/** What went into a leg or out of it otherwise than by earning or owing, as one log says it. */
export type SeenFlow = {
  leg: string;
  direction: "in" | "out";
  /** In the token's smallest unit; where the log names shares only, a read that values them at its own block. */
  amount: bigint | (() => Read<bigint>);
  /** Who paid it or was paid, where the log says so. */
  counterparty?: Address;
  /** The shares that moved, never negative, where the log or its block tells them: in a pool the same for all legs of the log. */
  shares?: bigint | (() => Read<bigint>);
  /** Its place among what the same log says of the leg; 0 where it says one thing. */
  part?: number;
  transaction: Hex;
  logIndex: number;
  block: bigint;
  /** Unix seconds of that block. */
  at: number;
};

/** One treasury position of the config. It reports readings and flows, never rates. */
export type YieldSource = {
  name: string;
  kind: string;
  chain: number;
  /** What members see: the position, and the protocol it lies in. */
  label: string;
  protocol: string;
  legs: readonly YieldLeg[];
  fromBlock: bigint;
  /** What each of the legs held at the block it is read at; one that the position does not have now is left out or 0. */
  read: (block: Block) => Read<readonly SeenLeg[]>;
  filters: readonly LogFilter[];
  /** The flows that logs of those filters tell of. Throws Refusal for a log it cannot read. */
  decode: (logs: readonly RawLog[]) => SeenFlow[];
};

/** A kind of position: what it needs to be told, and how it is bound to that. */
export type YieldKind = Kind & { bind: (name: string, settings: Settings) => YieldSource };

/** What every kind's settings say of a position, so that no kind has to. */
type Named = Pick<YieldSource, "name" | "kind" | "chain" | "label" | "fromBlock">;

/** Declares a kind; `bind` gets the settings its own schema has parsed. */
export function yieldKind<Schema extends z.ZodObject>(
  kind: string,
  schema: Schema,
  bind: (settings: z.output<Schema>) => Omit<YieldSource, keyof Named>,
): YieldKind {
  return {
    kind,
    schema,
    bind: (name, settings) => {
      const { chain, label, fromBlock } = settings as unknown as PositionSettings;
      const named: Named = { name, kind, chain, label, fromBlock: BigInt(fromBlock) };
      return { ...named, ...bind(settings as unknown as z.output<Schema>) };
    },
  };
}

/** Where a log lies, as the flows it tells of name it. */
export function placeOf(log: RawLog): Pick<SeenFlow, "transaction" | "logIndex" | "block" | "at"> {
  return { transaction: log.transactionHash, logIndex: log.logIndex, block: log.blockNumber, at: log.timestamp };
}
