import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { explain } from "../../src/core/treasury/explain/explain.ts";
import { readReceipt } from "../../src/core/treasury/explain/receipt.ts";
import { type Row, toRows } from "../../src/core/treasury/explain/rows.ts";
import { pinnedDecimals } from "../../src/core/treasury/explain/tokens.ts";

/** Real receipts with the meaning that careful people gave them: kept outside the project, and not always there. */
export const RECEIPTS = "/work/shared/data/receipts.json.gz";

/** One event as careful people wrote it down; what they did not write is undefined. */
export type Expected = {
  seq: number;
  type?: string | null;
  subtype?: string | null;
  asset?: string | null;
  amount: string;
  account?: string;
  protocol?: string;
};

export type Sample = { chainId: number; tx: string; accounts: `0x${string}`[]; receipt: unknown; expected: Expected[] };

/** How one event came out: `hit` where one row says the same. */
export type Outcome = { sample: Sample; event: Expected; hit: boolean };

/** The samples; undefined where the file is not there. */
export function loadSamples(): Sample[] | undefined {
  if (!existsSync(RECEIPTS)) return undefined;
  return JSON.parse(gunzipSync(readFileSync(RECEIPTS)).toString()) as Sample[];
}

/** Explains a sample as the command line does. */
export function rowsOf({ receipt, chainId, accounts }: Sample): Row[] {
  return toRows(explain(readReceipt(receipt), chainId, accounts), chainId, pinnedDecimals(chainId));
}

/** Matches every event with a row of its own: type, subtype, asset, amount and account. */
export function scoreSample(sample: Sample): { outcomes: Outcome[]; extra: Row[] } {
  const rest = rowsOf(sample);
  const outcomes = sample.expected.flatMap((event): Outcome[] => {
    // Events without a type and subtype are no events of a transaction's receipt.
    if (event.type == null && event.subtype == null) return [];
    const at = rest.findIndex((row) => fits(row, event, sample.chainId));
    if (at >= 0) rest.splice(at, 1);
    return [{ sample, event, hit: at >= 0 }];
  });
  return { outcomes, extra: rest };
}

function fits(row: Row, { type, subtype, asset, amount, account }: Expected, chain: number): boolean {
  if (row.subtype !== subtype || row.type !== (type ?? "trade")) return false;
  if (account !== undefined && row.account !== account) return false;
  const wanted = assetOf(asset ?? "", chain);
  if (wanted !== undefined && row.asset !== wanted) return false;
  const whole = plainDecimal(amount);
  return row.amount === null ? digits(row.raw) === digits(whole) : plainDecimal(row.amount) === whole;
}

const COINS = new Set(["A_ETH", "ETH", "A_XDAI", "A_POL", "A_BSC_BNB"]);
const POLYGON_COIN = "eip155:137/erc20:0x0000000000000000000000000000000000001010";
const NAMED: Readonly<Record<string, string>> = {
  A_USDC: "eip155:1/erc20:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
  A_DAI: "eip155:1/erc20:0x6B175474E89094C44Da98b954EedeAC495271d0F",
  A_USDT: "eip155:1/erc20:0xdAC17F958D2ee523a2206206994597C13D831ec7",
  A_AAVE: "eip155:1/erc20:0x7Fc66500c84A76Ad7e9c93437bFc5Ac33E2DDaE9",
  A_WBTC: "eip155:1/erc20:0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599",
  A_WETH: "eip155:1/erc20:0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2",
  A_STETH: "eip155:1/erc20:0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84",
  A_COMP: "eip155:1/erc20:0xc00e94Cb662C3520282E6f5717214004A7f26888",
  A_WETH_BASE: "eip155:8453/erc20:0x4200000000000000000000000000000000000006",
  A_WETH_OPT: "eip155:10/erc20:0x4200000000000000000000000000000000000006",
  A_WETH_ARB: "eip155:42161/erc20:0x82aF49447D8a07e3bd95BD0d56f35241523fBab1",
  A_BASE_USDC: "eip155:8453/erc20:0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
};

/** The asset as rows name it; undefined where the data only has a name of its authors', which then is not compared. */
function assetOf(asset: string, chain: number): string | undefined {
  if (COINS.has(asset) || asset === POLYGON_COIN) return `eip155:${chain}/native`;
  return (
    NAMED[asset] ?? (/^eip155:\d+\/erc(20:0x[0-9a-f]{40}|721:0x[0-9a-f]{40}\/\d+)$/i.test(asset) ? asset : undefined)
  );
}

/** `9.6E-8` as `0.000000096`; zeros at the end dropped. */
function plainDecimal(text: string): string {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const moved = "0".repeat(Math.max(-Number(exponent), 0)) + whole + fraction;
  const places = fraction.length - Number(exponent);
  const at = moved.length - places;
  const full = places <= 0 ? moved : `${moved.slice(0, at)}.${moved.slice(at)}`;
  const cut = full.includes(".") ? full.replace(/0+$/, "").replace(/\.$/, "") : full;
  return cut.replace(/^0+(?=\d)/, "");
}

function digits(text: string): string {
  return text.replace(".", "").replace(/^0+|0+$/g, "");
}

/** Gas of a rollup whose receipt does not say what the data cost: the whole cannot be known from it. */
export function isUnknowable({ event, sample }: Outcome): boolean {
  const { l1Fee } = sample.receipt as { l1Fee?: unknown };
  return event.protocol === "gas" && l1Fee === undefined && [10, 8453, 534352].includes(sample.chainId);
}
