import { type Address, erc20Abi, maxUint256 } from "viem";
import { artifact } from "./artifact.ts";
import type { Call } from "./block-builder.ts";
import { POOLS, RANGE_NFT, START_PRICE, type TreasuryMove, WORKSHOP } from "./heliogrid.ts";
import { aavePool, VARIABLE_RATE } from "./protocols/aave.ts";
import { farmCode } from "./protocols/farm.ts";
import { helioFor, inOrder, pairCode, RANGE_FEE, rangeManagerCode, ticksAround } from "./protocols/uniswap.ts";
import type { Rpc } from "./rpc.ts";
import { pairReserves } from "./trade.ts";
import type { World } from "./world.ts";

const EVERYTHING = (1n << 128n) - 1n;

/** The calls a movement of the treasury is made of, which its Safe makes in one transaction. */
export async function callsOf({ kind, amount = 0n }: TreasuryMove, world: World, rpc: Rpc): Promise<Call[]> {
  const at = world.addresses;
  const { safe, dollar } = at;
  const { vault, pool, farm } = contracts(at);
  switch (kind) {
    case "deposit":
      return [allow(dollar, at.vault, amount), vault("deposit", amount, safe)];
    case "withdraw":
      return [vault("withdraw", amount, safe, safe)];
    case "lend":
      return [allow(dollar, at.aavePool, amount), pool("supply", dollar, amount, safe, 0)];
    case "take back":
      return [pool("withdraw", dollar, amount, safe)];
    case "borrow":
      return [pool("borrow", dollar, amount, VARIABLE_RATE, 0, safe)];
    case "repay":
      return [allow(dollar, at.aavePool, amount), pool("repay", dollar, amount, VARIABLE_RATE, safe)];
    case "pay":
      return [pay(dollar, WORKSHOP, amount)];
    case "stake":
      return [allow(at.token, at.farm, amount), farm("stake", amount)];
    case "claim":
      return [farm("getReward")];
    case "join pair":
      return joinPair(at, amount, await pairReserves(rpc, world));
    case "open range":
      return openRange(at, amount);
    case "collect":
      return [collect(at)];
  }
}

function contracts(at: World["addresses"]) {
  const bound =
    (to: Address, { abi }: Pick<Call, "abi">) =>
    (functionName: string, ...args: unknown[]): Call => {
      return { to, abi, functionName, args };
    };
  return {
    vault: bound(at.vault, artifact("ReserveVault")),
    pool: bound(at.aavePool, aavePool()),
    farm: bound(at.farm, farmCode()),
  };
}

/** As much of both tokens as fits what already lies in the pair. */
function joinPair(at: World["addresses"], dollars: bigint, reserves: { helio: bigint; dollars: bigint }): Call[] {
  const helio = (dollars * reserves.helio) / reserves.dollars;
  const mint = { to: at.pair, abi: pairCode().abi, functionName: "mint", args: [at.safe] };
  return [pay(at.dollar, at.pair, dollars), pay(at.token, at.pair, helio), mint];
}

/** Of both tokens as much as the range takes at the price it has. */
function openRange(at: World["addresses"], dollars: bigint): Call[] {
  const helio = helioFor(dollars, START_PRICE);
  const [token0, token1] = inOrder(at, at.token, at.dollar);
  const [amount0Desired, amount1Desired] = inOrder(at, helio, dollars);
  const range = {
    ...{ token0, token1, fee: RANGE_FEE, ...ticksAround(at, START_PRICE, POOLS.treasuryRange) },
    ...{ amount0Desired, amount1Desired, amount0Min: 0n, amount1Min: 0n, recipient: at.safe, deadline: maxUint256 },
  };
  const mint = { to: at.rangeManager, abi: rangeManagerCode().abi, functionName: "mint", args: [range] };
  return [allow(at.dollar, at.rangeManager, dollars), allow(at.token, at.rangeManager, helio), mint];
}

function collect(at: World["addresses"]): Call {
  const all = { tokenId: RANGE_NFT, recipient: at.safe, amount0Max: EVERYTHING, amount1Max: EVERYTHING };
  return { to: at.rangeManager, abi: rangeManagerCode().abi, functionName: "collect", args: [all] };
}

function pay(token: Address, to: Address, amount: bigint): Call {
  return { to: token, abi: erc20Abi, functionName: "transfer", args: [to, amount] };
}

/** No more is ever allowed than is meant to be taken. */
function allow(token: Address, spender: Address, amount: bigint): Call {
  return { to: token, abi: erc20Abi, functionName: "approve", args: [spender, amount] };
}
