import { type Address, getAbiItem, zeroAddress } from "viem";
import type { z } from "zod";
import { call, readOne, resultOf } from "../../../chain/call.ts";
import type { Read } from "../../../chain/chain.ts";
import { type PairWorth, pairWorth } from "../../../core/treasury/maths/pair-maths.ts";
import { tokenAbi } from "../shared/token-abi.ts";
import { type SeenLeg, yieldKind } from "../source.ts";
import { pairFilters, pairFlows } from "./uniswap-v2-flows.ts";
import { factoryAbi, pairAbi, pairSchema } from "./uniswap-v2-schema.ts";

type Settings = z.output<typeof pairSchema>;

/** What the holder has of a pair, and what any number of its shares is worth. */
type State = { held: bigint; tokens: readonly [Address, Address]; worth: (shares: bigint) => PairWorth };

const PAIR_VALUES = ["getReserves", "totalSupply", "kLast", "factory", "token0", "token1"] as const;

/** Shares of a pair of Uniswap v2 or one of its kind, held by an account: each of the two tokens as a withdrawal now would pay it. */
export const uniswapV2 = yieldKind("uniswap-v2", pairSchema, (settings) => ({
  protocol: settings.protocol,
  legs: [
    { leg: "token0", token: settings.tokens[0], kind: "pooled" },
    { leg: "token1", token: settings.tokens[1], kind: "pooled" },
  ],
  read: () => readPair(settings),
  filters: pairFilters(settings.pair, settings.holder),
  decode: (logs) => pairFlows(logs, settings.holder, (leg, shares) => valueShares(settings, leg, shares)),
}));

function* readPair(settings: Settings): Read<SeenLeg[]> {
  const { held, tokens, worth } = yield* readState(settings);
  const { amount0, amount1, growth } = worth(held);
  return [
    { leg: "token0", contract: tokens[0], amount: amount0, shares: held, growth },
    { leg: "token1", contract: tokens[1], amount: amount1, shares: held, growth },
  ];
}

function* valueShares(settings: Settings, leg: "token0" | "token1", shares: bigint): Read<bigint> {
  const { worth } = yield* readState(settings);
  const { amount0, amount1 } = worth(shares);
  return leg === "token0" ? amount0 : amount1;
}

/** Two rounds: the pair, and whom its factory pays; nobody is the zero address, and then nothing is due whatever the pair still notes. */
function* readState({ pair, holder, protocolFee }: Settings): Read<State> {
  const results = yield [
    call(pair, getAbiItem({ abi: tokenAbi, name: "balanceOf" }), holder),
    ...PAIR_VALUES.map((name) => call(pair, getAbiItem({ abi: pairAbi, name }))),
  ];
  const held = resultOf<bigint>(results[0]);
  const [reserve0, reserve1] = resultOf<[bigint, bigint, number]>(results[1]);
  const [supply, noted] = [resultOf<bigint>(results[2]), resultOf<bigint>(results[3])];
  const [factory, token0, token1] = results.slice(4).map(resultOf<Address>) as [Address, Address, Address];
  const paid = yield* readOne<Address>(call(factory, getAbiItem({ abi: factoryAbi, name: "feeTo" })));
  const state = { reserve0, reserve1, supply, paidAt: paid === zeroAddress ? 0n : noted };
  return { held, tokens: [token0, token1], worth: (shares) => pairWorth(state, shares, protocolFee) };
}
