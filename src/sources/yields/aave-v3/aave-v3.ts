import { type AbiEvent, type Address, getAbiItem, isAddressEqual, parseAbi, toEventSelector, zeroAddress } from "viem";
import { call, isCallFailure, resultOf } from "../../../chain/call.ts";
import type { LogFilter, RawLog, Read } from "../../../chain/chain.ts";
import { Refusal } from "../../../errors.ts";
import { decodeLog } from "../../event-text.ts";
import { topicOf } from "../../topic-of.ts";
import { flowOf } from "../shared/flow-of.ts";
import { tokenAbi, transfer, transferFilters } from "../shared/token-abi.ts";
import { type SeenFlow, type SeenLeg, type YieldLeg, yieldKind } from "../source.ts";
import { readTerms, type Terms } from "./aave-v3-pool.ts";
import { type AaveV3Settings, aaveV3Schema } from "./aave-v3-schema.ts";

const aaveAbi = parseAbi([
  "function UNDERLYING_ASSET_ADDRESS() view returns (address)",
  "function scaledBalanceOf(address user) view returns (uint256)",
  "function RESERVE_TREASURY_ADDRESS() view returns (address)",
  "function POOL() view returns (address)",
  "function getUserRewards(address[] assets, address user, address reward) view returns (uint256)",
  "event Mint(address indexed caller, address indexed onBehalfOf, uint256 value, uint256 balanceIncrease, uint256 index)",
  "event Burn(address indexed from, address indexed target, uint256 value, uint256 balanceIncrease, uint256 index)",
  "event RewardsClaimed(address indexed user, address indexed reward, address indexed to, address claimer, uint256 amount)",
]);
const mint: AbiEvent = getAbiItem({ abi: aaveAbi, name: "Mint" });
const burn: AbiEvent = getAbiItem({ abi: aaveAbi, name: "Burn" });
const claimed: AbiEvent = getAbiItem({ abi: aaveAbi, name: "RewardsClaimed" });
const [MINT, BURN, CLAIMED] = [mint, burn, claimed].map((event) => toEventSelector(event));

/**
 * A holder's part in one reserve of an Aave v3 market. Balances are the tokens' own, so that their rounding is the market's, whichever its version.
 * Flows are told by the tokens as well, not by the pool: whatever moves a balance, be it a liquidation or a repayment with aTokens, is told there.
 */
export const aaveV3 = yieldKind("aave-v3", aaveV3Schema, (settings) => ({
  protocol: settings.protocol,
  legs: legsOf(settings),
  read: () => readLegs(settings),
  filters: filtersOf(settings),
  decode: (logs) => logs.flatMap((log) => flowsOf(settings, log)),
}));

function legsOf({ supply, debt, token, incentives }: AaveV3Settings): YieldLeg[] {
  return [
    ...(supply ? [{ leg: "supplied", token, kind: "held" } as const] : []),
    ...(debt ? [{ leg: "debt", token, kind: "debt" } as const] : []),
    ...(incentives ? [{ leg: "incentives", token: incentives.token, kind: "claimable" } as const] : []),
  ];
}

/** The reserve's tokens that are read, with the sign of what they stand for. */
function tokensOf({ supply, debt }: AaveV3Settings) {
  return [
    ...(supply ? [{ leg: "supplied", address: supply, sign: 1n }] : []),
    ...(debt ? [{ leg: "debt", address: debt, sign: -1n }] : []),
  ];
}

const ASKED = ["UNDERLYING_ASSET_ADDRESS", "balanceOf", "scaledBalanceOf", "POOL", "RESERVE_TREASURY_ADDRESS"].length;
const POOL = 3;

