import { type AbiEvent, type Hex, toEventSignature } from "viem";

const names = new Map<Hex, string>();

/** Keeps an event's signature by its topic, for whoever has to speak of it. */
export function keepEventName(topic: Hex, event: AbiEvent): void {
  names.set(topic, toEventSignature(event));
}

/** What an event is called that some source reads, as `Name(type,type)`; else its topic. */
export function nameOfEvent(topic: Hex): string {
  return names.get(topic) ?? `with the topic ${topic}`;
}
