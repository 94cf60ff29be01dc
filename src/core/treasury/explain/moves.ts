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

/** A transfer of a token or an item, whoever takes part. */
export type Transfer = Pick<Move, "log" | "asset" | "token" | "raw" | "from" | "to">;

const transfers = eventsOf(
  parseAbi([
    "event Transfer(address indexed from, address indexed to, uint256 value)",
    "event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)",
    "event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value)",
    "event Transfer(address from, address to, uint256 tokenId)",
  ]),
);

/** Every transfer of something, in the order of the logs. */
export function readTransfers(logs: readonly Log[]): Transfer[] {
  return transfers(logs).flatMap(({ log, args }) => {
    const { from, to } = args as { from: Address; to: Address };
    const { value, tokenId, id } = args as { value?: bigint; tokenId?: bigint; id?: bigint };
    const item = tokenId ?? id;
    const raw = value ?? 1n;
    const asset = { address: log.address, ...(item === undefined ? {} : { item }) };
    return raw === 0n ? [] : [{ log: log.index, asset, token: log.address, raw, from, to }];
  });
}

/** Those from or to one of the accounts; what an account sends itself is left out. */
export function ownMoves(all: readonly Transfer[], isOurs: (address: Address) => boolean): Move[] {
  return all.flatMap((transfer): Move[] => {
    const { from, to } = transfer;
    if (!(isOurs(from) || isOurs(to)) || from === to) return [];
    const way = isOurs(from) ? (isOurs(to) ? "between" : "out") : "in";
    return [{ ...transfer, way, account: way === "in" ? to : from }];
  });
}
