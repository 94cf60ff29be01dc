import { CHAIN_ID, type Coin, coinNames, coins, type OrchardChain, pricedCoins } from "./orchard-chain.ts";
import { orchard } from "./orchard-seed.ts";

/** The community's config as its operator wrote it from docs/config.md. */
export function orchardConfig({ at, people: { safe, purser } }: OrchardChain) {
  const chain = CHAIN_ID;
  const balance = (coin: Coin, holder: string, label: string, more = {}) => ({
    ...{ kind: "balance", chain, label, contract: at[coin], holder, token: coin },
    ...more,
  });
  const lent = { kind: "aave-v3", chain, holder: safe };
  return {
    server: orchard.guild,
    name: "Orchard",
    timeZone: "America/New_York",
    channels: { proposals: orchard.channels.yard, reports: orchard.channels.ledger, alarms: orchard.channels.bell },
    roles: { maintainer: [orchard.roles.elder], treasurer: [orchard.roles.purser] },
    chains: { [chain]: { name: "Orchard chain", native: "SAP" } },
    tokens: Object.fromEntries(
      coinNames.map((name) => {
        const { decimals, price } = coins[name];
        const priced = price === undefined ? {} : { price: `${name}-usd` };
        return [name, { chain, address: at[name], symbol: name.toUpperCase(), decimals, ...priced }];
      }),
    ),
    prices: Object.fromEntries(pricedCoins.map((name) => [`${name}-usd`, { chain, feed: at[`${name}Feed`] }])),
    electorates: { elders: { kind: "role", roles: [orchard.roles.elder] } },
    rulePacks: { plain: { title: "Plain", quorum: { kind: "absolute", weight: "1" } } },
    voting: { rulePack: "plain", electorate: "elders", periodSeconds: 86_400 },
    parameters: {},
    rewards: {
      picking: {
        ...{ kind: "event", chain, label: "Picking", contract: at.pay, token: "crate" },
        event: "event Picked(bytes32 indexed tree, address picker, uint256 crates)",
        ...{ node: "tree", recipient: "picker", amount: "crates" },
      },
    },
    positions: {
      "safe-bucks": balance("bucks", safe, "Safe BUCKS"),
      "safe-apple": balance("apple", safe, "Safe APPLE"),
      "safe-crate": balance("crate", safe, "Safe CRATE"),
      "safe-dew": balance("dew", safe, "Safe DEW"),
      "safe-toll": balance("toll", safe, "Safe TOLL"),
      "safe-tide": balance("tide", safe, "Safe TIDE", { rebases: true }),
      "purse-bucks": balance("bucks", purser, "Purse BUCKS"),
      "purse-toll": balance("toll", purser, "Purse TOLL"),
      cider: { kind: "erc4626", chain, label: "Cider vault", vault: at.vault, holder: safe, token: "bucks" },
      "lent-apple": { ...lent, label: "Apples lent", asset: at.apple, token: "apple", supply: at.lending.apple.supply },
      bucks: {
        ...{ ...lent, label: "Bucks lent and owed", asset: at.bucks, token: "bucks" },
        ...at.lending.bucks,
      },
      pool: {
        ...{ kind: "uniswap-v2", chain, label: "Pool", pair: at.pool, holder: safe },
        tokens: BigInt(at.bucks) < BigInt(at.apple) ? ["bucks", "apple"] : ["apple", "bucks"],
      },
      plot: {
        ...{ kind: "staking-rewards", chain, label: "Plot", contract: at.plot, holder: safe },
        ...{ token: "apple", rewardToken: "pip" },
      },
    } as Record<string, object>,
    treasury: [
      { chain, address: safe, label: "Orchard Safe" },
      { chain, address: purser, label: "Purse" },
    ],
    reports: {
      day: { title: "Day", every: "day" },
      week: { title: "Week", every: "week" },
      month: { title: "Month", every: "month" },
    },
  };
}
