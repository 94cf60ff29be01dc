import { type AbiEvent, type Address, getAbiItem, numberToHex, toEventSelector, zeroAddress } from "viem";
import type { LogFilter, RawLog, Read } from "../../../chain/chain.ts";
import { decodeLog } from "../../event-text.ts";
import { placeOf, type SeenFlow } from "../source.ts";
import { isPooled, managerAbi, type NftSettings, PARTS, type Part } from "./uniswap-v3-schema.ts";

const [increase, decrease, collect, transfer] = (
  ["IncreaseLiquidity", "DecreaseLiquidity", "Collect", "Transfer"] as const
).map((name): AbiEvent => getAbiItem({ abi: managerAbi, name })) as [AbiEvent, AbiEvent, AbiEvent, AbiEvent];
const TRANSFER = toEventSelector(transfer);

type Move = Pick<SeenFlow, "direction" | "amount" | "shares"> & { leg: Part };
type Amounts = { liquidity?: bigint; amount0: bigint; amount1: bigint };
type Handover = { from: Address; to: Address; tokenId: bigint };

/** What is added to the NFTs, taken out and collected, and whom they are given to. */
export function nftFilters({ manager, ids }: NftSettings): LogFilter[] {
  const numbers = ids.map((id) => numberToHex(id, { size: 32 }));
  const topics = [increase, decrease, collect].map((event) => toEventSelector(event));
  return [
    { addresses: [manager], topics, indexed: [numbers] },
    { addresses: [manager], topics: [TRANSFER], indexed: [undefined, undefined, numbers] },
  ];
}

/** What an NFT holds in a part, and of liquidity in all, when a block ended. */
export type NftValues = { part: (id: bigint, part: Part) => Read<bigint>; liquidity: (id: bigint) => Read<bigint> };

/**
 * The flows of all parts. Liquidity that is taken out goes from a token's part to what can be collected of it, and is gone when it is collected: so
 * that what can be collected gains by fees alone. Outside its range liquidity is of one token only: that it came is said of the other one too. An NFT that is given away or received is valued by a read at its block.
 */
export function nftFlows(settings: NftSettings, logs: readonly RawLog[], values: NftValues): SeenFlow[] {
  return logs.flatMap((log) => {
    const moves = log.topics[0] === TRANSFER ? handedOver(settings, log, logs, values) : moved(log);
    return moves
      .filter(({ amount, shares = 0n }) => amount !== 0n || shares !== 0n)
      .map((move) => ({ ...move, ...placeOf(log) }));
  });
}

function moved(log: RawLog): Move[] {
  const event = [increase, decrease, collect].find((one) => toEventSelector(one) === log.topics[0]);
  if (event === undefined) return [];
  const { liquidity: shares = 0n, amount0, amount1 } = decodeLog(event, log) as Amounts;
  const tokens = (direction: Move["direction"]): Move[] => [
    { leg: "token0", direction, amount: amount0, shares },
    { leg: "token1", direction, amount: amount1, shares },
  ];
  const fees = (direction: Move["direction"]): Move[] => [
    { leg: "fees0", direction, amount: amount0 },
    { leg: "fees1", direction, amount: amount1 },
  ];
  if (event === increase) return tokens("in");
  return event === decrease ? [...tokens("out"), ...fees("in")] : fees("out");
}

function handedOver(settings: NftSettings, log: RawLog, logs: readonly RawLog[], values: NftValues): Move[] {
  const { from, to, tokenId } = decodeLog(transfer, log) as Handover;
  const isOurs = (account: Address) => account === settings.holder || account === settings.staker;
  if (isOurs(from) === isOurs(to) || isMintedIn(log.transactionHash, tokenId, logs) || to === zeroAddress) return [];
  const direction = isOurs(to) ? "in" : "out";
  const shares = () => values.liquidity(tokenId);
  return PARTS.map((leg) => ({
    ...{ leg, direction, amount: () => values.part(tokenId, leg) },
    ...(isPooled(leg) ? { shares } : {}),
  }));
}

/** A new NFT holds nothing yet, whoever passes it on: what it then holds is paid in, and said to be. */
function isMintedIn(transaction: RawLog["transactionHash"], id: bigint, logs: readonly RawLog[]): boolean {
  return logs.some((log) => {
    if (log.transactionHash !== transaction || log.topics[0] !== TRANSFER) return false;
    const { from, tokenId } = decodeLog(transfer, log) as Handover;
    return from === zeroAddress && tokenId === id;
  });
}
