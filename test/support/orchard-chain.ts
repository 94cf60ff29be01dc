import { fileURLToPath } from "node:url";
import { type Address, concat, encodeFunctionData, type Hex, maxUint256, pad, zeroAddress } from "viem";
import { startAnvil } from "../../sandbox/chain/anvil.ts";
import { type Artifact, published, safeArtifact } from "../../sandbox/chain/artifact.ts";
import { type Call, createBlockBuilder } from "../../sandbox/chain/block-builder.ts";
import { callContract } from "../../sandbox/chain/call-contract.ts";
import { createDeployer, type Deployer } from "../../sandbox/chain/deployer.ts";
import { placeMulticall } from "../../sandbox/chain/multicall.ts";
import { aavePool, aaveTokens, deployAave } from "../../sandbox/chain/protocols/aave.ts";
import { farmCode } from "../../sandbox/chain/protocols/farm.ts";
import { pairCode } from "../../sandbox/chain/protocols/uniswap.ts";
import { createRpc, type Rpc } from "../../sandbox/chain/rpc.ts";
import { compileFolder } from "./compile.ts";

export const CHAIN_ID = 90_210;
/** The coins by their decimals, and what a whole one costs in dollars with eight decimals; one has no price. */
export const coins = {
  bucks: { decimals: 6, price: 100_000_000n },
  apple: { decimals: 18, price: 250_000_000n },
  crate: { decimals: 0, price: 4_000_000_000n },
  dew: { decimals: 27, price: 1_000_000_000n },
  toll: { decimals: 18, price: 100_000_000n },
  tide: { decimals: 18, price: 200_000_000n },
  pip: { decimals: 18, price: undefined },
} as const;
export type Coin = keyof typeof coins;
export const coinNames = Object.keys(coins) as Coin[];
export const pricedCoins = coinNames.filter((name) => coins[name].price !== undefined);

const FOLDER = fileURLToPath(new URL("../fixtures/orchard/", import.meta.url));

/** So many whole coins, in the smallest unit. */
export function whole(coin: Coin, amount: number): bigint {
  return BigInt(amount) * 10n ** BigInt(coins[coin].decimals);
}

type Codes = Map<Address, Artifact>;

/** A chain with another treasury's contracts, from that Unix second on: a Safe with one owner, who is also the wallet that pays for its gas. */
export async function startOrchardChain(timestamp: number) {
  const anvil = await startAnvil({ chainId: CHAIN_ID, timestamp });
  const rpc = createRpc(anvil.url);
  const [keeper, purser, stranger] = (await rpc<Address[]>("eth_accounts")) as [Address, Address, Address];
  await placeMulticall(rpc);
  await rpc("evm_setAutomine", false);
  await rpc("anvil_setBlockTimestampInterval", 1);
  const builder = createBlockBuilder(rpc);
  const codes: Codes = new Map();
  const deployer = createDeployer(rpc, builder, keeper);
  const placed = await placeContracts(deployer, codes, keeper);
  const safe = await placeSafe(deployer, purser);
  const call = (to: Address, functionName: string, ...args: unknown[]): Call => {
    const { abi } = codes.get(to) ?? { abi: [] };
    return { to, abi, functionName, args };
  };
  return {
    url: anvil.url,
    people: { keeper, purser, stranger, safe },
    at: placed,
    call,
    read: <Result>(to: Address, functionName: string, ...args: unknown[]) =>
      callContract<Result>(rpc, call(to, functionName, ...args)),
    /** Sends calls of one account in one block. */
    sent: async (from: Address, ...calls: Call[]) => {
      for (const one of calls) await builder.send(from, one);
      await builder.mine();
    },
    /** Calls by the Safe, each in a block, carried out and paid for by its owner. */
    bySafe: async (...calls: Call[]) => {
      for (const one of calls) {
        await builder.send(purser, execution(safe, purser, one));
        await builder.mine();
      }
    },
    now: () => timeOf(rpc),
    /** Mines a block of that Unix second, and two more, which make it final. */
    passTo: async (second: number) => {
      await rpc("evm_mine", { timestamp: second });
      await rpc("anvil_mine", "0x2");
    },
    stop: anvil.stop,
  };
}

