import { type Address, parseAbi } from "viem";
import { eventsOf } from "./decode.ts";
import type { Asset } from "./line.ts";
import type { Log } from "./receipt.ts";

/** A token that left or reached one of the accounts. */
export type Move = {
  /** The log's place in the block. */
  log: number;
  asset: Asset;
  /** The token's contract. */
  token: Address;
  raw: bigint;
  from: Address;
  to: Address;
  /** Between two of the accounts it is the sender's. */
  way: "in" | "out" | "between";
  account: Address;
};

const transfers = eventsOf(
  parseAbi([
    "event Transfer(address indexed from, address indexed to, uint256 value)",
    "event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)",
    "event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value)",
    "event Transfer(address from, address to, uint256 tokenId)",
  ]),
);

/** Every transfer of a token or an item from or to one of the accounts, in the order of the logs; those of nothing are left out. */
export function readMoves(logs: readonly Log[], isOurs: (address: Address) => boolean): Move[] {
  return transfers(logs).flatMap(({ log, args }) => {
    const { from, to } = args as { from: Address; to: Address };
    const { value, tokenId, id } = args as { value?: bigint; tokenId?: bigint; id?: bigint };
    const item = tokenId ?? id;
    const raw = value ?? 1n;
    if (raw === 0n || !(isOurs(from) || isOurs(to)) || (from === to && item === undefined)) return [];
    const way = isOurs(from) ? (isOurs(to) ? "between" : "out") : "in";
    const asset = { address: log.address, ...(item === undefined ? {} : { item }) };
    return [
      { log: log.index, asset, token: log.address, raw, from, to, way, account: way === "in" ? to : from } as const,
    ];
  });
}
