import { type Address, parseAbi } from "viem";
import { call, isCallFailure } from "./call.ts";
import type { Read } from "./chain.ts";

const [decimals] = parseAbi(["function decimals() view returns (uint8)"]);

/** How many decimals tokens say they have; those that do not say, or say what cannot be, are left out. */
export function* readTokenDecimals(tokens: readonly Address[]): Read<ReadonlyMap<Address, number>> {
  if (tokens.length === 0) return new Map();
  const answers = yield tokens.map((token) => call(token, decimals));
  return new Map(
    tokens.flatMap((token, index) => {
      const answer = answers[index];
      return isCallFailure(answer) || Number(answer) > 77 ? [] : [[token, Number(answer)] as const];
    }),
  );
}
