import { type Address, zeroAddress } from "viem";
import { type Artifact, published } from "../../sandbox/chain/artifact.ts";
import { type Deployed, type Placed, positionsApp, startProtocolChain } from "./protocol-chain.ts";

const RAY = 10n ** 27n;
/** What borrowers pay a year, whatever is borrowed: 5.12 %. The market keeps none of it. */
export const BORROW_RATE = (512n * RAY) / 10_000n;
export const MILLION = 10n ** 12n;
export const HALF_MILLION = MILLION / 2n;
const LIBRARIES = "protocol/libraries/logic";
const [TOKENS, CONFIGURATION, POOLS] = ["protocol/tokenization", "protocol/configuration", "protocol/pool"];

type Chain = Awaited<ReturnType<typeof startProtocolChain>>;

/** Aave's own market of two reserves, dollars and ether, on a chain of its own. Everybody has plenty of both and has let the pool take them. */
async function startAaveMarket() {
  const chain = await startProtocolChain();
  const [admin] = chain.accounts as [Address];
  const provider = await chain.deploy(aave(CONFIGURATION, "PoolAddressesProvider"), "Market", admin);
  await provider.send(admin, "setACLAdmin", admin);
  const acl = await chain.deploy(aave(CONFIGURATION, "ACLManager"), provider.address);
  await provider.send(admin, "setACLManager", acl.address);
  for (const role of ["addPoolAdmin", "addAssetListingAdmin"]) await acl.send(admin, role, admin);
  const oracle = await chain.deploy(aave("mocks/oracle", "PriceOracle"));
  await provider.send(admin, "setPriceOracle", oracle.address);
  const pool = await deployPool(chain, provider);
  const configurator = await deployConfigurator(chain, provider);
  const dollar = await deployCoin(chain, pool.address, "Dollar", 6);
  const ether = await deployCoin(chain, pool.address, "Ether", 18);
  await oracle.send(admin, "setAssetPrice", dollar.address, 10n ** 8n);
  await oracle.send(admin, "setAssetPrice", ether.address, 2_000n * 10n ** 8n);
  await listReserves(chain, { provider, pool, configurator }, [dollar, ether]);
  const tokensOf = async (asset: Address) => {
    const data = await pool.read<{ aTokenAddress: Address; variableDebtTokenAddress: Address }>(
      "getReserveData",
      asset,
    );
    return {
      aToken: chain.at(data.aTokenAddress, aave(TOKENS, "AToken")),
      debtToken: chain.at(data.variableDebtTokenAddress, aave(TOKENS, "VariableDebtToken")),
    };
  };
  return { chain, admin, pool, configurator, oracle, dollar, ether, tokensOf };
}

/** That market, in which half of a million supplied dollars is borrowed against ether, so that suppliers earn 2.56 % a year; and an app that reads both. */
export async function startLending() {
  const market = await startAaveMarket();
  const { chain, pool, dollar, ether, tokensOf } = market;
  const [, lender, borrower, other] = chain.accounts as [Address, Address, Address, Address];
  const { aToken, debtToken } = await tokensOf(dollar.address);
  const aave = { kind: "aave-v3", asset: dollar.address, token: "dollar" };
  const app = positionsApp(
    chain.url,
    {
      lent: { ...aave, supply: aToken.address, holder: lender },
      owed: { ...aave, debt: debtToken.address, holder: borrower },
    },
    { dollar: { address: dollar.address, decimals: 6 } },
  );
  await pool.send(lender, "supply", dollar.address, MILLION, lender, 0);
  await pool.send(borrower, "supply", ether.address, 1_000n * 10n ** 18n, borrower, 0);
  await pool.send(borrower, "borrow", dollar.address, HALF_MILLION, 2, 0, borrower);
  const wait = async (seconds: number) => {
    const { timestamp } = await chain.rpc<{ timestamp: string }>("eth_getBlockByNumber", "latest", false);
    await chain.rpc("evm_mine", { timestamp: Number(timestamp) + seconds });
  };
  return { ...market, lender, borrower, other, aToken, debtToken, app, wait };
}

