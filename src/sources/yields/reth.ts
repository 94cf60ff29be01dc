import { type Address, getAbiItem, parseAbi } from "viem";
import { z } from "zod";
import { call, readOne, resultOf } from "../../chain/call.ts";
import type { Read } from "../../chain/chain.ts";
import { address, slug } from "../../config/fields.ts";
import { positionFields, quotedRate } from "./shared/position-fields.ts";
import { shareFlow } from "./shared/share-token.ts";
import { tokenAbi, transferFilters } from "./shared/token-abi.ts";
import { type SeenLeg, yieldKind } from "./source.ts";

const rate = getAbiItem({
  abi: parseAbi(["function getExchangeRate() view returns (uint256)"]),
  name: "getExchangeRate",
});
const RATE_SCALE = 10n ** 18n;

const schema = z
  .strictObject({
    kind: z.literal("reth").meta({ description: "Rocket Pool's rETH.", example: "reth" }),
    ...positionFields,
    contract: address.meta({ description: "The rETH token." }),
    quoted: quotedRate,
    token: slug.meta({ description: "Ether: a name under `tokens`.", example: "ether" }),
  })
  .meta({
    description:
      "rETH at what the protocol redeems it for. What the market pays above or below that is no income, and not told here.",
  });

/** Ether staked through Rocket Pool: shares at the redemption rate, which may fall. */
export const reth = yieldKind("reth", schema, (settings) => {
  const { contract, holder, token } = settings;
  const worth = (shares: bigint) => readWorth(contract, shares);
  return {
    protocol: "Rocket Pool",
    legs: [{ leg: "", token, kind: "held" }],
    read: () => readShares(settings),
    filters: transferFilters(contract, holder),
    decode: (logs) => logs.flatMap((log) => shareFlow({ holder, worth }, log)),
  };
});

function* readShares({ contract, holder, quoted }: z.output<typeof schema>): Read<SeenLeg[]> {
  const held = call(contract, getAbiItem({ abi: tokenAbi, name: "balanceOf" }), holder);
  const results = yield [held, call(contract, rate)];
  const [shares = 0n, price = 0n] = results.map((result) => resultOf<bigint>(result));
  return [{ leg: "", amount: (shares * price) / RATE_SCALE, shares, quoted }];
}

function* readWorth(token: Address, shares: bigint): Read<bigint> {
  return (shares * (yield* readOne<bigint>(call(token, rate)))) / RATE_SCALE;
}
