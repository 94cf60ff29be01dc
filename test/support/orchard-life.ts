import { stringToHex } from "viem";
import { type Coin, coinNames, coins, everything, type OrchardChain, pricedCoins, whole } from "./orchard-chain.ts";

/** What others have, and then what the treasury puts where: in a vault, a market (also as a debt), a pool, a farm and in hand. */
export async function plant({ at, call, sent, bySafe, people }: OrchardChain): Promise<void> {
  const { keeper, purser, safe } = people;
  const mint = (coin: Coin, to: string, amount: number) => call(at[coin], "mint", to, whole(coin, amount));
  for (const coin of coinNames)
    await sent(keeper, ...(coin === "pip" ? [] : [mint(coin, safe, 100_000)]), mint(coin, keeper, 10_000_000));
  await sent(keeper, mint("bucks", purser, 5_000), mint("toll", purser, 1_000));
  const allow = (coin: Coin, spender: string) => call(at[coin], "approve", spender, everything);
  const give = (coin: Coin, to: string, amount: number) => call(at[coin], "transfer", to, whole(coin, amount));
  const supply = (coin: "bucks" | "apple", of: string, amount: number) =>
    call(at.market, "supply", at[coin], whole(coin, amount), of, 0);
  const borrow = (of: string, amount: number) => call(at.market, "borrow", at.bucks, whole("bucks", amount), 2, 0, of);
  const allowances = [allow("bucks", at.market), allow("apple", at.market), allow("bucks", at.vault)];
  await sent(keeper, ...allowances, allow("crate", at.pay));
  await sent(keeper, supply("bucks", keeper, 1_000_000), supply("apple", keeper, 1_000_000), borrow(keeper, 400_000));
  await sent(keeper, call(at.vault, "deposit", whole("bucks", 10_000), keeper));
  await sent(keeper, give("bucks", at.pool, 250_000), give("apple", at.pool, 100_000), call(at.pool, "mint", keeper));
  await sent(keeper, give("pip", at.plot, 60_000), call(at.plot, "notifyRewardAmount", whole("pip", 60_000)));
  await bySafe(...allowances, allow("apple", at.plot));
  await bySafe(call(at.vault, "deposit", whole("bucks", 20_000), safe));
  await bySafe(supply("apple", safe, 20_000), supply("bucks", safe, 10_000), borrow(safe, 15_000));
  await bySafe(give("bucks", at.pool, 2_500), give("apple", at.pool, 1_000), call(at.pool, "mint", safe));
  await bySafe(call(at.plot, "stake", whole("apple", 5_000)));
}

/** Every feed says its coin's price as of now. */
export async function sayPrices({ at, call, sent, people, now }: OrchardChain): Promise<void> {
  const time = await now();
  const says = pricedCoins.map((coin) => call(at[`${coin}Feed`], "say", coins[coin].price, time));
  await sent(people.keeper, ...says);
}

/** Pays the Safe so many crates for a tree it looks after. */
export async function payForTree({ at, call, sent, people }: OrchardChain, crates: bigint): Promise<void> {
  await sent(people.keeper, call(at.pay, "pay", at.crate, stringToHex("tree-1", { size: 32 }), people.safe, crates));
}
