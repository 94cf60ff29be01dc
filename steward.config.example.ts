import { defineConfig } from "./src/config/schema.ts";

// Copy to steward.config.ts. The addresses are placeholders; docs/config.md describes every key and shows a config with all of them.
export default defineConfig({
  server: "700000000000000001",
  channels: {
    proposals: "700000000000000202",
    reports: "700000000000000204",
  },
  roles: {
    maintainer: ["700000000000000102"],
    treasurer: ["700000000000000103"],
  },
  chains: {
    42161: {
      name: "Arbitrum One",
    },
  },
  electorates: {
    holders: {
      kind: "votes",
      chain: 42161,
      token: "0x1111111111111111111111111111111111111111",
      symbol: "HELIO",
    },
  },
  rulePacks: {
    standard: {
      title: "Standard",
      quorum: {
        kind: "share",
        share: "4 %",
      },
    },
  },
  voting: {
    rulePack: "standard",
    electorate: "holders",
    periodSeconds: 259200,
  },
  executors: {
    dao: {
      kind: "governor",
      chain: 42161,
      governor: "0x2222222222222222222222222222222222222222",
      timelock: "0x3333333333333333333333333333333333333333",
    },
  },
  parameters: {
    "operator-fee": {
      title: "Operator fee",
      chain: 42161,
      target: "0x4444444444444444444444444444444444444444",
      getter: "function operatorFeeBps() view returns (uint256)",
      setter: "function setOperatorFeeBps(uint256 value)",
      codec: {
        type: "percent",
        scale: "10000",
      },
      guardrails: {
        min: "0 %",
        max: "30 %",
        step: "0.25 %",
      },
      executor: "dao",
    },
  },
});
