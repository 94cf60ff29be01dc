import { type Address, getAddress } from "viem";
import type { Asset, Line, LineSubtype, LineType } from "./line.ts";

/** A line as it is printed; docs/explain.md describes each key. */
export type Row = {
  /** Gas is 0; a log's line is its place in the block plus one. */
  seq: number;
  type: LineType;
  subtype: LineSubtype;
  /** `eip155:<chain>/native`, `…/erc20:<address>` or `…/erc721:<address>/<item>`. */
  asset: string;
  /** In whole units; null where the token's decimals are not known. */
  amount: string | null;
  decimals: number | null;
  /** In the smallest unit. */
  raw: string;
  account: Address;
  protocol: string | null;
  reason: string;
};

/** How many decimals a token has; undefined where that is not known. */
export type FindDecimals = (token: Address) => number | undefined;

/** The chain's own coin has as many on every network known here. */
const COIN_DECIMALS = 18;

/** Lines as rows for reading machines. Nothing is guessed: a token of unknown decimals has its raw amount alone. */
export function toRows(lines: readonly Line[], chain: number, findDecimals: FindDecimals): Row[] {
  return lines.map(({ log, type, subtype, asset, raw, account, protocol, reason }) => {
    const decimals = decimalsOf(asset, findDecimals);
    return {
      ...{ seq: log + 1, type, subtype, asset: nameAsset(asset, chain) },
      amount: decimals === undefined ? (raw === 0n ? "0" : null) : formatUnits(raw, decimals),
      ...{ decimals: decimals ?? null, raw: raw.toString(), account: getAddress(account) },
      ...{ protocol: protocol ?? null, reason },
    };
  });
}

/** An asset's name in the manner of CAIP-19. */
export function nameAsset({ address, item }: Asset, chain: number): string {
  if (address === undefined) return `eip155:${chain}/native`;
  if (item === undefined) return `eip155:${chain}/erc20:${getAddress(address)}`;
  return `eip155:${chain}/erc721:${getAddress(address)}/${item}`;
}

/** How many decimals an asset is counted in; an item is counted whole. */
export function decimalsOf({ address, item }: Asset, findDecimals: FindDecimals): number | undefined {
  if (address === undefined) return COIN_DECIMALS;
  return item === undefined ? findDecimals(address) : 0;
}

/** Exact, with a point, without thousands marks or trailing zeros: for machines. */
function formatUnits(raw: bigint, decimals: number): string {
  const digits = raw.toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
