import { type Address, parseAbi, zeroAddress } from "viem";
import { eventsOf } from "../decode.ts";
import type { Facts } from "../facts.ts";
import { tell } from "../legs.ts";
import type { Line } from "../line.ts";
import type { Transfer } from "../moves.ts";

/** PancakeSwap's manager of positions; the same address on every chain. */
const PANCAKE = "0x46A15B0b27311cedF172AB29E4f4766fbE7F4364";

/** Managers whose items are positions, also where nothing is collected beside: Uniswap's on most chains, on Base and on BSC, and PancakeSwap's. */
const MANAGERS: readonly Address[] = [
  "0xC36442b4a4522E871399CD717aBDD847Ab11FE88",
  "0x03a520b32C04BF3bEEf7BEb72E919cf822Ed34f1",
  "0x7b8A01B39D58278b5DE7e48c8449c9f4F5170613",
  PANCAKE,
];

/** What a position is called, by who manages it. */
export function nameManager(manager: Address): string {
  return manager === PANCAKE ? "pancakeswap_v3" : "uniswap_v3";
}

/** Managers of positions, by the events that no other collection of items logs. */
const managed = eventsOf(
  parseAbi(["event Collect(uint256 indexed tokenId, address recipient, uint256 amount0, uint256 amount1)"]),
);

/** The item of a position that is at its end. */
export function explainBurns({ moves, logs }: Facts): Line[] {
  const managers = new Set<string>([...managed(logs).map(({ log }) => log.address), ...MANAGERS]);
  return moves
    .filter(({ asset, token, to }) => asset.item !== undefined && to === zeroAddress && managers.has(token))
    .map((move) => {
      const protocol = nameManager(move.token);
      const reason = `The position ${move.asset.item} was burned.`;
      return tell(move, { type: "spend", subtype: "return_wrapped", protocol, reason });
    });
}

/** Whether a transfer is that of a position's item. */
export function isItem(
  { asset, token }: Pick<Transfer, "asset" | "token">,
  manager: Address,
  tokenId: bigint,
): boolean {
  return token === manager && asset.item === tokenId;
}
