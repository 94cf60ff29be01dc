import { type Address, getAbiItem, isAddressEqual, parseAbi } from "viem";
import { call, resultOf } from "../../../chain/call.ts";
import type { Call, Read } from "../../../chain/chain.ts";
import { Refusal } from "../../../errors.ts";
import { type SeenLeg, type YieldLeg, yieldKind } from "../source.ts";
import { collateralLeg, compoundFilters, compoundFlows } from "./compound-v3-flows.ts";
import { type CompoundV3Settings, compoundV3Schema } from "./compound-v3-schema.ts";
import { readTerms, type Terms, termsCalls } from "./compound-v3-terms.ts";

const abi = parseAbi([
  "function baseToken() view returns (address)",
  "function balanceOf(address account) view returns (uint256)",
  "function borrowBalanceOf(address account) view returns (uint256)",
  "function userBasic(address account) view returns (int104 principal, uint64 baseTrackingIndex, uint64 baseTrackingAccrued, uint16 assetsIn, uint8 reserved)",
  "function collateralBalanceOf(address account, address asset) view returns (uint128)",
  "function getRewardOwed(address comet, address account) returns (address token, uint256 owed)",
]);

/** A holder's part in one market of Compound v3: it supplies the base token or owes it, never both, and its principal is the share of either. */
export const compoundV3 = yieldKind("compound-v3", compoundV3Schema, (settings) => ({
  protocol: settings.protocol,
  legs: legsOf(settings),
  read: () => readLegs(settings),
  filters: compoundFilters(settings),
  decode: (logs) => compoundFlows(settings, logs),
}));

function legsOf({ token, collateral, rewards }: CompoundV3Settings): YieldLeg[] {
  return [
    { leg: "supplied", token, kind: "held" },
    { leg: "debt", token, kind: "debt" },
    ...collateral.map((one) => ({ leg: collateralLeg(one.token), token: one.token, kind: "held" }) as const),
    ...(rewards ? [{ leg: "rewards", token: rewards.token, kind: "claimable" } as const] : []),
  ];
}

/** Two rounds: what the holder has, and what the market makes of it. */
function* readLegs(settings: CompoundV3Settings): Read<SeenLeg[]> {
  const { market, asset, holder, collateral, rewards } = settings;
  const owed = rewards ? owedCalls(settings, rewards) : [];
  const [base, supplied, owing, user, ...rest] = yield [
    call(market, getAbiItem({ abi, name: "baseToken" })),
    call(market, getAbiItem({ abi, name: "balanceOf" }), holder),
    call(market, getAbiItem({ abi, name: "borrowBalanceOf" }), holder),
    call(market, getAbiItem({ abi, name: "userBasic" }), holder),
    ...collateral.map((one) => call(market, getAbiItem({ abi, name: "collateralBalanceOf" }), holder, one.asset)),
    ...owed,
    ...termsCalls(settings),
  ];
  if (!isAddressEqual(resultOf<Address>(base), asset))
    throw new Refusal(`${market} is not a market of ${asset}: it says it is one of ${String(base)}.`);
  const [principal, , , low, high] = resultOf<readonly [bigint, bigint, bigint, number, number]>(user);
  const kept = rest.slice(0, collateral.length).map(resultOf<bigint>);
  const debt = resultOf<bigint>(owing);
  const account = { debt, kept, assetsIn: low + high * 2 ** 16 };
  const terms = yield* readTerms(market, rest.slice(collateral.length + owed.length), account);
  const paid = rest.slice(collateral.length, collateral.length + owed.length);
  return [
    ...baseLegs({ supplied: resultOf<bigint>(supplied), debt, principal }, terms).map((leg) => ({
      ...leg,
      contract: asset,
    })),
    ...collateral.map((one, index) => {
      const amount = kept[index] ?? 0n;
      return { leg: collateralLeg(one.token), contract: one.asset, amount, shares: amount };
    }),
    ...(rewards ? [{ leg: "rewards", contract: rewards.reward, amount: sumOwed(paid, rewards) }] : []),
  ];
}

type Base = { supplied: bigint; debt: bigint; principal: bigint };

/** Who owes is promised nothing: what supply would earn is told where nothing is owed. */
function baseLegs({ supplied, debt, principal }: Base, terms: Terms): SeenLeg[] {
  if (principal < 0n) {
    const { debt: quoted, health } = terms;
    return [
      { leg: "supplied", amount: supplied, shares: 0n },
      { leg: "debt", amount: -debt, shares: principal, quoted, health },
    ];
  }
  return [
    { leg: "supplied", amount: supplied, shares: principal, quoted: terms.supplied },
    { leg: "debt", amount: -debt, shares: 0n },
  ];
}

type Rewards = NonNullable<CompoundV3Settings["rewards"]>;

/** No view: it writes down what has accrued. Asked, it changes nothing. */
function owedCalls({ market, holder }: CompoundV3Settings, { contract, markets }: Rewards): Call[] {
  const owed = getAbiItem({ abi, name: "getRewardOwed" });
  return (markets.length > 0 ? markets : [market]).map((one) => call(contract, owed, one, holder));
}

function sumOwed(results: readonly unknown[], { contract, reward }: Rewards): bigint {
  return results.reduce<bigint>((sum, result) => {
    const [token, owed] = resultOf<readonly [Address, bigint]>(result);
    if (isAddressEqual(token, reward)) return sum + owed;
    throw new Refusal(`${contract} pays ${token}, not ${reward}.`);
  }, 0n);
}
