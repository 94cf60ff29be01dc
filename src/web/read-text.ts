import { Refusal } from "../errors.ts";

/** A text under that name in what a page's script sent; Refusal where there is none. */
export function readText(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name];
  if (typeof value === "string") return value;
  throw new Refusal("The page sent something else than was expected.", { hint: "Load it again." });
}
