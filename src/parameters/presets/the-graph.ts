import type { Preset } from "./preset.ts";

const grt = { type: "amount", symbol: "GRT", decimals: 18 } as const;
const ppm = { type: "percent", scale: "1000000" } as const;
const share = { min: "0 %", max: "100 %" };

/**
 * The Graph on Arbitrum One, of graphprotocol/contracts, addresses of its packages' addresses.json. The address of Curation
 * was not found there, so that a config which wants the curation tax gives it.
 */
export const theGraph: Preset = {
  name: "the-graph",
  title: "The Graph",
  chain: 42_161,
  contracts: {
    "issuance-allocator": "0xb64f29b2d81140ffc3a135e319561a1bd03b1a7e",
    "dispute-manager": "0x2FE023a575449AcB698648eD21276293Fa176f96",
    "subgraph-service": "0xb2Bb92d0DE618878E438b55D5846cfecD9301105",
    "eligibility-oracle": "0x02753bae61c08abd4351bce7f48524935c2cc78e",
    curation: undefined,
  },
  parameters: {
    issuance: {
      title: "Issuance",
      description: "New GRT for each block of Ethereum, of 12 seconds.",
      contract: "issuance-allocator",
      getter: "function getIssuancePerBlock() view returns (uint256)",
      setter: "function setIssuancePerBlock(uint256 newIssuancePerBlock) returns (bool)",
      codec: grt,
      per: { unit: "block", seconds: 12 },
    },
    eligibility: {
      title: "Eligibility period",
      description: "How long an indexer stays eligible for rewards after it was found to be.",
      contract: "eligibility-oracle",
      getter: "function getEligibilityPeriod() view returns (uint256)",
      setter: "function setEligibilityPeriod(uint256 eligibilityPeriod) returns (bool)",
      codec: { type: "duration" },
    },
    "oracle-timeout": {
      title: "Oracle's timeout",
      description: "After so long without an update every indexer is eligible.",
      contract: "eligibility-oracle",
      getter: "function getOracleUpdateTimeout() view returns (uint256)",
      setter: "function setOracleUpdateTimeout(uint256 oracleUpdateTimeout) returns (bool)",
      codec: { type: "duration" },
    },
    "curation-tax": {
      title: "Curation tax",
      description: "The share of a curator's deposit that is burned.",
      contract: "curation",
      getter: "function curationTaxPercentage() view returns (uint32)",
      setter: "function setCurationTaxPercentage(uint32 _percentage)",
      codec: ppm,
      guardrails: share,
    },
    slashing: {
      title: "Largest slashing",
      description: "The share of its stake that an indexer can lose in a dispute at most.",
      contract: "dispute-manager",
      getter: "function maxSlashingCut() view returns (uint32)",
      setter: "function setMaxSlashingCut(uint32 maxSlashingCut_)",
      codec: ppm,
      guardrails: share,
    },
    "fisherman-reward": {
      title: "Fisherman's reward",
      description: "The share of what is slashed that goes to whoever disputed.",
      contract: "dispute-manager",
      getter: "function fishermanRewardCut() view returns (uint32)",
      setter: "function setFishermanRewardCut(uint32 fishermanRewardCut_)",
      codec: ppm,
      guardrails: share,
    },
    "least-provision": {
      title: "Least provision",
      description: "The stake that an indexer needs to take part.",
      contract: "subgraph-service",
      getter: "function getProvisionTokensRange() view returns (uint256, uint256)",
      pick: "0",
      setter: "function setMinimumProvisionTokens(uint256 minimumProvisionTokens)",
      codec: grt,
    },
    "delegation-ratio": {
      title: "Delegation ratio",
      description: "How many times an indexer's own stake its delegations may be.",
      contract: "subgraph-service",
      getter: "function getDelegationRatio() view returns (uint32)",
      setter: "function setDelegationRatio(uint32 delegationRatio)",
      codec: { type: "integer" },
      guardrails: { min: "0" },
    },
    "stake-to-fees": {
      title: "Stake to fees",
      description: "How many times collected query fees are locked as stake.",
      contract: "subgraph-service",
      getter: "function stakeToFeesRatio() view returns (uint256)",
      setter: "function setStakeToFeesRatio(uint256 stakeToFeesRatio_)",
      codec: { type: "integer" },
      guardrails: { min: "1" },
    },
    "poi-staleness": {
      title: "Longest time between proofs",
      description: "An indexer that shows no proof for longer earns no rewards.",
      contract: "subgraph-service",
      getter: "function maxPOIStaleness() view returns (uint256)",
      setter: "function setMaxPOIStaleness(uint256 maxPOIStaleness)",
      codec: { type: "duration" },
    },
    "curation-cut": {
      title: "Curators' cut",
      description: "The share of query fees that goes to curators.",
      contract: "subgraph-service",
      getter: "function curationFeesCut() view returns (uint256)",
      setter: "function setCurationCut(uint256 curationCut)",
      codec: ppm,
      guardrails: share,
    },
  },
};
