import type { Address } from "viem";
import { published } from "../../sandbox/chain/artifact.ts";
import { MULTICALL, placeMulticall } from "../../sandbox/chain/multicall.ts";
import { inOneTransaction, type Step } from "./one-transaction.ts";
import { positionReader } from "./position-reader.ts";
import { type Deployed, positionsApp, startProtocolChain } from "./protocol-chain.ts";

const factoryCode = published("@uniswap/v2-core/build/UniswapV2Factory.json");
export const pairCode = published("@uniswap/v2-core/build/UniswapV2Pair.json");
const coin = published("@uniswap/v2-core/build/ERC20.json");

export const UNIT = 10n ** 18n;

/** The protocol's own pair with somebody's liquidity in it. The treasury is a contract that makes several calls in one transaction, as a Safe does. */
export async function startPair({ protocolFee = "1/6", paid = true } = {}) {
  const chain = await startProtocolChain();
  await placeMulticall(chain.rpc);
  const [other, collector] = chain.accounts as [Address, Address];
  const factory = await chain.deploy(factoryCode, other);
  const made = [await chain.deploy(coin, 10n ** 30n), await chain.deploy(coin, 10n ** 30n)];
  const [coin0, coin1] = made.sort((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1)) as [
    Deployed,
    Deployed,
  ];
  await factory.send(other, "createPair", coin0.address, coin1.address);
  const pair = chain.at(await factory.read<Address>("getPair", coin0.address, coin1.address), pairCode);
  if (paid) await factory.send(other, "setFeeTo", collector);
  const together = (...steps: Step[]) => inOneTransaction(chain, other, steps);
  const app = positionsApp(
    chain.url,
    { pool: { kind: "uniswap-v2", pair: pair.address, holder: MULTICALL, tokens: ["zero", "one"], protocolFee } },
    { zero: { address: coin0.address }, one: { address: coin1.address } },
  );
  /** Pays two amounts into the pair, for whom its shares are. */
  const add = async (amount0: bigint, amount1: bigint, to: Address = MULTICALL) => {
    for (const [of, amount] of [
      [coin0, amount0],
      [coin1, amount1],
    ] as const)
      await of.send(other, "transfer", pair.address, amount);
    await pair.send(other, "mint", to);
  };
  const remove = (shares: bigint) =>
    together([pair, pairCode.abi, "transfer", pair.address, shares], [pair, pairCode.abi, "burn", MULTICALL]);
  /** Pays one token in for as much of the other as the pair gives for it. */
  const swap = async (from: 0 | 1, amount: bigint) => {
    const reserves = await pair.read<[bigint, bigint, number]>("getReserves");
    const [here, there] = from === 0 ? [reserves[0], reserves[1]] : [reserves[1], reserves[0]];
    const out = (amount * 997n * there) / (here * 1_000n + amount * 997n);
    await (from === 0 ? coin0 : coin1).send(other, "transfer", pair.address, amount);
    await pair.send(other, "swap", from === 0 ? 0n : out, from === 0 ? out : 0n, other, "0x");
  };
  const reader = positionReader(app, "pool");
  const read = async () => Object.values(await reader.read());
  const held = async () => [
    await coin0.read<bigint>("balanceOf", MULTICALL),
    await coin1.read<bigint>("balanceOf", MULTICALL),
  ];
  const account = () => Object.values(reader.account());
  const coins = [coin0, coin1] as const;
  return { chain, app, other, pair, coins, together, add, remove, swap, read, held, account };
}
