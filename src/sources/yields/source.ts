import type { Hex } from "viem";
import type { z } from "zod";
import type { LogFilter, RawLog, Read } from "../../chain/chain.ts";
import type { Kind, Settings } from "../../config/schema.ts";

/** What a position held at a block, in the smallest units of its token and of its shares. */
export type SeenPosition = { amount: bigint; shares: bigint | undefined };

/** Principal that went in or out, as one log says it. */
export type SeenFlow = {
  direction: "in" | "out";
  /** In the token's smallest unit; where the log names shares only, a read that values them at its own block. */
  amount: bigint | (() => Read<bigint>);
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
  /** Name of the token in the config that amounts are in. */
  token: string;
  fromBlock: bigint;
  read: () => Read<SeenPosition>;
  filters: readonly LogFilter[];
  /** The flows that logs of those filters tell of. Throws Refusal for a log it cannot read. */
  decode: (logs: readonly RawLog[]) => SeenFlow[];
};

/** A kind of position: what it needs to be told, and how it is bound to that. */
export type YieldKind = Kind & { bind: (name: string, settings: Settings) => YieldSource };

/** Declares a kind; `bind` gets the settings its own schema has parsed. */
export function yieldKind<Schema extends z.ZodObject>(
  kind: string,
  schema: Schema,
  bind: (name: string, settings: z.output<Schema>) => YieldSource,
): YieldKind {
  return { kind, schema, bind: (name, settings) => bind(name, settings as unknown as z.output<Schema>) };
}
