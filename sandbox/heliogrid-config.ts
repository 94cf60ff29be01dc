import { GOVERNOR_SETTINGS, REGIONS, regionKey } from "./chain/heliogrid.ts";
import type { World } from "./chain/world.ts";
import { heliogridPositions, safeOwners } from "./heliogrid-positions.ts";
import { ROLES, SERVER } from "./people.ts";

/** The Heliogrid's config, as its operator would write it from docs/config.md: plain JSON. */
export function heliogridConfig(world: World) {
  const { addresses, deployBlocks, chainId: chain } = world;
  return {
    server: SERVER.guild,
    name: "Heliogrid",
    timeZone: "UTC",
    channels: {
      proposals: SERVER.channels.proposals,
      executions: SERVER.channels.executions,
      reports: SERVER.channels.reports,
      alarms: SERVER.channels.alarms,
    },
    roles: {
      member: [ROLES.member],
      maintainer: [ROLES.maintainer],
      treasurer: [ROLES.treasurer],
      guardian: [ROLES.maintainer],
    },
    chains: {
      [chain]: {
        ...{ name: "Heliochain", finality: { kind: "finalized" }, multicall: addresses.multicall },
        coinPrice: "ether-usd",
      },
    },
    tokens: {
      helio: {
        ...{ chain, address: addresses.token, symbol: "HELIO", decimals: 18 },
        ...{ price: "helio-usd", issuer: "Heliogrid" },
      },
      dollar: {
        ...{ chain, address: addresses.dollar, symbol: "tUSD", decimals: 6 },
        ...{ price: "dollar-usd", peg: "USD", issuer: "Test Dollar" },
      },
    },
    prices: {
      "helio-usd": { chain, feed: addresses.helioFeed, heartbeatSeconds: 90_000 },
      "dollar-usd": { chain, feed: addresses.dollarFeed, heartbeatSeconds: 90_000 },
      "ether-usd": { chain, feed: addresses.coinFeed, heartbeatSeconds: 90_000 },
    },
    electorates: {
      holders: { kind: "votes", chain, token: addresses.token, symbol: "HELIO", decimals: 18 },
      operators: { kind: "nodes", rewards: "nodes", mostPerOperator: 10 },
      crew: { kind: "role", roles: [ROLES.member] },
    },
    rulePacks: rulePacks(),
    voting: {
      rulePack: "standard",
      electorate: "holders",
      periodSeconds: 86_400,
      reminderSeconds: 21_600,
      openPerAuthor: 5,
      perAuthorPerDay: 50,
    },
    executors: {
      dao: { kind: "governor", chain, governor: addresses.governor, timelock: addresses.timelock },
      treasury: { kind: "safe", chain, safe: addresses.safe, multiSend: addresses.multiSendCallOnly },
    },
    transfers: { executor: "treasury" },
    calls: { executor: "dao" },
    parameters: parameters(world),
    rewards: {
      nodes: {
        kind: "event",
        chain,
        label: "Node rewards",
        contract: addresses.rewards,
        token: "helio",
        fromBlock: deployBlocks.rewards,
        event: "event RewardPaid(uint256 indexed nodeId, address indexed owner, uint256 indexed epoch, uint256 amount)",
        node: "nodeId",
        recipient: "owner",
        amount: "amount",
        epoch: "epoch",
        nodes: {
          event: "event NodeRegistered(uint256 indexed nodeId, address indexed owner, bytes32 indexed region)",
          node: "nodeId",
          owner: "owner",
          region: "region",
          retired: {
            event: "event NodeRetired(uint256 indexed nodeId, address indexed owner, bytes32 indexed region)",
            node: "nodeId",
          },
        },
      },
    },
    nodeAlerts: {
      missedInRow: 2,
      missedInWindow: { misses: 3, of: 10 },
      drop: { share: "25 %" },
      terms: true,
    },
    positions: heliogridPositions(world),
    // Of what nodes earn, whoever settles an epoch passes a fee on to the treasury.
    incomeFrom: [{ chain, address: world.roles.keeper, label: "Operator fees" }],
    treasury: [
      { chain, address: addresses.safe, label: "Treasury Safe" },
      { chain, address: addresses.timelock, label: "Timelock" },
    ],
    gas: { payers: safeOwners(world) },
    reports: { daily: { title: "Daily report", every: "day" } },
    // A visitor looks at the page all the time; whoever runs Steward for a community needs no more than its own schedules.
    jobs: {
      "follow-executions": "*/3 * * * * *",
      "watch-executors": "*/3 * * * * *",
      "promise-vs-chain": "*/15 * * * * *",
      "read-rewards": "*/15 * * * * *",
      "watch-nodes": "*/15 * * * * *",
      "read-yields": "*/15 * * * * *",
      "post-reports": "*/15 * * * * *",
    },
  };
}

