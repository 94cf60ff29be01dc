import type { APIRole } from "discord-api-types/v10";
import type { StoredMessage } from "./model/messages.ts";
import type { Channel } from "./state.ts";

/** Everything that happens in the world and that somebody may be told about. */
export type WorldEvent =
  | { kind: "message" | "edit"; channel: Channel; stored: StoredMessage }
  | { kind: "delete"; channel: Channel; messageId: string; viewer: string | null }
  | { kind: "thread" | "thread-edit" | "channel" | "channel-edit"; channel: Channel }
  | { kind: "pins"; channel: Channel }
  | { kind: "member"; userId: string }
  | { kind: "role"; role: APIRole }
  | { kind: "commands" }
  | { kind: "clock"; offsetSeconds: number }
  | { kind: "interaction"; payload: object };

export type Events = {
  publish(event: WorldEvent): void;
  subscribe(listener: (event: WorldEvent) => void): () => void;
};

/** A list of listeners, told in order and at once. */
export function createEvents(): Events {
  const listeners = new Set<(event: WorldEvent) => void>();
  return {
    publish: (event) => {
      for (const listener of [...listeners]) listener(event);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
