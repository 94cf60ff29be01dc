import { type Address, zeroAddress } from "viem";
import { type Artifact, published } from "../artifact.ts";
import type { Deployer } from "../deployer.ts";

/** A ray: one, at a scale of 1e27. */
const RAY = 10n ** 27n;
const LIBRARIES = "protocol/libraries/logic";
const CONFIGURATION = "protocol/configuration";
const TOKENS = "protocol/tokenization";

/** Up to four fifths lent out, borrowers pay in proportion up to 6 % a year, and steeply more beyond. */
const RATES = [(8n * RAY) / 10n, 0n, (6n * RAY) / 100n, (60n * RAY) / 100n, 0n, 0n, 0n, 0n, 0n];
/** The market keeps a tenth of the interest. */
const RESERVE_FACTOR = 1_000n;
/** Loan to value, liquidation threshold and liquidation bonus, in basis points. */
const COLLATERAL = [7_500n, 8_000n, 10_500n];

/** How its pool calls a debt whose rate goes with the market. */
export const VARIABLE_RATE = 2n;

/** What a market lends: the token, its symbol and decimals, and its price in dollars with eight decimals. */
export type Lent = { token: Address; symbol: string; decimals: number; price: bigint };

/** Aave v3's pool, as all who use it call it. */
export const aavePool = () => aave("protocol/pool", "Pool");

/** Deploys an Aave v3 market that lends these tokens, with the code of Aave's own package; says its pool, and the block it is ready in. */
export async function deployAave(
  keeper: Address,
  deployer: Deployer,
  lent: readonly Lent[],
): Promise<{ pool: Address; block: number }> {
  const { deploy, send, read, settle } = deployer;
  const providerCode = aave(CONFIGURATION, "PoolAddressesProvider");
  const provider = await deploy(providerCode, "Heliochain market", keeper);
  await send(provider, providerCode, "setACLAdmin", keeper);
  await openTo(keeper, provider, deployer);
  await deployOracle(provider, deployer, lent);
  const libraries = await deployLibraries(deployer);
  await settle();
  const configuratorCode = aave("protocol/pool", "PoolConfigurator", libraries);
  const poolCode = aave("protocol/pool", "Pool", libraries);
  await send(provider, providerCode, "setPoolImpl", await deploy(poolCode, provider));
  await send(provider, providerCode, "setPoolConfiguratorImpl", await deploy(configuratorCode));
  await settle();
  const pool = await read<Address>(provider, providerCode, "getPool");
  const configurator = await read<Address>(provider, providerCode, "getPoolConfigurator");
  await listReserves(deployer, { provider, pool, configurator, keeper }, lent);
  return { pool, block: await settle() };
}

function aave(folder: string, name: string, libraries: Readonly<Record<string, Address>> = {}): Artifact {
  return published(`@aave/core-v3/artifacts/contracts/${folder}/${name}.sol/${name}.json`, libraries);
}

async function openTo(keeper: Address, provider: Address, { deploy, send }: Deployer): Promise<void> {
  const accessCode = aave(CONFIGURATION, "ACLManager");
  const access = await deploy(accessCode, provider);
  await send(provider, aave(CONFIGURATION, "PoolAddressesProvider"), "setACLManager", access);
  for (const role of ["addPoolAdmin", "addAssetListingAdmin"]) await send(access, accessCode, role, keeper);
}

async function deployOracle(provider: Address, { deploy, send }: Deployer, lent: readonly Lent[]): Promise<void> {
  const oracleCode = aave("mocks/oracle", "PriceOracle");
  const oracle = await deploy(oracleCode);
  await send(provider, aave(CONFIGURATION, "PoolAddressesProvider"), "setPriceOracle", oracle);
  for (const { token, price } of lent) await send(oracle, oracleCode, "setAssetPrice", token, price);
}

async function deployLibraries({ deploy, settle }: Deployer): Promise<Record<string, Address>> {
  const libraries: Record<string, Address> = {};
  const names = ["Bridge", "EMode", "Liquidation", "Pool", "Supply", "Configurator", "Borrow"];
  for (const name of names) libraries[`${name}Logic`] = await deploy(aave(LIBRARIES, `${name}Logic`));
  // A block has no room for all of them.
  await settle();
  // The last one calls another.
  libraries["FlashLoanLogic"] = await deploy(aave(LIBRARIES, "FlashLoanLogic", libraries));
  return libraries;
}

type Market = { provider: Address; pool: Address; configurator: Address; keeper: Address };

async function listReserves({ deploy, send }: Deployer, market: Market, lent: readonly Lent[]): Promise<void> {
  const { provider, pool, configurator, keeper } = market;
  const code = aave("protocol/pool", "PoolConfigurator");
  const strategy = await deploy(aave("protocol/pool", "DefaultReserveInterestRateStrategy"), provider, ...RATES);
  const common = {
    aTokenImpl: await deploy(aave(TOKENS, "AToken"), pool),
    stableDebtTokenImpl: await deploy(aave(TOKENS, "StableDebtToken"), pool),
    variableDebtTokenImpl: await deploy(aave(TOKENS, "VariableDebtToken"), pool),
    ...{ interestRateStrategyAddress: strategy, treasury: keeper, incentivesController: zeroAddress, params: "0x" },
  };
  const reserves = lent.map(({ token, symbol, decimals }) => ({
    ...{ ...common, underlyingAsset: token, underlyingAssetDecimals: decimals },
    ...{ aTokenName: `Aave ${symbol}`, aTokenSymbol: `a${symbol}` },
    ...{ variableDebtTokenName: `Aave variable debt ${symbol}`, variableDebtTokenSymbol: `variableDebt${symbol}` },
    ...{ stableDebtTokenName: `Aave stable debt ${symbol}`, stableDebtTokenSymbol: `stableDebt${symbol}` },
  }));
  await send(configurator, code, "initReserves", reserves);
  for (const { token } of lent) {
    await send(configurator, code, "setReserveBorrowing", token, true);
    await send(configurator, code, "configureReserveAsCollateral", token, ...COLLATERAL);
    await send(configurator, code, "setReserveFactor", token, RESERVE_FACTOR);
  }
}

/** A reserve's tokens: what suppliers hold, and what borrowers owe at the variable rate. */
export async function aaveTokens(
  { read }: Deployer,
  pool: Address,
  token: Address,
): Promise<{ supply: Address; debt: Address }> {
  const found = await read<{ aTokenAddress: Address; variableDebtTokenAddress: Address }>(
    pool,
    aavePool(),
    "getReserveData",
    token,
  );
  return { supply: found.aTokenAddress, debt: found.variableDebtTokenAddress };
}
