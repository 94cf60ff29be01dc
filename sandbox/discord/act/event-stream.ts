import type { IncomingMessage, ServerResponse } from "node:http";
import type { WorldEvent } from "../events.ts";
import type { Account, State } from "../state.ts";
import { asSeen, channelAsSeen, sees } from "./view.ts";

/** Sends a person everything that happens where this person can see it, as server-sent events. */
export function streamEvents(state: State, person: Account, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(":\n\n");
  const unsubscribe = state.events.subscribe((event) => {
    const told = toldTo(state, person, event);
    if (told) response.write(`event: ${told.name}\ndata: ${JSON.stringify(told.data)}\n\n`);
  });
  request.on("close", unsubscribe);
}

function toldTo(state: State, person: Account, event: WorldEvent): { name: string; data: object } | undefined {
  if (event.kind === "clock") return { name: "clock", data: { offsetSeconds: event.offsetSeconds } };
  if (event.kind === "commands") return { name: "commands", data: {} };
  if (event.kind === "role") return { name: "role", data: event.role };
  if (event.kind === "member") return { name: "member", data: { id: event.userId } };
  if (event.kind === "interaction" || !sees(state, person, event.channel)) return undefined;
  switch (event.kind) {
    case "message":
    case "edit": {
      const { viewer } = event.stored;
      const mine = viewer === null || viewer === person.id;
      return mine ? { name: event.kind, data: asSeen(state, event.stored) } : undefined;
    }
    case "delete": {
      const mine = event.viewer === null || event.viewer === person.id;
      return mine ? { name: "delete", data: { id: event.messageId, channel_id: event.channel.id } } : undefined;
    }
    case "pins":
      return { name: "pins", data: { channel_id: event.channel.id, pins: event.channel.pins } };
    default:
      return { name: event.kind, data: channelAsSeen(state, event.channel) };
  }
}
