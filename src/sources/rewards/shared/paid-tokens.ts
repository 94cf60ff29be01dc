import { type Address, isAddressEqual } from "viem";
import { z } from "zod";
import { slug } from "../../../config/fields.ts";
import type { Surroundings } from "../source.ts";

/** The tokens of a source that pays in whatever contracts its roots name. */
export const paidTokens = z
  .array(slug)
  .min(1)
  .refine((names) => new Set(names).size === names.length, "names a token twice")
  .meta({
    description:
      "What it pays in, most of it first: names under `tokens`. Of any other token it is said by name that it is not booked.",
    example: ["helio"],
  });

/** A token by its name in the config and its contract. */
export type PaidToken = { token: string; contract: Address };

/** The tokens with their contracts. */
export function contractsOf(names: readonly string[], { tokens }: Surroundings): PaidToken[] {
  return names.flatMap((token) => {
    const contract = tokens[token]?.address;
    return contract === undefined ? [] : [{ token, contract }];
  });
}

/** The token that a contract is; undefined where the source does not name it. */
export function tokenAt(tokens: readonly PaidToken[], contract: Address): string | undefined {
  return tokens.find((one) => isAddressEqual(one.contract, contract))?.token;
}

/** That something is in a token which the source does not name. */
export function sayUnknown(what: string, contract: Address): string {
  return `${what} the token ${contract}, which the source does not name under \`tokens\`; it is not booked.`;
}
