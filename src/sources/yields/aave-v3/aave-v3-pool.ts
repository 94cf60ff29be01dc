import { type Address, getAbiItem, parseAbi } from "viem";
import { call, isCallFailure } from "../../../chain/call.ts";
import type { Read } from "../../../chain/chain.ts";

/** The beginning of what a pool tells of a reserve, which every version of v3 lays out alike. */
const abi = parseAbi([
  "function getReserveData(address asset) view returns (uint256 configuration, uint128 liquidityIndex, uint128 currentLiquidityRate, uint128 variableBorrowIndex, uint128 currentVariableBorrowRate)",
  "function getUserAccountData(address user) view returns (uint256 collateral, uint256 debt, uint256 available, uint256 threshold, uint256 loanToValue, uint256 healthFactor)",
]);

/** Whose part of which reserve of which pool is looked at. */
export type Account = { pool: Address; asset: Address; holder: Address };

/** What the pool promises suppliers and asks of borrowers, a year at a scale of 1e27, and the holder's health factor at 1e18; each where it is told. */
export type Terms = { supplied?: bigint; debt?: bigint; health?: bigint };

/** Asks a pool for its terms, in one round. What it does not tell is left out: balances are known without it. */
export function* readTerms({ pool, asset, holder }: Account): Read<Terms> {
  const [reserve, account] = yield [
    call(pool, getAbiItem({ abi, name: "getReserveData" }), asset),
    call(pool, getAbiItem({ abi, name: "getUserAccountData" }), holder),
  ];
  return { ...ratesOf(reserve), ...healthOf(account) };
}

function ratesOf(reserve: unknown): Terms {
  if (isCallFailure(reserve)) return {};
  const [, , supplied, , debt] = reserve as readonly [bigint, bigint, bigint, bigint, bigint];
  return { supplied, debt };
}

/** Nothing owed has no health. */
function healthOf(account: unknown): Terms {
  if (isCallFailure(account)) return {};
  const [, debt, , , , health] = account as readonly [bigint, bigint, bigint, bigint, bigint, bigint];
  return debt === 0n ? {} : { health };
}
