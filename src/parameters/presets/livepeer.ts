import type { Preset } from "./preset.ts";

/** A round's length as livepeer's own yearly figures take it: 21 hours. */
const ROUND = 75_600;

const share = { min: "0 %", max: "100 %" };

/** Livepeer on Arbitrum One: Minter, BondingManager and RoundsManager of livepeer/protocol, addresses of its deployments/arbitrumMainnet. */
export const livepeer: Preset = {
  name: "livepeer",
  title: "Livepeer",
  chain: 42_161,
  contracts: {
    minter: "0xc20DE37170B45774e6CD3d2304017fc962f27252",
    "bonding-manager": "0x35Bcf3c30594191d53231E4FF333E8A770453e40",
    "rounds-manager": "0xdd6f56DcC28D3F5f27084381fE8Df634985cc39f",
  },
  parameters: {
    inflation: {
      title: "Inflation",
      description: "New LPT of a round as a share of all there is; moves by the inflation change each round.",
      contract: "minter",
      getter: "function inflation() view returns (uint256)",
      codec: { type: "percent", scale: "1000000000" },
      per: { unit: "round", seconds: ROUND, compounds: true },
      authority: "observed",
    },
    "inflation-change": {
      title: "Inflation change",
      description: "How far inflation moves each round, toward more bonding or less.",
      contract: "minter",
      getter: "function inflationChange() view returns (uint256)",
      setter: "function setInflationChange(uint256 _inflationChange)",
      codec: { type: "percent", scale: "1000000000" },
      per: { unit: "round" },
      guardrails: share,
    },
    "target-bonding": {
      title: "Target bonding rate",
      description: "Below this share of bonded LPT inflation rises, above it falls.",
      contract: "minter",
      getter: "function targetBondingRate() view returns (uint256)",
      setter: "function setTargetBondingRate(uint256 _targetBondingRate)",
      codec: { type: "percent", scale: "1000000000" },
      guardrails: share,
    },
    "treasury-cut": {
      title: "Treasury's cut of rewards, from the next round",
      description: "The share of new LPT that goes to the treasury once the next round begins.",
      contract: "bonding-manager",
      // What the setter writes; the cut that holds now follows it a round later.
      getter: "function nextRoundTreasuryRewardCutRate() view returns (uint256)",
      setter: "function setTreasuryRewardCutRate(uint256 _cutRate)",
      codec: { type: "percent", scale: "1000000000000000000000000000" },
      guardrails: share,
    },
    "treasury-cut-now": {
      title: "Treasury's cut of rewards",
      description: "The share of new LPT that goes to the treasury in this round.",
      contract: "bonding-manager",
      getter: "function treasuryRewardCutRate() view returns (uint256)",
      codec: { type: "percent", scale: "1000000000000000000000000000" },
      authority: "observed",
    },
    "treasury-ceiling": {
      title: "Treasury's ceiling",
      description: "Once the treasury holds so much, its cut of rewards becomes zero.",
      contract: "bonding-manager",
      getter: "function treasuryBalanceCeiling() view returns (uint256)",
      setter: "function setTreasuryBalanceCeiling(uint256 _ceiling)",
      codec: { type: "amount", symbol: "LPT", decimals: 18 },
      sideEffects: ["treasury-cut", "treasury-cut-now"],
    },
    "unbonding-period": {
      title: "Unbonding period",
      description: "How long LPT stays locked after its owner asked for it.",
      contract: "bonding-manager",
      getter: "function unbondingPeriod() view returns (uint64)",
      setter: "function setUnbondingPeriod(uint64 _unbondingPeriod)",
      codec: { type: "duration", unit: "rounds", secondsPerUnit: ROUND },
    },
    "active-set": {
      title: "Active orchestrators",
      description: "How many orchestrators take part in a round at most.",
      contract: "bonding-manager",
      getter: "function getTranscoderPoolMaxSize() view returns (uint256)",
      setter: "function setNumActiveTranscoders(uint256 _numActiveTranscoders)",
      codec: { type: "integer", unit: "orchestrators" },
      guardrails: { min: "1 orchestrators" },
    },
    "round-length": {
      title: "Round length",
      description: "How many blocks of Ethereum a round takes.",
      contract: "rounds-manager",
      getter: "function roundLength() view returns (uint256)",
      setter: "function setRoundLength(uint256 _roundLength)",
      codec: { type: "duration", unit: "blocks" },
      guardrails: { min: "1 block" },
    },
    "round-lock": {
      title: "Round lock",
      description: "The last part of a round in which orchestrators can no longer change their terms.",
      contract: "rounds-manager",
      getter: "function roundLockAmount() view returns (uint256)",
      setter: "function setRoundLockAmount(uint256 _roundLockAmount)",
      codec: { type: "percent", scale: "1000000" },
      guardrails: share,
    },
  },
};
