import { RANGE_NFT } from "./chain/heliogrid.ts";
import { inOrder } from "./chain/protocols/uniswap.ts";
import type { World } from "./chain/world.ts";
import { PEOPLE, type Person } from "./people.ts";

/** What the treasury's Safe holds and where, as the operator would write it: a position of each kind that there is a protocol for. */
export function heliogridPositions({ addresses, deployBlocks, chainId }: World) {
  const ours = { chain: chainId, holder: addresses.safe };
  const tokens = inOrder(addresses, "helio", "dollar");
  return {
    reserve: {
      kind: "erc4626",
      ...ours,
      label: "Reserve vault",
      protocol: "Reserve Vault",
      vault: addresses.vault,
      token: "dollar",
      quoted: "6 %",
      fromBlock: deployBlocks.vault,
    },
    lending: {
      kind: "aave-v3",
      ...ours,
      label: "Aave tUSD",
      asset: addresses.dollar,
      supply: addresses.aaveDollar,
      debt: addresses.aaveDollarDebt,
      token: "dollar",
      fromBlock: deployBlocks.aaveDollar,
    },
    dollars: { kind: "balance", ...ours, label: "Dollars", contract: addresses.dollar, token: "dollar" },
    helio: { kind: "balance", ...ours, label: "HELIO", contract: addresses.token, token: "helio" },
    pool: {
      kind: "uniswap-v2",
      ...ours,
      label: "HELIO/tUSD pool",
      pair: addresses.pair,
      tokens,
      fromBlock: deployBlocks.pair,
    },
    range: {
      kind: "uniswap-v3",
      ...ours,
      label: "HELIO/tUSD range",
      manager: addresses.rangeManager,
      pool: addresses.rangePool,
      ids: [`${RANGE_NFT}`],
      tokens,
      fromBlock: deployBlocks.rangePool,
    },
    farm: {
      kind: "staking-rewards",
      ...ours,
      label: "HELIO farm",
      contract: addresses.farm,
      token: "helio",
      rewardToken: "helio",
      fromBlock: deployBlocks.farm,
    },
  };
}

/** The Safe's owners, who pay for its transactions and are given back what it cost them. */
export function safeOwners({ chainId, roles }: World) {
  const isOwner = ({ name }: Person) => roles.safeOwners.some((owner) => owner === roles.wallets[name]);
  return PEOPLE.filter(isOwner).map(({ name, displayName }) => {
    return { chain: chainId, address: roles.wallets[name], label: displayName };
  });
}
