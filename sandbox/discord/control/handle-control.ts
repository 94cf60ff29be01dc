import type { Json } from "../json.ts";
import { type ControlAnswer, type ControlParts, LEVERS } from "./levers.ts";

/** Pulls one of the levers that no real Discord has. */
export async function handleControl(
  parts: ControlParts,
  method: string,
  path: string,
  query: URLSearchParams,
  body: Json,
): Promise<ControlAnswer> {
  const [, name, id] = path.split("/").filter(Boolean);
  const lever = LEVERS[`${method} ${name}`];
  if (!lever) return { status: 404, body: { error: `there is no lever ${method} ${path}` } };
  return lever({ parts, id, query, body });
}
