import { type Abi, type DecodeEventLogReturnType, decodeEventLog } from "viem";
import type { RawLog } from "../chain/chain.ts";

/** A log by the first of several readings of its events that fits: what is indexed differs between versions. Undefined where none does. */
export function decodeLog<const Known extends Abi>(
  readings: readonly Known[],
  { topics, data }: RawLog,
): DecodeEventLogReturnType<Known> | undefined {
  for (const abi of readings) {
    try {
      return decodeEventLog({ abi, data, topics: topics as [] }) as DecodeEventLogReturnType<Known>;
    } catch {
      // Whoever wrote another contract behind this address is not bound to any reading of ours.
    }
  }
  return undefined;
}
