import { type Address, isAddressEqual, parseAbi, zeroAddress } from "viem";
import { eventsOf } from "./decode.ts";
import { findNetwork } from "./networks.ts";
import type { Log } from "./receipt.ts";

/** The chain's own coin turned into its wrapped token or back: the one place where most logs show that coin at all. */
export type Wrap = {
  log: number;
  /** The transfer that says the same, where the token has one. */
  twin: number | undefined;
  way: "wrap" | "unwrap";
  /** Who holds the wrapped token after, or held it before. */
  who: Address;
  raw: bigint;
};

const wraps = eventsOf(
  parseAbi([
    "event Deposit(address indexed dst, uint256 wad)",
    "event Withdrawal(address indexed src, uint256 wad)",
    "event Transfer(address indexed from, address indexed to, uint256 value)",
  ]),
);

/** Every wrapping and unwrapping of the chain's own coin. A token that only logs transfers from and to zero is read by those. */
export function readWraps(logs: readonly Log[], chain: number): Wrap[] {
  const network = findNetwork(chain);
  if (network === undefined) return [];
  const found: Wrap[] = [];
  const bare: Wrap[] = [];
  for (const event of wraps(logs.filter(({ address }) => isAddressEqual(address, network.wrapped)))) {
    const log = event.log.index;
    if (event.eventName === "Deposit")
      found.push({ log, twin: undefined, way: "wrap", who: event.args.dst, raw: event.args.wad });
    else if (event.eventName === "Withdrawal")
      found.push({ log, twin: undefined, way: "unwrap", who: event.args.src, raw: event.args.wad });
    else if (event.args.from === zeroAddress)
      bare.push({ log, twin: log, way: "wrap", who: event.args.to, raw: event.args.value });
    else if (event.args.to === zeroAddress)
      bare.push({ log, twin: log, way: "unwrap", who: event.args.from, raw: event.args.value });
  }
  return pair(found, bare);
}

/** Joins what two logs say of the same wrapping. */
function pair(found: readonly Wrap[], bare: readonly Wrap[]): Wrap[] {
  const rest = [...bare];
  const joined = found.map((wrap) => {
    const at = rest.findIndex(({ way, who, raw }) => way === wrap.way && who === wrap.who && raw === wrap.raw);
    if (at < 0) return wrap;
    const [twin] = rest.splice(at, 1);
    return { ...wrap, twin: twin?.log };
  });
  return [...joined, ...rest].sort((left, right) => left.log - right.log);
}
