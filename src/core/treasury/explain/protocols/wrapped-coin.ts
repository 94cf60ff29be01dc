import type { Rule } from "../facts.ts";
import { legOfCoin } from "../legs.ts";
import type { Line } from "../line.ts";
import { findNetwork } from "../networks.ts";

/** The chain's own coin wrapped or unwrapped by an account itself. */
export const wrappedCoin: Rule = {
  protocol: "weth",
  explain: ({ wraps, chain, isOurs }) => {
    const network = findNetwork(chain);
    if (network === undefined) return [];
    const { protocol, wrapped } = network;
    return wraps
      .filter(({ who }) => isOurs(who))
      .flatMap((wrap): Line[] => {
        const coin = legOfCoin(wrap, wrap.who);
        const token = { ...coin, asset: { address: wrapped }, claims: [] };
        const reason = `The ${wrap.way}ping (log ${wrap.log}) of the chain's own coin, one for one.`;
        return wrap.way === "wrap"
          ? [
              { ...coin, type: "deposit", subtype: "deposit_for_wrapped", protocol, reason },
              { ...token, type: "receive", subtype: "receive_wrapped", protocol, reason },
            ]
          : [
              { ...token, type: "spend", subtype: "return_wrapped", protocol, reason },
              { ...coin, type: "withdrawal", subtype: "redeem_wrapped", protocol, reason },
            ];
      });
  },
};
