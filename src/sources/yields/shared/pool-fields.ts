import { z } from "zod";
import { slug } from "../../../config/fields.ts";

/** A pool's two tokens, in its own order. */
export const poolTokens = z
  .array(slug)
  .length(2, "must name both of the pool's tokens")
  .transform(([zero = "", one = ""]): [string, string] => [zero, one])
  .meta({
    description: "The pool's two tokens, in its own order of `token0` and `token1`: names under `tokens`.",
    example: ["dollar", "helio"],
  });