/** The usual rules, and one of each other kind that a visitor may want to try. */
function rulePacks() {
  const quorum = { kind: "share", share: `${GOVERNOR_SETTINGS.quorumPercent} %` };
  const crew = { electorate: "crew", quorum: { kind: "absolute", weight: 2, counts: ["cast"] } };
  const sides = { counting: "for-against-abstain", approval: { share: "50 %", comparison: "more-than" } };
  return {
    standard: { title: "Standard", quorum, approval: { share: "50 %", comparison: "more-than" } },
    constitution: {
      title: "Constitution",
      quorum: { kind: "share", share: "10 %" },
      approval: { share: "66.67 %", comparison: "at-least" },
      life: {
        sponsorship: { threshold: { kind: "absolute", weight: `${150_000n * 10n ** 18n}` }, withdrawWhenBelow: true },
        reviewSeconds: 172_800,
        votingSeconds: 172_800,
        timelockSeconds: 86_400,
      },
    },
    "two-houses": {
      title: "Two houses",
      counting: "two-house",
      houses: {
        holders: { ...sides, title: "Holders", quorum: { ...quorum, counts: ["for", "abstain"] } },
        operators: { ...sides, title: "Operators", quorum: { kind: "absolute", weight: 3, counts: ["cast"] } },
      },
    },
    ranking: {
      ...{ title: "Ranking", counting: "ranked", quorum },
      ...{ partial: true, elimination: "earliest-round", majorityBase: "continuing" },
      delegation: { depth: "one-hop", override: true },
    },
    approval: { title: "Approval", counting: "approval", tie: "none", ...crew },
    budget: { title: "Budget", counting: "weighted", tie: "none", quorum, secret: true },
  };
}

function parameters({ addresses, chainId: chain }: World) {
  const uint = (name: string) => ({
    getter: `function ${name}() view returns (uint256)`,
    setter: `function set${name[0]?.toUpperCase()}${name.slice(1)}(uint256 value)`,
  });
  const shared = { chain, target: addresses.registry, executor: "dao" };
  return {
    "operator-fee": {
      ...shared,
      ...uint("operatorFeeBps"),
      title: "Operator fee",
      description: "The share of a node's rewards that its operator keeps.",
      codec: { type: "percent", scale: "10000" },
      guardrails: { min: "0 %", max: "30 %", step: "0.25 %" },
    },
    "min-stake": {
      ...shared,
      ...uint("minStake"),
      title: "Minimum stake",
      description: "What an operator must lock to register a node.",
      codec: { type: "token", token: "helio" },
      guardrails: { min: "0 HELIO", max: "1000000 HELIO" },
    },
    "unbonding-period": {
      ...shared,
      ...uint("unbondingPeriod"),
      title: "Unbonding period",
      description: "How long a stake stays locked after a node leaves.",
      codec: { type: "duration" },
      guardrails: { min: "1 d", max: "60 d" },
      rulePack: "two-houses",
    },
    "reward-per-epoch": {
      ...shared,
      ...uint("rewardPerEpoch"),
      title: "Reward per day",
      description: "What all nodes together earn in one epoch, a UTC day.",
      codec: { type: "token", token: "helio" },
      guardrails: { min: "0 HELIO", max: "100000 HELIO" },
    },
    "region-multiplier": {
      ...shared,
      title: "Region multiplier",
      description: "How much a node's work counts in its region.",
      getter: "function regionMultiplier(bytes32 region) view returns (uint256)",
      setter: "function setRegionMultiplier(bytes32 region, uint256 value)",
      keys: Object.fromEntries(
        (Object.keys(REGIONS) as (keyof typeof REGIONS)[]).map((name) => [name, regionKey(name)]),
      ),
      codec: { type: "multiplier", scale: "1000000000000000000" },
      guardrails: { min: "0.1 ×", max: "5 ×" },
    },
    "registration-open": {
      ...shared,
      title: "Registration",
      description: "Whether new nodes may join.",
      getter: "function registrationOpen() view returns (bool)",
      setter: "function setRegistrationOpen(bool value)",
      codec: { type: "boolean" },
    },
    "fee-collector": {
      ...shared,
      title: "Fee collector",
      description: "The account that protocol fees are paid to.",
      getter: "function feeCollector() view returns (address)",
      setter: "function setFeeCollector(address value)",
      codec: { type: "address" },
      rulePack: "constitution",
    },
  };
}
