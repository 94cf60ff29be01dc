import type { Preset } from "./preset.ts";

/**
 * The precompiles of Arbitrum chains, at the same addresses on each: read from ArbGasInfo, set through ArbOwner, of
 * OffchainLabs/nitro-precompile-interfaces. Only the chain's owner may call ArbOwner.
 */
export const arbitrum: Preset = {
  name: "arbitrum",
  title: "Arbitrum",
  chain: 42_161,
  everywhere: true,
  contracts: {
    "gas-info": "0x000000000000000000000000000000000000006C",
    owner: "0x0000000000000000000000000000000000000070",
  },
  parameters: {
    "least-base-fee": {
      title: "Least base fee",
      description: "What a unit of gas costs at least.",
      contract: "owner",
      readFrom: "gas-info",
      getter: "function getMinimumGasPrice() view returns (uint256)",
      setter: "function setMinimumL2BaseFee(uint256 priceInWei)",
      codec: { type: "amount", symbol: "gwei", decimals: 9 },
    },
    "speed-limit": {
      title: "Speed limit",
      description: "How much gas the chain computes a second before it becomes dearer.",
      contract: "owner",
      readFrom: "gas-info",
      getter: "function getGasAccountingParams() view returns (uint256, uint256, uint256)",
      pick: "0",
      setter: "function setSpeedLimit(uint64 limit)",
      codec: { type: "integer", unit: "gas" },
      guardrails: { min: "1 gas" },
    },
    "tx-gas-limit": {
      title: "Largest transaction",
      description: "How much gas one transaction may take.",
      contract: "owner",
      readFrom: "gas-info",
      getter: "function getGasAccountingParams() view returns (uint256, uint256, uint256)",
      pick: "2",
      setter: "function setMaxTxGasLimit(uint64 limit)",
      codec: { type: "integer", unit: "gas" },
      guardrails: { min: "1 gas" },
    },
    "pricing-inertia": {
      title: "Pricing inertia",
      description: "How slowly the base fee follows demand.",
      contract: "owner",
      readFrom: "gas-info",
      getter: "function getPricingInertia() view returns (uint64)",
      setter: "function setL2GasPricingInertia(uint64 sec)",
      codec: { type: "duration" },
      guardrails: { min: "1 s" },
    },
  },
};
