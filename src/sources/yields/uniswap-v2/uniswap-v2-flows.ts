import { type AbiEvent, type Address, getAbiItem, toEventSelector, zeroAddress } from "viem";
import type { LogFilter, RawLog, Read } from "../../../chain/chain.ts";
import { decodeLog } from "../../event-text.ts";
import { topicOf } from "../../topic-of.ts";
import { transfer, transferFilters } from "../shared/token-abi.ts";
import { placeOf, type SeenFlow } from "../source.ts";
import { pairAbi } from "./uniswap-v2-schema.ts";

const mint: AbiEvent = getAbiItem({ abi: pairAbi, name: "Mint" });
const burn: AbiEvent = getAbiItem({ abi: pairAbi, name: "Burn" });
const [MINT, BURN, TRANSFER] = [mint, burn, transfer].map((event) => toEventSelector(event));

const LEGS = ["token0", "token1"] as const;

type Leg = (typeof LEGS)[number];
type Moved = { from: Address; to: Address; value: bigint };
type Paid = { amount0: bigint; amount1: bigint };

/** The holder's shares as they move, the shares the pair burns, and what the pair was paid and paid out: the last two name no holder. */
export function pairFilters(pair: Address, holder: Address): LogFilter[] {
  const burned = { topics: [toEventSelector(transfer)], indexed: [[topicOf(pair)], [topicOf(zeroAddress)]] };
  return [
    ...transferFilters(pair, holder),
    { addresses: [pair], ...burned },
    { addresses: [pair], topics: [toEventSelector(mint), toEventSelector(burn)] },
  ];
}

/**
 * The flows of both tokens. Shares that were minted to the holder, or that the holder sent to the pair which burned just as many in the same
 * transaction, moved what the pair says it was paid or paid out; all others are valued by a read at their block.
 */
export function pairFlows(
  logs: readonly RawLog[],
  holder: Address,
  value: (leg: Leg, shares: bigint) => Read<bigint>,
): SeenFlow[] {
  return logs.flatMap((log, index) => {
    const moved = movedBy(log);
    if (!moved || moved.from === moved.to || moved.value === 0n) return [];
    if (moved.from !== holder && moved.to !== holder) return [];
    const direction = moved.to === holder ? "in" : "out";
    const after = logs.slice(index + 1).filter((one) => one.transactionHash === log.transactionHash);
    const paid = direction === "in" ? mintedAt(moved, log.logIndex, after) : burnedAfter(moved, log.address, after);
    return LEGS.map((leg) => {
      const amount = paid ? paid[leg === "token0" ? "amount0" : "amount1"] : () => value(leg, moved.value);
      return { ...placeOf(log), leg, direction, amount, shares: moved.value };
    });
  });
}

function movedBy(log: RawLog): Moved | undefined {
  return log.topics[0] === TRANSFER ? (decodeLog(transfer, log) as Moved) : undefined;
}

/** A pair mints, notes what it holds and says what it was paid, without anything in between. Shares that it mints as the protocol's own part are followed by others. */
function mintedAt({ from }: Moved, logIndex: number, after: readonly RawLog[]): Paid | undefined {
  const [next] = after;
  if (next === undefined || from !== zeroAddress) return undefined;
  if (next.topics[0] !== MINT || next.logIndex !== logIndex + 2) return undefined;
  return decodeLog(mint, next) as Paid;
}

function burnedAfter({ to, value }: Moved, pair: Address, after: readonly RawLog[]): Paid | undefined {
  const paidOut = after.findIndex((one) => one.topics[0] === BURN);
  if (to !== pair || paidOut < 0) return undefined;
  const burned = after.slice(0, paidOut).map(movedBy);
  if (!burned.some((one) => one?.from === pair && one.to === zeroAddress && one.value === value)) return undefined;
  return decodeLog(burn, after[paidOut] as RawLog) as Paid;
}
