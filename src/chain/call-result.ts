import { decodeErrorResult, decodeFunctionResult, type Hex, isHex } from "viem";
import type { Call, CallFailure } from "./chain.ts";

const LONGEST_REASON = 120;

/** The value that the bytes hold, or why they hold none. */
export function decodeCall(call: Call, data: Hex): unknown {
  // An address without code answers every call with nothing.
  if (data === "0x" && call.abi.outputs.length > 0)
    return failure(call, "gave no answer: no such contract or function");
  try {
    return decodeFunctionResult({ abi: [call.abi], functionName: call.abi.name, data });
  } catch {
    return failure(call, "answered in another form than its signature says");
  }
}

/** A call that the contract refused, with its own reason where it gave one. */
export function revertedCall(call: Call, data: unknown): CallFailure {
  const reason = isHex(data) ? revertReason(data) : undefined;
  return failure(call, reason === undefined ? "reverted" : `reverted: ${reason}`);
}

function failure(call: Call, what: string): CallFailure {
  return { failed: `${call.abi.name} of ${call.address} ${what}` };
}

function revertReason(data: Hex): string | undefined {
  if (data === "0x") return undefined;
  try {
    const { args } = decodeErrorResult({ data, abi: STANDARD_ERRORS });
    return String(args?.[0]).slice(0, LONGEST_REASON);
  } catch {
    return data.slice(0, 10);
  }
}

const STANDARD_ERRORS = [
  { type: "error", name: "Error", inputs: [{ type: "string", name: "reason" }] },
  { type: "error", name: "Panic", inputs: [{ type: "uint256", name: "code" }] },
] as const;
