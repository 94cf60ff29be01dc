import type { Address } from "viem";
import type { RawLog } from "../../../chain/chain.ts";
import { decodeLog } from "../../event-text.ts";
import { placeOf, type SeenFlow } from "../source.ts";
import { transfer } from "./token-abi.ts";

/** The flow that a token's transfer from or to an account tells of; the token is its own share. */
export function transferFlow(log: RawLog, account: Address): SeenFlow[] {
  const { from, to, value } = decodeLog(transfer, log) as { from: Address; to: Address; value: bigint };
  // A transfer to oneself moves nothing, and nothing is not a flow.
  if (from === to || value === 0n) return [];
  const [direction, counterparty] = to === account ? (["in", from] as const) : (["out", to] as const);
  return [{ ...placeOf(log), leg: "", direction, amount: value, shares: value, counterparty }];
}
