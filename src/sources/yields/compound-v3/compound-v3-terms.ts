import { type Address, getAbiItem, parseAbi } from "viem";
import { call, isCallFailure } from "../../../chain/call.ts";
import type { Call, Read } from "../../../chain/chain.ts";
import { YEAR } from "../../../core/seconds.ts";
import { RAY } from "../../../core/treasury/legs.ts";
import type { CompoundV3Settings } from "./compound-v3-schema.ts";

const abi = parseAbi([
  "struct AssetInfo { uint8 offset; address asset; address priceFeed; uint64 scale; uint64 borrowCollateralFactor; uint64 liquidateCollateralFactor; uint64 liquidationFactor; uint128 supplyCap; }",
  "function getUtilization() view returns (uint256)",
  "function getSupplyRate(uint256 utilization) view returns (uint64)",
  "function getBorrowRate(uint256 utilization) view returns (uint64)",
  "function baseScale() view returns (uint256)",
  "function baseTokenPriceFeed() view returns (address)",
  "function getAssetInfoByAddress(address asset) view returns (AssetInfo)",
  "function getPrice(address priceFeed) view returns (uint256)",
]);

/** What the market keeps rates and factors at. */
const SCALE = 10n ** 18n;

type Asset = { offset: number; priceFeed: Address; scale: bigint; liquidateCollateralFactor: bigint };

/** The calls of the first round: what the market's terms are made of. `readTerms` takes their results, in this order. */
export function termsCalls({ market, collateral }: CompoundV3Settings): Call[] {
  return [
    ...(["getUtilization", "baseScale", "baseTokenPriceFeed"] as const).map((name) =>
      call(market, getAbiItem({ abi, name })),
    ),
    ...collateral.map(({ asset }) => call(market, getAbiItem({ abi, name: "getAssetInfoByAddress" }), asset)),
  ];
}

/** What a holder owes, the collateral it keeps in the config's order, and the market's own note of which collateral that is, a bit for each. */
export type Account = { debt: bigint; kept: readonly bigint[]; assetsIn: number };

/** What the market pays and asks, a year at a scale of 1e27, and how many times the collateral covers the debt, at 1e18; undefined where it is not told. */
export type Terms = { supplied: bigint | undefined; debt: bigint | undefined; health: bigint | undefined };

/** The market's terms, in one more round. What it does not tell is undefined: balances are known without it. */
export function* readTerms(market: Address, known: readonly unknown[], account: Account): Read<Terms> {
  const [utilization, scale, feed, ...assets] = known;
  if ([utilization, scale, feed, ...assets].some(isCallFailure))
    return { supplied: undefined, debt: undefined, health: undefined };
  const infos = assets as Asset[];
  const feeds = [feed as Address, ...infos.map(({ priceFeed }) => priceFeed)];
  const [supplied, debt, ...prices] = yield [
    call(market, getAbiItem({ abi, name: "getSupplyRate" }), utilization),
    call(market, getAbiItem({ abi, name: "getBorrowRate" }), utilization),
    ...feeds.map((one) => call(market, getAbiItem({ abi, name: "getPrice" }), one)),
  ];
  const isPriced = !prices.some(isCallFailure);
  return {
    supplied: yearly(supplied),
    debt: yearly(debt),
    health: isPriced ? healthOf({ ...account, scale: scale as bigint }, infos, prices as bigint[]) : undefined,
  };
}

/** The market tells what a second pays of a whole. */
function yearly(rate: unknown): bigint | undefined {
  return isCallFailure(rate) ? undefined : ((rate as bigint) * BigInt(YEAR) * RAY) / SCALE;
}

/** As the market itself judges whether to liquidate. Unknown where it notes collateral that the config does not: it would look less safe than it is. */
function healthOf(
  { debt, kept, assetsIn, scale }: Account & { scale: bigint },
  infos: readonly Asset[],
  [price = 0n, ...prices]: readonly bigint[],
): bigint | undefined {
  const noted = infos.reduce((mask, { offset }) => mask | (1 << offset), 0);
  const owed = (debt * price) / scale;
  if (owed === 0n || (assetsIn & ~noted) !== 0) return undefined;
  const covers = infos.reduce((sum, info, index) => {
    const worth = ((kept[index] ?? 0n) * (prices[index] ?? 0n)) / info.scale;
    return sum + (worth * info.liquidateCollateralFactor) / SCALE;
  }, 0n);
  return (covers * SCALE) / owed;
}
