import type { Client } from "discord.js";
import { Events } from "discord.js";

/** Discord beats every 41 seconds; a session that has not been heard for this long may be dead without knowing it. */
const SILENCE_MS = 60_000;

/** Whether the gateway session is up, and since when without a break. */
export type Connection = {
  connected: () => boolean;
  /** In the unit of the clock given. */
  connectedSince: () => number | undefined;
};

/** Follows a client's session; a resumed session counts as unbroken from its resume. Silence counts as a break. */
export function followConnection(client: Client, now: () => number, silenceMs = SILENCE_MS): Connection {
  let since: number | undefined;
  let heardAtMs = 0;
  const up = () => {
    since = now();
    heardAtMs = performance.now();
  };
  const down = () => {
    since = undefined;
  };
  const alive = () => {
    if (since === undefined) return undefined;
    if (performance.now() - heardAtMs > silenceMs) down();
    return since;
  };
  client.on(Events.ShardReady, up);
  client.on(Events.ShardResume, up);
  client.on(Events.ShardReconnecting, down);
  client.on(Events.ShardDisconnect, down);
  // The library tells of an answered heartbeat only here.
  client.on(Events.Debug, (message) => {
    if (message.includes("Heartbeat acknowledged")) heard();
  });
  return { connected: () => alive() !== undefined, connectedSince: alive };

  function heard() {
    // A session that was silent for too long is trusted again only from here on.
    if (since !== undefined && alive() === undefined) up();
    heardAtMs = performance.now();
  }
}
