import { type AbiEvent, type DecodeEventLogReturnType, decodeEventLog, type Hex, toEventSelector } from "viem";
import type { Log } from "./receipt.ts";

/** A log and what it says. */
export type Read<abi extends readonly AbiEvent[]> = DecodeEventLogReturnType<abi> & { log: Log };

/** The logs that are one of these events, decoded; those of the same name but another shape are left out. */
export function eventsOf<const abi extends readonly AbiEvent[]>(abi: abi) {
  const known = new Map<Hex, AbiEvent[]>();
  for (const event of abi) {
    const topic = toEventSelector(event);
    known.set(topic, [...(known.get(topic) ?? []), event]);
  }
  return (logs: readonly Log[]): Read<abi>[] =>
    logs.flatMap((log) => {
      const [topic] = log.topics;
      if (topic === undefined) return [];
      for (const event of known.get(topic) ?? []) {
        const args = decodeAs(event, log);
        if (args !== undefined) return [{ eventName: event.name, args, log } as unknown as Read<abi>];
      }
      return [];
    });
}

function decodeAs(event: AbiEvent, { topics, data }: Log): unknown {
  // The same topic with other arguments indexed is another event.
  if (event.inputs.filter(({ indexed }) => indexed === true).length !== topics.length - 1) return undefined;
  try {
    return decodeEventLog({ abi: [event], topics: topics as [Hex, ...Hex[]], data, strict: true }).args;
  } catch {
    return undefined;
  }
}
