import { type Address, zeroAddress } from "viem";
import type { Accounts } from "./accounts.ts";
import { type Artifact, artifact, safeArtifact } from "./artifact.ts";
import { createBlockBuilder } from "./block-builder.ts";
import { createDeployer, type Deployer } from "./deployer.ts";
import * as heliogrid from "./heliogrid.ts";
import { MULTICALL, placeMulticall } from "./multicall.ts";
import { aaveTokens, deployAave } from "./protocols/aave.ts";
import { farmCode } from "./protocols/farm.ts";
import { deployPair, deployRangePool } from "./protocols/uniswap.ts";
import type { Rpc } from "./rpc.ts";
import { createSafe } from "./safe.ts";
import type { ContractName, World } from "./world.ts";

type Addresses = World["addresses"];
type Place = (name: ContractName, artifact: Artifact, args?: readonly unknown[]) => Promise<void>;

/** Deploys all contracts in a few blocks; on a fresh chain their addresses are always the same. */
export async function deployContracts(
  rpc: Rpc,
  accounts: Accounts,
): Promise<Pick<World, "addresses" | "deployBlocks">> {
  const builder = createBlockBuilder(rpc);
  const addresses = { multicall: MULTICALL } as Addresses;
  const deployBlocks = { multicall: 0 } as World["deployBlocks"];
  const deployer = createDeployer(rpc, builder, accounts.keeper);
  const place: Place = async (name, contract, args = []) => {
    addresses[name] = await deployer.deploy(contract, ...args);
  };
  const record = (block: number) => {
    for (const name of Object.keys(addresses) as ContractName[]) deployBlocks[name] ??= block;
  };
  const settle = async () => record(await deployer.settle());
  await placeMulticall(rpc);
  await placeSafeContracts(place);
  await settle();
  addresses.safe = await createSafe(rpc, builder, accounts, addresses);
  await settle();
  await placeGovernance(place, addresses, () => deployer.nextAddress(1n), accounts.keeper);
  await settle();
  await placeMoney(place, addresses, accounts.keeper);
  await settle();
  // Those that came later come last, so that the others' addresses are what they always were.
  record(await placeMarket(deployer, addresses, accounts.keeper));
  await placePools(deployer, addresses, accounts.keeper);
  await place("farm", farmCode(), [accounts.keeper, addresses.token, addresses.token]);
  await place("coinFeed", artifact("PriceFeed"), [8, "ETH / USD", accounts.keeper]);
  await settle();
  return { addresses, deployBlocks };
}

async function placeSafeContracts(place: Place): Promise<void> {
  await place("safeSingleton", safeArtifact("SafeL2"));
  await place("safeFactory", safeArtifact("SafeProxyFactory"));
  await place("safeFallbackHandler", safeArtifact("CompatibilityFallbackHandler"));
  await place("multiSend", safeArtifact("MultiSend"));
  await place("multiSendCallOnly", safeArtifact("MultiSendCallOnly"));
}

async function placeGovernance(
  place: Place,
  at: Addresses,
  afterNext: () => Promise<Address>,
  keeper: Address,
): Promise<void> {
  await place("token", artifact("HelioToken"), [keeper, heliogrid.SUPPLY.helio]);
  // The timelock names the Governor before it exists, so that nobody ever was its administrator.
  const proposers = [await afterNext()];
  const timelockArgs = [BigInt(heliogrid.TIMELOCK_DELAY), proposers, [zeroAddress], zeroAddress];
  await place("timelock", artifact("TimelockController"), timelockArgs);
  await place("governor", artifact("HelioGovernor"), [at.token, at.timelock, heliogrid.GOVERNOR_SETTINGS]);
  const regions = Object.keys(heliogrid.REGIONS) as heliogrid.Region[];
  const initial = {
    ...heliogrid.PARAMETERS,
    feeCollector: at.safe,
    regions: regions.map(heliogrid.regionKey),
    multipliers: regions.map((region) => heliogrid.REGIONS[region]),
  };
  await place("registry", artifact("ParameterRegistry"), [at.timelock, initial]);
}

async function placeMoney(place: Place, at: Addresses, keeper: Address): Promise<void> {
  await place("dollar", artifact("TestDollar"), [keeper]);
  await place("vault", artifact("ReserveVault"), [at.dollar, heliogrid.VAULT_RATE, keeper]);
  await place("rewards", artifact("NodeRewards"), [at.token, keeper]);
  await place("helioFeed", artifact("PriceFeed"), [8, "HELIO / USD", keeper]);
  await place("dollarFeed", artifact("PriceFeed"), [8, "tUSD / USD", keeper]);
}

async function placeMarket(deployer: Deployer, at: Addresses, keeper: Address): Promise<number> {
  const price = heliogrid.START_PRICE;
  const { pool, block } = await deployAave(keeper, deployer, [
    { token: at.dollar, symbol: "tUSD", decimals: 6, price: 100_000_000n },
    { token: at.token, symbol: "HELIO", decimals: 18, price },
  ]);
  const { supply, debt } = await aaveTokens(deployer, pool, at.dollar);
  Object.assign(at, { aavePool: pool, aaveDollar: supply, aaveDollarDebt: debt });
  return block;
}

async function placePools(deployer: Deployer, at: Addresses, keeper: Address): Promise<void> {
  at.pair = await deployPair(deployer, keeper, at);
  Object.assign(at, await deployRangePool(deployer, at, heliogrid.START_PRICE));
}
