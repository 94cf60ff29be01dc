import { type Address, isAddressEqual, parseAbi, zeroAddress } from "viem";
import { eventsOf } from "./decode.ts";
import { COIN } from "./line.ts";
import type { Move, Transfer } from "./moves.ts";
import { findNetwork } from "./networks.ts";
import type { Log } from "./receipt.ts";

/** The chain's own coin turned into its wrapped token or back: the one place where most logs show that coin at all. */
export type Wrap = {
  log: number;
  /** Transfers that say the same: the token's own, and the coin's where the chain logs it. */
  twins: readonly number[];
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
      found.push({ log, twins: [], way: "wrap", who: event.args.dst, raw: event.args.wad });
    else if (event.eventName === "Withdrawal")
      found.push({ log, twins: [], way: "unwrap", who: event.args.src, raw: event.args.wad });
    else if (event.args.from === zeroAddress)
      bare.push({ log, twins: [], way: "wrap", who: event.args.to, raw: event.args.value });
    else if (event.args.to === zeroAddress)
      bare.push({ log, twins: [], way: "unwrap", who: event.args.from, raw: event.args.value });
  }
  return pair(found, bare);
}

/** Joins what two logs say of the same wrapping. */
function pair(found: readonly Wrap[], bare: readonly Wrap[]): Wrap[] {
  const rest = [...bare];
  const joined = found.map((wrap) => {
    const at = rest.findIndex(({ way, who, raw }) => way === wrap.way && who === wrap.who && raw === wrap.raw);
    if (at < 0) return wrap;
    return { ...wrap, twins: rest.splice(at, 1).map(({ log }) => log) };
  });
  return [...joined, ...rest].sort((left, right) => left.log - right.log);
}

/** Polygon logs every transfer of its own coin, at this address. */
const POLYGON = 137;
const POLYGON_COIN = "0x0000000000000000000000000000000000001010";

const coins = eventsOf(
  parseAbi([
    "event LogTransfer(address indexed token, address indexed from, address indexed to, uint256 amount, uint256 input1, uint256 input2, uint256 output1, uint256 output2)",
  ]),
);

const received = eventsOf(
  parseAbi([
    "event SafeReceived(address indexed sender, uint256 value)",
    "event SafeReceived(address sender, uint256 value)",
  ]),
);

/** Transfers of the chain's own coin that are logged: all of them on Polygon, elsewhere those that reach a Safe. */
export function readCoinTransfers(logs: readonly Log[], chain: number): Transfer[] {
  if (chain === POLYGON)
    return coins(logs.filter(({ address }) => isAddressEqual(address, POLYGON_COIN))).flatMap(({ log, args }) => {
      const { from, to, amount: raw } = args;
      return raw === 0n ? [] : [{ log: log.index, asset: COIN, token: log.address, raw, from, to }];
    });
  return received(logs).flatMap(({ log, args: { sender: from, value: raw } }) =>
    raw === 0n ? [] : [{ log: log.index, asset: COIN, token: zeroAddress, raw, from, to: log.address }],
  );
}

/** Wrappings and unwrappings with the accounts' own transfers of coin that say the same. */
export function withTwins(wraps: readonly Wrap[], moves: readonly Move[]): Wrap[] {
  const coins = moves.filter(({ asset }) => asset.address === undefined);
  return wraps.map((wrap) => {
    const fits = wrap.way === "wrap" ? "out" : "in";
    const same = coins.filter(({ way, raw }) => way === fits && raw === wrap.raw);
    const change = wrap.way === "wrap" && same.length === 0 ? findChange(wrap, wraps, coins) : [];
    return { ...wrap, twins: [...wrap.twins, ...[...same, ...change].map(({ log }) => log)] };
  });
}

/** Who wraps for an account is often paid more and gives the rest back: what was paid, where that is logged, and what came back. */
function findChange(wrap: Wrap, wraps: readonly Wrap[], coins: readonly Move[]): readonly Move[] {
  const { who } = wrap;
  const wrapped = wraps.filter((one) => one.way === "wrap" && one.who === who);
  if (wrapped[0] !== wrap) return [];
  const paid = coins.filter(({ way, to }) => way === "out" && to === who);
  const back = coins.filter(
    ({ way, from, raw }) =>
      way === "in" && from === who && !wraps.some((one) => one.way === "unwrap" && one.raw === raw),
  );
  const sum = (list: readonly { raw: bigint }[]) => list.reduce((total, { raw }) => total + raw, 0n);
  return paid.length === 0 || sum(paid) - sum(back) === sum(wrapped) ? [...paid, ...back] : [];
}
