import type { AbiEvent, Address } from "viem";
import type { RawLog, Read } from "../../../chain/chain.ts";
import { decodeLog } from "../../event-text.ts";
import { placeOf, type SeenFlow } from "../source.ts";
import { transfer } from "./token-abi.ts";

/** How a token's shares are told to move, and what they are worth at a block. */
export type ShareToken = { holder: Address; event?: AbiEvent; worth: (shares: bigint) => Read<bigint> };

/** The flow that a movement of shares tells of: they came or went at what they were worth when their block ended. */
export function shareFlow(token: ShareToken, log: RawLog): SeenFlow[] {
  const { holder, event = transfer, worth } = token;
  const { from, to, value } = decodeLog(event, log) as { from: Address; to: Address; value: bigint };
  if (from === to || value === 0n) return [];
  const direction = to === holder ? "in" : "out";
  return [{ ...placeOf(log), leg: "", direction, amount: () => worth(value), shares: value }];
}