export type OrchardChain = Awaited<ReturnType<typeof startOrchardChain>>;
/** As much as there is, as an allowance. */
export const everything = maxUint256;

async function placeContracts(deployer: Deployer, codes: Codes, keeper: Address) {
  const { deploy, send, read, settle } = deployer;
  const own = await compileFolder(FOLDER);
  const place = async (code: Artifact | string, ...args: unknown[]) => {
    const artifact = typeof code === "string" ? (own.get(code) as Artifact) : code;
    const address = await deploy(artifact, ...args);
    codes.set(address, artifact);
    return address;
  };
  const at = {} as Record<Coin | `${Coin}Feed`, Address>;
  for (const name of coinNames) {
    const { decimals, price } = coins[name];
    const special = { toll: "TollCoin", tide: "TideCoin" }[name as string];
    at[name] = await (special ? place(special) : place("OrchardCoin", decimals, name.toUpperCase()));
    if (price !== undefined) at[`${name}Feed`] = await place("OrchardFeed", price);
  }
  // A block has no room for all of them.
  await settle();
  const vault = await place("OrchardVault", at.bucks);
  const pay = await place("OrchardPay");
  const plot = await place(farmCode(), keeper, at.pip, at.apple);
  const factoryCode = published("@uniswap/v2-core/build/UniswapV2Factory.json");
  const factory = await deploy(factoryCode, keeper);
  await send(factory, factoryCode, "createPair", at.bucks, at.apple);
  await settle();
  const pool = await read<Address>(factory, factoryCode, "getPair", at.bucks, at.apple);
  codes.set(pool, pairCode());
  const lent = (["bucks", "apple"] as const).map((name) => {
    const { decimals, price } = coins[name];
    return { token: at[name], symbol: name.toUpperCase(), decimals, price };
  });
  const market = (await deployAave(keeper, deployer, lent)).pool;
  codes.set(market, aavePool());
  const provider = await read<Address>(market, aavePool(), "ADDRESSES_PROVIDER");
  const providerCode = published(
    "@aave/core-v3/artifacts/contracts/protocol/configuration/PoolAddressesProvider.sol/PoolAddressesProvider.json",
  );
  const configurator = await read<Address>(provider, providerCode, "getPoolConfigurator");
  codes.set(
    configurator,
    published("@aave/core-v3/artifacts/contracts/protocol/pool/PoolConfigurator.sol/PoolConfigurator.json"),
  );
  const lending = {
    bucks: await aaveTokens(deployer, market, at.bucks),
    apple: await aaveTokens(deployer, market, at.apple),
  };
  return { ...at, vault, pay, plot, pool, market, configurator, lending };
}

async function placeSafe({ deploy, read, send, settle }: Deployer, owner: Address): Promise<Address> {
  const factoryCode = safeArtifact("SafeProxyFactory");
  const [singleton, factory] = [await deploy(safeArtifact("SafeL2")), await deploy(factoryCode)];
  await settle();
  const args = [[owner], 1n, zeroAddress, "0x", zeroAddress, zeroAddress, 0n, zeroAddress];
  const setup = encodeFunctionData({ abi: safeArtifact("SafeL2").abi, functionName: "setup", args });
  const making = [factory, factoryCode, "createProxyWithNonce", singleton, setup, 0n] as const;
  const safe = await read<Address>(...making);
  await send(...making);
  await settle();
  return safe;
}

/** The owner signs by sending it. */
function execution(safe: Address, owner: Address, { to, ...one }: Call): Call {
  const signature: Hex = concat([pad(owner), pad("0x"), "0x01"]);
  const args = [to, 0n, encodeFunctionData(one), 0, 0n, 0n, 0n, zeroAddress, zeroAddress, signature];
  return { to: safe, abi: safeArtifact("SafeL2").abi, functionName: "execTransaction", args };
}

async function timeOf(rpc: Rpc): Promise<bigint> {
  return BigInt((await rpc<{ timestamp: Hex }>("eth_getBlockByNumber", "latest", false)).timestamp);
}
