import type { Answer } from "./server.ts";

/** A JSON answer. */
export function json(status: number, value: unknown): Answer {
  return { status, type: "application/json", body: `${JSON.stringify(value)}\n` };
}
