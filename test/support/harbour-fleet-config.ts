import { type HarbourChain, walletAt } from "./harbour-chain.ts";
import type { Drop, Fleet } from "./harbour-fleet.ts";
import { harbour } from "./harbour-seed.ts";

/** The fleet's part of the config, as its operator wrote it from docs/config.md. */
export function fleetConfig(
  { chainId: chain, addresses }: HarbourChain,
  { yard, salt }: Pick<Fleet, "yard" | "salt">,
  drops: readonly Drop[],
) {
  const common = { chain, token: "salt", epochSeconds: 3_600 };
  const buoy = { ...common, kind: "event", contract: yard, node: "buoy", recipient: "keeper", amount: "dues" };
  return {
    chains: { [chain]: { name: "Harbour chain", finality: { kind: "depth", blocks: 1 }, logRange: 5 } },
    tokens: {
      tide: { chain, address: addresses.token, symbol: "TIDE", decimals: 18 },
      salt: { chain, address: salt, symbol: "SALT", decimals: 18 },
    },
    electorates: {
      keepers: {
        kind: "nodes",
        rewards: "dues",
        weigh: "stake",
        stake: { target: yard, read: "function ballastOf(bytes32 buoy) view returns (uint256)" },
        minimumAgeSeconds: 3_600,
        paidWithinSeconds: 9_000,
        mostPerNode: "350",
        mostPerOperator: "500",
        symbol: "ballast",
      },
    },
    voting: { rulePack: "plain", electorate: "keepers", periodSeconds: 60, reminderSeconds: 10 },
    rewards: {
      dues: {
        ...buoy,
        label: "Buoy dues",
        event: "event Dues(uint256 dues, bytes32 indexed buoy, address keeper)",
        registryFile: "nodes.csv",
      },
      masts: {
        ...common,
        kind: "transfer",
        label: "Mast pay",
        distributors: [walletAt(7).address],
        nodes: { "mast-1": [walletAt(1).address], "mast-2": [walletAt(2).address] },
      },
      prizes: {
        ...common,
        kind: "merkle-drop",
        label: "Prizes",
        drops: drops.map(({ address, block }, index) => ({
          contract: address,
          epoch: index + 1,
          block,
          tree: { file: `trees/drop-${index + 1}.json` },
        })),
      },
      ghost: { ...buoy, label: "Ghost", event: "event Paid(uint256 dues, bytes32 indexed buoy, address keeper)" },
    },
    nodeAlerts: { missedInRow: 2, channel: harbour.channels.deeds },
    reports: { brief: { title: "Harbour brief", every: "month" } },
  };
}
