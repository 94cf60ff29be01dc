import { type Address, type Hex, toEventSelector } from "viem";
import type { RawLog } from "../chain/chain.ts";
import { decodeLog } from "./decode-log.ts";
import type { SeenCall, Sighting, SightingStep, Watch } from "./executor.ts";
import { timelockEvents } from "./timelock-abi.ts";

/** First topics of what a TimelockController tells of an operation. */
export const operationTopics = timelockEvents.map((event) => toEventSelector(event));

/** Everything that is scheduled, executed or cancelled on a TimelockController. */
export function watchTimelock(at: Address): Watch {
  return {
    filter: { addresses: [at], topics: operationTopics },
    sightings: (logs) => operations(logs, at),
    callsIn: () => undefined,
    later: () => [],
  };
}

const steps: Readonly<Record<string, SightingStep>> = {
  CallScheduled: "scheduled",
  CallExecuted: "executed",
  Cancelled: "cancelled",
};

/** A batch tells of each of its calls by a log of its own; they are one sighting. */
export function operations(logs: readonly RawLog[], at: Address): Sighting[] {
  const found = new Map<string, Sighting & { calls: SeenCall[] | undefined }>();
  for (const log of logs) {
    const told = log.address === at ? decodeLog([timelockEvents], log) : undefined;
    const step = told && steps[told.eventName];
    if (told === undefined || step === undefined) continue;
    const { id } = told.args as { id: Hex };
    const key = `${log.transactionHash}:${id}:${step}`;
    const one = found.get(key) ?? sightingOf(log, id, step);
    found.set(key, one);
    if ("target" in told.args) {
      const { target, value, data } = told.args as { target: Address; value: bigint; data: Hex };
      one.calls?.push({ target, value, calldata: data });
    }
  }
  return [...found.values()];
}

function sightingOf(log: RawLog, id: Hex, step: SightingStep): Sighting & { calls: SeenCall[] | undefined } {
  const asked = { kinds: ["timelock-operation"], id };
  const calls = step === "cancelled" ? undefined : [];
  return { step, contract: log.address, id, asked, calls, by: undefined, description: undefined, log };
}
