import { type AbiFunction, type Address, getAddress } from "viem";
import { Refusal } from "../errors.ts";
import type { Call, CallFailure, Read } from "./chain.ts";

/** Tells a call that gave no value from one that did. */
export function isCallFailure(result: unknown): result is CallFailure {
  return typeof result === "object" && result !== null && typeof (result as { failed?: unknown }).failed === "string";
}

/** The value of a call; throws Refusal with the call's reason where it gave none, which ends the read it stands in. */
export function resultOf<T>(result: unknown): T {
  if (isCallFailure(result)) throw new Refusal(result.failed);
  return result as T;
}

/** A call of a function of a contract. */
export function call(address: Address, abi: AbiFunction, ...args: readonly unknown[]): Call {
  return { address: getAddress(address), abi, args };
}

/** Reads one value in one round; the read fails where the call does. */
export function* readOne<T>(one: Call): Read<T> {
  const [result] = yield [one];
  return resultOf<T>(result);
}
