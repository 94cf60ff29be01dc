import { channel } from "node:diagnostics_channel";

/** One interaction that was answered: by what command, how it came out, and how long after its arrival Discord had the first sign of an answer. */
export type InteractionSeen = {
  command: string;
  outcome: "ok" | "refused" | "transient" | "failed" | "repeated";
  ackMs: number | undefined;
};

const interactions = channel("steward.interaction");

/** Tells whoever listens of an answered interaction; costs nothing when nobody does. */
export function tellInteraction(seen: InteractionSeen): void {
  interactions.publish(seen);
}

/** Listens to answered interactions until the function it returns is called. */
export function onInteraction(listener: (seen: InteractionSeen) => void): () => void {
  const forward = (message: unknown) => listener(message as InteractionSeen);
  interactions.subscribe(forward);
  return () => interactions.unsubscribe(forward);
}
