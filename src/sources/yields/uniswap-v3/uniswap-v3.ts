import type { Read } from "../../../chain/chain.ts";
import { type SeenLeg, yieldKind } from "../source.ts";
import { nftFilters, nftFlows } from "./uniswap-v3-flows.ts";
import { readNfts } from "./uniswap-v3-reading.ts";
import { isPooled, type NftSettings, nftSchema, PARTS, type Part } from "./uniswap-v3-schema.ts";

/** Ranges of a pool of Uniswap v3 or PancakeSwap v3: what their liquidity holds follows the price, what can be collected grows by fees. */
export const uniswapV3 = yieldKind("uniswap-v3", nftSchema, (settings) => ({
  protocol: settings.protocol,
  legs: PARTS.map((leg) => ({
    leg,
    token: settings.tokens[sideOf(leg)],
    kind: isPooled(leg) ? "pooled" : "claimable",
  })),
  read: () => readHeld(settings),
  filters: nftFilters(settings),
  decode: (logs) =>
    nftFlows(settings, logs, {
      part: (id, part) => valueNft(settings, id, part),
      liquidity: (id) => liquidityOf(settings, id),
    }),
}));

function* readHeld(settings: NftSettings): Read<SeenLeg[]> {
  const { tokens, parts, liquidity } = yield* readNfts(settings, settings.ids, "holder");
  return PARTS.map((leg) => ({
    ...{ leg, contract: tokens[sideOf(leg)], amount: parts[leg] },
    ...(isPooled(leg) ? { shares: liquidity } : {}),
  }));
}

function* valueNft(settings: NftSettings, id: bigint, part: Part): Read<bigint> {
  return (yield* readNfts(settings, [id], "anybody")).parts[part];
}

function* liquidityOf(settings: NftSettings, id: bigint): Read<bigint> {
  return (yield* readNfts(settings, [id], "anybody")).liquidity;
}

function sideOf(part: Part): 0 | 1 {
  return part === "token0" || part === "fees0" ? 0 : 1;
}
