import { isAddressEqual } from "viem";
import type { App } from "../../app.ts";
import type { Outcome } from "../../chain/chain.ts";
import type { SeenLeg, YieldSource } from "../../sources/yields/source.ts";

/** What was seen of a position, unless it says itself that a leg is of another token than the config names for it: then its amounts would get the wrong decimals and price. */
export function refuseOtherTokens(
  { config }: Pick<App, "config">,
  { legs }: YieldSource,
  seen: Outcome<readonly SeenLeg[]>,
): Outcome<readonly SeenLeg[]> {
  if (!seen.ok) return seen;
  for (const { leg, contract } of seen.value) {
    const name = legs.find((one) => one.leg === leg)?.token ?? "";
    const token = config.tokens[name];
    if (contract === undefined || token === undefined || isAddressEqual(contract, token.address)) continue;
    return {
      ok: false,
      reason: `${leg === "" ? "It" : `Its ${leg}`} is of the token ${contract}, not of "${name}", which is ${token.address}.`,
    };
  }
  return seen;
}
