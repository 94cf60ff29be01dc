import { Refusal } from "../../../errors.ts";
import type { Surroundings } from "../source.ts";

/** A token by its name in the config; throws Refusal where there is none. */
export function requireToken({ tokens }: Surroundings, name: string): Surroundings["tokens"][string] {
  const token = Object.hasOwn(tokens, name) ? tokens[name] : undefined;
  if (token) return token;
  throw new Refusal(`There is no token "${name}" in the config.`);
}