function aave(folder: string, name: string, libraries: Readonly<Record<string, Address>> = {}): Artifact {
  return published(`@aave/core-v3/artifacts/contracts/${folder}/${name}.sol/${name}.json`, libraries);
}

async function deployPool(chain: Chain, provider: Deployed): Promise<Placed> {
  const [admin] = chain.accounts as [Address];
  const libraries: Record<string, Address> = {};
  // The last one calls another.
  for (const name of ["Bridge", "EMode", "Liquidation", "Pool", "Supply", "Borrow", "FlashLoan"]) {
    const library = await chain.deploy(aave(LIBRARIES, `${name}Logic`, libraries));
    libraries[`${name}Logic`] = library.address;
  }
  const implementation = await chain.deploy(aave(POOLS, "Pool", libraries), provider.address);
  await provider.send(admin, "setPoolImpl", implementation.address);
  return chain.at(await provider.read<Address>("getPool"), aave(POOLS, "Pool"));
}

async function deployConfigurator(chain: Chain, provider: Deployed): Promise<Placed> {
  const [admin] = chain.accounts as [Address];
  const library = await chain.deploy(aave(LIBRARIES, "ConfiguratorLogic"));
  const libraries = { ConfiguratorLogic: library.address };
  const implementation = await chain.deploy(aave(POOLS, "PoolConfigurator", libraries));
  await provider.send(admin, "setPoolConfiguratorImpl", implementation.address);
  return chain.at(await provider.read<Address>("getPoolConfigurator"), aave(POOLS, "PoolConfigurator"));
}

async function deployCoin(chain: Chain, pool: Address, name: string, decimals: number): Promise<Deployed> {
  const coin = await chain.deploy(aave("mocks/tokens", "MintableERC20"), name, name.toUpperCase(), decimals);
  for (const one of chain.accounts.slice(0, 4)) {
    await coin.send(one, "mint", one, 10n ** BigInt(decimals + 9));
    await coin.send(one, "approve", pool, 2n ** 255n);
  }
  return coin;
}

type Market = { provider: Placed; pool: Placed; configurator: Placed };

async function listReserves(chain: Chain, market: Market, coins: readonly Deployed[]): Promise<void> {
  const [admin] = chain.accounts as [Address];
  const { provider, pool, configurator } = market;
  const ofPool = async (name: string) => (await chain.deploy(aave(TOKENS, name), pool.address)).address;
  const [aTokenImpl, stableDebtTokenImpl, variableDebtTokenImpl] = [
    await ofPool("AToken"),
    await ofPool("StableDebtToken"),
    await ofPool("VariableDebtToken"),
  ];
  const rates = [RAY / 2n, BORROW_RATE, 0n, 0n, 0n, 0n, 0n, 0n, 0n];
  const strategy = await chain.deploy(aave(POOLS, "DefaultReserveInterestRateStrategy"), provider.address, ...rates);
  for (const coin of coins) {
    const input = {
      ...{ aTokenImpl, stableDebtTokenImpl, variableDebtTokenImpl, underlyingAsset: coin.address, params: "0x" },
      underlyingAssetDecimals: Number(await coin.read("decimals")),
      interestRateStrategyAddress: strategy.address,
      ...{ treasury: admin, incentivesController: zeroAddress, aTokenName: "a", aTokenSymbol: "a" },
      ...{ variableDebtTokenName: "v", variableDebtTokenSymbol: "v" },
      ...{ stableDebtTokenName: "s", stableDebtTokenSymbol: "s" },
    };
    await configurator.send(admin, "initReserves", [input]);
    await configurator.send(admin, "setReserveBorrowing", coin.address, true);
    await configurator.send(admin, "configureReserveAsCollateral", coin.address, 8_000, 8_500, 10_500);
  }
}
