import { type AbiEvent, type Address, getAbiItem, parseAbi, toEventSelector, zeroAddress } from "viem";
import type { LogFilter, RawLog } from "../../../chain/chain.ts";
import { decodeLog } from "../../event-text.ts";
import { topicOf } from "../../topic-of.ts";
import { flowOf } from "../shared/flow-of.ts";
import { transfer, transferFilters } from "../shared/token-abi.ts";
import type { SeenFlow } from "../source.ts";
import type { CompoundV3Settings } from "./compound-v3-schema.ts";

const abi = parseAbi([
  "event Supply(address indexed from, address indexed dst, uint256 amount)",
  "event Withdraw(address indexed src, address indexed to, uint256 amount)",
  "event AbsorbDebt(address indexed absorber, address indexed borrower, uint256 amount, uint256 usdValue)",
  "event SupplyCollateral(address indexed from, address indexed dst, address indexed asset, uint256 amount)",
  "event WithdrawCollateral(address indexed src, address indexed to, address indexed asset, uint256 amount)",
  "event TransferCollateral(address indexed from, address indexed to, address indexed asset, uint256 amount)",
  "event AbsorbCollateral(address indexed absorber, address indexed borrower, address indexed asset, uint256 amount, uint256 usdValue)",
  "event RewardClaimed(address indexed src, address indexed recipient, address indexed token, uint256 amount)",
]);
type Name = (typeof abi)[number]["name"];
const selector = (name: Name) => toEventSelector(getAbiItem({ abi, name }) as AbiEvent);
const events = new Map<string | undefined, AbiEvent>(abi.map((event) => [toEventSelector(event), event]));
const TRANSFER = toEventSelector(transfer);
const SUPPLIED = selector("SupplyCollateral");
const WITHDRAWN = selector("WithdrawCollateral");
const SEIZED = selector("AbsorbCollateral");

/** What the market's roundings can make the supplied part of a payment differ by from the whole. */
const ROUNDING = 4n;

/** The word for a collateral's leg. */
export function collateralLeg(token: string): string {
  return `${token} collateral`;
}

/** The logs that tell what moved a holder's balances in a market. */
export function compoundFilters({ market, holder, collateral, rewards }: CompoundV3Settings): LogFilter[] {
  const own = [topicOf(holder)];
  const assets = collateral.map(({ asset }) => topicOf(asset));
  const told = (name: Name, ...indexed: NonNullable<LogFilter["indexed"]>): LogFilter => {
    return {
      addresses: [name === "RewardClaimed" && rewards ? rewards.contract : market],
      topics: [selector(name)],
      indexed,
    };
  };
  const base = [told("Supply", undefined, own), told("Withdraw", own), told("AbsorbDebt", undefined, own)];
  const kept = [
    told("SupplyCollateral", undefined, own, assets),
    told("WithdrawCollateral", own, undefined, assets),
    told("TransferCollateral", own, undefined, assets),
    told("TransferCollateral", undefined, own, assets),
    told("AbsorbCollateral", undefined, own, assets),
  ];
  const claims = rewards ? [told("RewardClaimed", own, undefined, [topicOf(rewards.reward)])] : [];
  return [...base, ...transferFilters(market, holder), ...(assets.length > 0 ? kept : []), ...claims];
}

/** The flows they tell of. A supply or a withdrawal is followed by a transfer of what of it was supply; the rest was debt. */
export function compoundFlows(settings: CompoundV3Settings, logs: readonly RawLog[]): SeenFlow[] {
  const places = new Map(logs.map((log) => [`${log.transactionHash}:${log.logIndex}`, log]));
  const beside = (log: RawLog, by: number) => places.get(`${log.transactionHash}:${log.logIndex + by}`);
  return logs.flatMap((log) => {
    const name = events.get(log.topics[0])?.name;
    if (log.topics[0] === TRANSFER) {
      const moved = suppliedBy(log, settings);
      const whole = wholeOf(beside(log, -1));
      return whole * moved > 0n ? [] : flowOf(log, "supplied", moved);
    }
    if (name === "RewardClaimed") return flowOf(log, "rewards", -amountOf(log));
    const whole = wholeOf(log);
    if (whole === 0n) return collateralFlows(settings, log);
    const next = beside(log, 1);
    const moved = next?.topics[0] === TRANSFER ? suppliedBy(next, settings) : 0n;
    const supplied = whole * moved <= 0n ? 0n : isRounding(whole - moved) ? whole : moved;
    return [...flowOf(log, "supplied", supplied), ...flowOf(log, "debt", whole - supplied)];
  });
}

/** What a log says moved between the market and a holder, be it supply or debt; 0 where it says nothing of the kind. */
function wholeOf(log: RawLog | undefined): bigint {
  const name = events.get(log?.topics[0])?.name;
  if (log === undefined || name === undefined) return 0n;
  if (name === "Withdraw") return -amountOf(log);
  return name === "Supply" || name === "AbsorbDebt" ? amountOf(log) : 0n;
}

/** What a transfer says came to a holder's supply; what is transferred is always made or ended. */
function suppliedBy(log: RawLog, { holder }: CompoundV3Settings): bigint {
  const { from, to, value } = decodeLog(transfer, log) as { from: Address; to: Address; value: bigint };
  if (to === zeroAddress && from === holder) return -value;
  return from === zeroAddress && to === holder ? value : 0n;
}

function isRounding(difference: bigint): boolean {
  return difference <= ROUNDING && difference >= -ROUNDING;
}

function collateralFlows({ collateral, holder }: CompoundV3Settings, log: RawLog): SeenFlow[] {
  const [topic, first, second, asset] = log.topics;
  const token = collateral.find((one) => topicOf(one.asset) === asset)?.token;
  // What is supplied comes to the second account that a log names, what is withdrawn leaves the first, what is seized the second.
  const came = second === topicOf(holder) && topic !== WITHDRAWN && topic !== SEIZED;
  const left = topic === SEIZED || (first === topicOf(holder) && topic !== SUPPLIED);
  if (token === undefined || came === left) return [];
  // It is its own share.
  return flowOf(log, collateralLeg(token), came ? amountOf(log) : -amountOf(log)).map((flow) => {
    return { ...flow, shares: amountOf(log) };
  });
}

function amountOf(log: RawLog): bigint {
  const event = events.get(log.topics[0]);
  return event ? (decodeLog(event, log) as { amount: bigint }).amount : 0n;
}