/** Two rounds: the tokens, then the pool that they say is theirs. */
function* readLegs(settings: AaveV3Settings): Read<SeenLeg[]> {
  const { asset, holder, incentives } = settings;
  const tokens = tokensOf(settings);
  const calls = tokens.flatMap(({ address }) => [
    call(address, getAbiItem({ abi: aaveAbi, name: "UNDERLYING_ASSET_ADDRESS" })),
    call(address, getAbiItem({ abi: tokenAbi, name: "balanceOf" }), holder),
    call(address, getAbiItem({ abi: aaveAbi, name: "scaledBalanceOf" }), holder),
    call(address, getAbiItem({ abi: aaveAbi, name: "POOL" })),
    call(address, getAbiItem({ abi: aaveAbi, name: "RESERVE_TREASURY_ADDRESS" })),
  ]);
  const results = yield incentives ? [...calls, rewardsCall(settings, incentives)] : calls;
  const pool = results[POOL];
  const terms = isCallFailure(pool) ? {} : yield* readTerms({ pool: pool as Address, asset, holder });
  const legs: SeenLeg[] = tokens.map(({ leg, address, sign }, index) => {
    const [underlying, amount, scaled, , keeper] = results.slice(ASKED * index, ASKED * (index + 1));
    if (!isAddressEqual(resultOf<Address>(underlying), asset))
      throw new Refusal(
        `${address} is not a token of the reserve ${asset}: it says it is one of ${String(underlying)}.`,
      );
    // What suppliers hold alone names who keeps the market's part of the interest.
    if (isCallFailure(keeper) === (leg === "supplied"))
      throw new Refusal(
        `${address} is ${leg === "supplied" ? "not " : ""}what suppliers hold of the reserve ${asset}.`,
      );
    const held = {
      leg,
      contract: asset,
      amount: sign * resultOf<bigint>(amount),
      shares: sign * resultOf<bigint>(scaled),
    };
    return { ...held, ...termsOf(held, terms) };
  });
  return incentives
    ? [...legs, { leg: "incentives", contract: incentives.reward, amount: resultOf<bigint>(results.at(-1)) }]
    : legs;
}

/** How safe a debt is, is said where there is one. */
function termsOf({ leg, amount }: SeenLeg, { supplied, debt, health }: Terms): Pick<SeenLeg, "quoted" | "health"> {
  if (leg !== "debt") return { quoted: supplied };
  return { quoted: debt, health: amount === 0n ? undefined : health };
}

function rewardsCall(settings: AaveV3Settings, { controller, reward, assets }: Incentives) {
  const earning = assets.length > 0 ? assets : tokensOf(settings).map(({ address }) => address);
  return call(controller, getAbiItem({ abi: aaveAbi, name: "getUserRewards" }), earning, settings.holder, reward);
}

type Incentives = NonNullable<AaveV3Settings["incentives"]>;

function filtersOf(settings: AaveV3Settings): LogFilter[] {
  const { supply, holder, incentives } = settings;
  const addresses = tokensOf(settings).map(({ address }) => address);
  const own = [topicOf(holder)];
  return [
    { addresses, topics: [toEventSelector(mint)], indexed: [undefined, own] },
    { addresses, topics: [toEventSelector(burn)], indexed: [own] },
    ...(supply ? transferFilters(supply, holder) : []),
    ...(incentives ? [claimFilter(incentives, holder)] : []),
  ];
}

function claimFilter({ controller, reward }: Incentives, holder: Address): LogFilter {
  const indexed = [[topicOf(holder)], [topicOf(reward)]];
  return { addresses: [controller], topics: [toEventSelector(claimed)], indexed };
}

function flowsOf(settings: AaveV3Settings, log: RawLog): SeenFlow[] {
  if (log.topics[0] === CLAIMED) {
    const { amount } = decodeLog(claimed, log) as { amount: bigint };
    return flowOf(log, "incentives", -amount);
  }
  const token = tokensOf(settings).find(({ address }) => isAddressEqual(address, log.address));
  return token ? flowOf(log, token.leg, token.sign * movedBy(log, settings.holder)) : [];
}

/** What a log moved into the holder's balance, without the interest it writes down; negative for what went out. */
function movedBy(log: RawLog, holder: Address): bigint {
  const [topic] = log.topics;
  if (topic === MINT || topic === BURN) {
    const event = topic === MINT ? mint : burn;
    const { value, balanceIncrease } = decodeLog(event, log) as { value: bigint; balanceIncrease: bigint };
    // Taking out less than the interest since the last time is told as a Mint of what is left of it.
    return topic === MINT ? value - balanceIncrease : -(value + balanceIncrease);
  }
  const { from, to, value } = decodeLog(transfer, log) as { from: Address; to: Address; value: bigint };
  // Mint and Burn tell the other ones better.
  if (from === zeroAddress || to === zeroAddress || from === to) return 0n;
  return to === holder ? value : -value;
}
