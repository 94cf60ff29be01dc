import type { Clock } from "../clock.ts";
import { json } from "./json.ts";
import type { Routes } from "./server.ts";

/** `POST /clock {"offsetSeconds":n}` sets how far Steward's time is ahead of the wall clock; there is no such page where time may not be moved. */
export function clockRoutes(clock: Clock, moved: () => void): Routes {
  const { move } = clock;
  if (move === undefined) return {};
  const state = () => json(200, { offsetSeconds: clock.offsetSeconds(), now: clock.now() });
  return {
    "GET /clock": state,
    "POST /clock": (body) => {
      const offset = offsetOf(body);
      if (offset === undefined) return json(400, { error: 'Send {"offsetSeconds": <whole number>}.' });
      if (offset !== clock.offsetSeconds()) {
        move(offset);
        moved();
      }
      return state();
    },
  };
}

function offsetOf(body: string): number | undefined {
  try {
    const { offsetSeconds } = JSON.parse(body) as { offsetSeconds?: unknown };
    return Number.isSafeInteger(offsetSeconds) ? (offsetSeconds as number) : undefined;
  } catch {
    return undefined;
  }
}
