import { type Address, toEventSelector } from "viem";
import type { Facts } from "../facts.ts";
import { namePair } from "./pair-names.ts";

/** Contracts through which people trade, by the name the trade gets. */
const ROUTERS: Readonly<Record<Address, string>> = {
  "0x1111111254fb6c44bAC0beD2854e76F90643097d": "oneinch_v4",
  "0x1111111254EEB25477B68fb85Ed929f73A960582": "oneinch_v5",
  "0x111111125421cA6dc452d289314280a0f8842A65": "oneinch_v6",
  "0xDEF171Fe48CF0115B1d80b88dc8eAB59176FEe57": "paraswap",
  "0x6A000F20005980200259B80c5102003040001068": "paraswap",
  "0xDef1C0ded9bec7F1a1670819833240f027b25EfF": "zerox",
  "0x9008D19f58AAbD9eD0D60971565AA8510560ab41": "cowswap",
  // Uniswap's universal router since its fourth version, whichever pools it goes through.
  "0x66a9893cC07D91D95644AEDD05D03f95e1dBA8Af": "uniswap_v4",
  "0x851116D9223fabED8E56C0E6b8Ad0c31d98B3507": "uniswap_v4",
  "0x1906c1d672b88cD1B9aC7593301cA990F94Eae07": "uniswap_v4",
  "0x1095692A6237d83C6a72F3F5eFEdb9A670C49223": "uniswap_v4",
  "0x6fF5693b99212Da76ad316178A184AB56D299b43": "uniswap_v4",
  "0xA51afAFe0263b40EdaEf0Df8781eA9aa03E381a3": "uniswap_v4",
  "0xAC4c6e212A361c968F1725b4d055b47E63F80b75": "sushiswap",
  "0x6352a56caadC4F1E25CD6c75970Fa768A3304e64": "openocean",
  "0xd9e1cE17f2641f24aE83637ab66a2cca9C378B9F": "sushiswap_v2",
  "0x1b02dA8Cb0d097eB8D57A175b88c7D8b47997506": "sushiswap_v2",
  "0x10ED43C718714eb63d5aA57B78B54704E256024E": "pancakeswap_v2",
  "0x8cFe327CEc66d1C090Dd72bd0FF11d690C33a2Eb": "pancakeswap_v2",
  "0xEfF92A263d31888d860bD50809A8D171709b7b1c": "pancakeswap_v2",
  "0x13f4EA83D0bd40E75C8222255bc855a974568Dd4": "pancakeswap_v3",
  "0x32226588378236Fd0c7c4053999F88aC0e5cAc77": "pancakeswap_v3",
  "0x678Aa4bF4E210cf2166753e054d5b7c31cc7fa86": "pancakeswap_v3",
  "0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84": "lido",
  "0x7f39C581F595B53c5cb19bD0b3f8dA6c935E2Ca0": "lido",
  "0x889edC2eDab5f40e902b864aD4d7AdE8E412F9B1": "lido",
};

/** What pools log of a swap or of liquidity. Where a trade goes through several, the first of these that is there names it. */
const SIGNS: readonly (readonly [event: string, name: string])[] = [
  ["Swap(bytes32,address,int128,int128,uint160,uint128,int24,uint24)", "uniswap_v4"],
  ["Swap(address,address,int256,int256,uint160,uint128,int24,uint128,uint128)", "pancakeswap_v3"],
  ["Swap(address,address,int256,int256,uint160,uint128,int24)", "uniswap_v3"],
  ["Swap(bytes32,address,address,uint256,uint256)", "balancer_v2"],
  ["PoolBalanceChanged(bytes32,address,address[],int256[],uint256[])", "balancer_v2"],
  ["TokenExchange(address,int128,uint256,int128,uint256)", "curve"],
  ["TokenExchange(address,uint256,uint256,uint256,uint256)", "curve"],
  ["Sync(uint112,uint112)", "uniswap_v2"],
  ["LiquidationCall(address,address,address,uint256,uint256,address,bool)", "aave_v3"],
];
const TOPICS = SIGNS.map(([event, name]) => [toEventSelector(event), name] as const);

/** What a deal is called: by the contract that was called, or by what the pools log; undefined where neither tells. */
export function nameDeal({ receipt: { to }, logs, transfers }: Facts): string | undefined {
  const known = to === undefined ? undefined : ROUTERS[to];
  if (known !== undefined) return known;
  const seen = new Set(logs.map(({ topics: [topic] }) => topic));
  const [topic, name] = TOPICS.find(([one]) => seen.has(one)) ?? [];
  if (name !== "uniswap_v2") return name;
  const pairs = new Set(logs.filter(({ topics: [one] }) => one === topic).map(({ address }) => address));
  const names = new Set([...pairs].map((pair) => namePair(pair, transfers) ?? name));
  // Where the first pair is one protocol's and the next another's, neither names the whole.
  return names.size === 1 ? [...names][0] : name;
}

const SWAPS: ReadonlySet<string> = new Set(
  [
    ...SIGNS.map(([event]) => event).filter((event) => /^(Swap|TokenExchange)/.test(event)),
    "Swap(address,uint256,uint256,uint256,uint256,address)",
  ].map(toEventSelector),
);

/** Whether any pool swapped anything in this transaction. */
export function hasSwap({ logs }: Facts): boolean {
  return logs.some(({ topics: [topic] }) => topic !== undefined && SWAPS.has(topic));
}

/** Whether a contract is a pool that swapped something in this transaction. */
export function isPool({ logs }: Facts, contract: Address): boolean {
  return logs.some(({ address, topics: [topic] }) => address === contract && topic !== undefined && SWAPS.has(topic));
}
