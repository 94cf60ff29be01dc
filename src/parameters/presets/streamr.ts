import type { Preset } from "./preset.ts";

const fraction = { type: "percent", scale: "1000000000000000000" } as const;
const data = { type: "amount", symbol: "DATA", decimals: 18 } as const;
const share = { min: "0 %", max: "100 %" };

/**
 * Streamr on Polygon: StreamrConfig of streamr-dev/network-contracts, address of its packages/config/config.json. On peaq
 * (3338) it is 0xc81Fa3Cc3E81dF24D21bfc608f8FB06262Da4F8c, on IoTeX (4689) 0x176B108E72ee49A01Bea1eDb32f7f296d2bb3db8.
 */
export const streamr: Preset = {
  name: "streamr",
  title: "Streamr",
  chain: 137,
  contracts: { config: "0x869e88dB146ECAF20dDf199a12684cD80c263c8f" },
  parameters: {
    slashing: {
      title: "Slashing",
      description: "The share of its stake that an operator loses for breaking the rules.",
      contract: "config",
      getter: "function slashingFraction() view returns (uint256)",
      setter: "function setSlashingFraction(uint256 newSlashingFraction)",
      codec: fraction,
      guardrails: { min: "0 %", max: "99 %" },
    },
    "protocol-fee": {
      title: "Protocol fee",
      description: "The share of operators' earnings that the protocol keeps.",
      contract: "config",
      getter: "function protocolFeeFraction() view returns (uint256)",
      setter: "function setProtocolFeeFraction(uint256 newProtocolFeeFraction)",
      codec: fraction,
      guardrails: share,
    },
    "self-delegation": {
      title: "Least self-delegation",
      description: "The share of an operator's stake that must be its owner's.",
      contract: "config",
      getter: "function minimumSelfDelegationFraction() view returns (uint256)",
      setter: "function setMinimumSelfDelegationFraction(uint256 newMinimumSelfDelegationFraction)",
      codec: fraction,
      guardrails: share,
    },
    "least-delegation": {
      title: "Least delegation",
      description: "The smallest amount that can be delegated.",
      contract: "config",
      getter: "function minimumDelegationWei() view returns (uint256)",
      setter: "function setMinimumDelegationWei(uint256 newMinimumDelegationWei)",
      codec: data,
    },
    "max-queue": {
      title: "Longest undelegation queue",
      description: "After waiting so long, anybody can force an operator to unstake. Longer than the penalty period.",
      contract: "config",
      getter: "function maxQueueSeconds() view returns (uint256)",
      setter: "function setMaxQueueSeconds(uint256 newMaxQueueSeconds)",
      codec: { type: "duration" },
      guardrails: { minGetter: "function maxPenaltyPeriodSeconds() view returns (uint256)" },
    },
    "max-penalty": {
      title: "Longest penalty period",
      description: "How long a sponsorship may bind operators at most. Shorter than the undelegation queue.",
      contract: "config",
      getter: "function maxPenaltyPeriodSeconds() view returns (uint256)",
      setter: "function setMaxPenaltyPeriodSeconds(uint256 newMaxPenaltyPeriodSeconds)",
      codec: { type: "duration" },
      guardrails: { maxGetter: "function maxQueueSeconds() view returns (uint256)" },
    },
    "flag-stake": {
      title: "Flag stake",
      description: "What a flagger must stake; at least all reviewers' rewards over what slashing leaves.",
      contract: "config",
      getter: "function flagStakeWei() view returns (uint256)",
      setter: "function setFlagStakeWei(uint256 newFlagStakeWei)",
      codec: data,
    },
    reviewers: {
      title: "Reviewers of a flag",
      description: "How many operators review a flag.",
      contract: "config",
      getter: "function flagReviewerCount() view returns (uint256)",
      setter: "function setFlagReviewerCount(uint256 newFlagReviewerCount)",
      codec: { type: "integer", unit: "reviewers" },
      guardrails: { min: "1 reviewers", max: "32 reviewers" },
      sideEffects: ["reviewer-search"],
    },
    "reviewer-search": {
      title: "Search for reviewers",
      description: "How often a reviewer is looked for at most; never less often than there are reviewers.",
      contract: "config",
      getter: "function flagReviewerSelectionIterations() view returns (uint256)",
      setter: "function setFlagReviewerSelectionIterations(uint256 newFlagReviewerSelectionIterations)",
      codec: { type: "integer", unit: "tries" },
      guardrails: { minGetter: "function flagReviewerCount() view returns (uint256)" },
    },
  },
};
