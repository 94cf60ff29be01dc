import { createConfig } from "ponder";

const { PEER_RPC: rpc, PEER_CONTRACT: address, PEER_START: start, PEER_DATABASE: connectionString } = process.env;

export default createConfig({
  database: { kind: "postgres", connectionString },
  chains: { measured: { id: 31_337, rpc } },
  contracts: {
    Rewards: {
      abi: [
        {
          type: "event",
          name: "RewardPaid",
          inputs: [
            { name: "nodeId", type: "uint256", indexed: true },
            { name: "owner", type: "address", indexed: true },
            { name: "epoch", type: "uint256", indexed: true },
            { name: "amount", type: "uint256", indexed: false },
          ],
        },
      ],
      chain: "measured",
      address: address as `0x${string}`,
      startBlock: Number(start),
    },
  },
});
