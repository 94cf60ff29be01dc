import type { LegKind } from "../../src/core/treasury/legs.ts";
import type { FlowFact, PositionFacts, ReadingFact } from "../../src/core/treasury/position-facts.ts";
import { createRandom } from "./random.ts";

const DAY = 86_400;
const RAY = 10n ** 27n;

/** Tokens of every kind of decimals: of the smallest unit, of none, and of more than usual. */
export const tokens = {
  usd: { name: "usd", symbol: "USD", decimals: 6 },
  eth: { name: "eth", symbol: "ETH", decimals: 18 },
  gas: { name: "gas", symbol: "GAS", decimals: 0 },
  dust: { name: "dust", symbol: "DUST", decimals: 27 },
} as const;

/** One of these. */
export type TokenName = keyof typeof tokens;

/** What a day brings: one thing done with a share of what is there (in thousandths), then each rate's and price's change. */
type Day = {
  act: Act;
  token: TokenName;
  share: number;
  yields: number;
  prices: readonly [number, number, number, number];
};

/** What a treasury can do in a transaction. */
const acts = [
  "nothing",
  "receive",
  "pay",
  "between wallets",
  "deposit",
  "withdraw",
  "borrow",
  "repay",
  "swap",
  "add liquidity",
  "remove liquidity",
  "stake",
  "unstake and claim",
  "claim",
  "repay and withdraw",
] as const;

/** One of these. */
type Act = (typeof acts)[number];

/** What truly happened, in units of each token: known to the world that made it, not to the ledger. */
type Truth = Record<"paidIn" | "paidOut" | "claimed" | "interest" | "earned", Map<string, bigint>>;

type LegState = {
  facts: PositionFacts & { flows: FlowFact[]; readings: ReadingFact[] };
  amount: bigint;
  shares: bigint | undefined;
};

/** A treasury of two wallets, a vault, a loan, a pool and a farm, for each day of which readings are taken. */
export type LedgerWorld = {
  legs: PositionFacts[];
  truth: Truth;
  priceAt: (token: string, at: number) => bigint;
  days: number;
};

/** A year that follows from a number alone. */
export function randomYear(seed: number): LedgerWorld {
  const random = createRandom(seed);
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));
  const one = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value;
  const change = () => between(-80, 90);
  return liveThrough(
    Array.from({ length: 365 }, () => ({
      act: one(acts),
      token: one(Object.keys(tokens) as TokenName[]),
      share: between(1, 1_000),
      yields: between(-20, 500),
      prices: [change(), change(), change(), change()],
    })),
  );
}

/** Lives through the days: the first one begins with something in each wallet. */
function liveThrough(days: readonly Day[]): LedgerWorld {
  const world = createWorld();
  world.read(0);
  for (const [index, day] of days.entries()) {
    world.begin(index);
    world.act(day);
    world.grow(day);
    world.read(index + 1);
  }
  return world.result(days.length);
}

function createWorld() {
  const legs = new Map<string, LegState>();
  const truth: Truth = {
    paidIn: new Map(),
    paidOut: new Map(),
    claimed: new Map(),
    interest: new Map(),
    earned: new Map(),
  };
  const prices = new Map<string, bigint[]>(
    Object.keys(tokens).map((name, index) => [name, [BigInt(index + 1) * 100_000_000n]]),
  );
  // The pool's reserves and its shares; the treasury has some of them.
  const pool = { usd: 1_000_000n * 10n ** 6n, eth: 500_000n * 10n ** 18n, supply: 10n ** 18n, held: 0n };
  let [block, at, logIndex, transaction] = [0n, 0, 0, ""];

  const leg = (position: string, name: string, kind: LegKind, token: TokenName, shares?: bigint) => {
    const named = { position, leg: name, kind, label: position, protocol: position, chain: 1, token: tokens[token] };
    legs.set(`${position} ${name}`.trim(), { facts: { ...named, readings: [], flows: [] }, amount: 0n, shares });
  };
  for (const token of Object.keys(tokens) as TokenName[]) {
    leg(`wallet-${token}`, "", "held", token, 0n);
    leg(`purse-${token}`, "", "held", token, 0n);
    leg(`vault-${token}`, "", "held", token, 0n);
    leg(`loan-${token}`, "debt", "debt", token, 0n);
    leg(`farm-${token}`, "staked", "held", token, 0n);
    leg(`farm-${token}`, "earned", "claimable", token);
    (legs.get(`wallet-${token}`) as LegState).amount = 1_000_000n * 10n ** BigInt(tokens[token].decimals);
  }
  leg("pool", "token0", "pooled", "usd", 0n);
  leg("pool", "token1", "pooled", "eth", 0n);
  // What a share of a vault or of a loan is worth, at 1e27.
  const index = new Map<string, bigint>([...legs.keys()].map((name) => [name, RAY]));

  const state = (name: string) => legs.get(name) as LegState;
  const add = (map: Map<string, bigint>, token: string, units: bigint) =>
    map.set(token, (map.get(token) ?? 0n) + units);
  const flow = (name: string, units: bigint, shares?: bigint) => {
    if (units === 0n) return;
    const direction = units > 0n ? ("in" as const) : ("out" as const);
    const own = { transaction, logIndex: logIndex++, part: 0, block, at, direction };
    state(name).facts.flows.push({ ...own, amount: units > 0n ? units : -units, shares });
    state(name).amount += units;
  };
  const wallet = (token: TokenName) => `wallet-${token}`;

  const acting: Record<Exclude<Act, "nothing">, (token: TokenName, share: bigint) => void> = {
    receive: (token, share) => {
      const units = share * 10n ** BigInt(tokens[token].decimals) + share;
      flow(wallet(token), units);
      add(truth.paidIn, token, units);
    },
    pay: (token, share) => {
      const units = (state(wallet(token)).amount * share) / 3_000n;
      flow(wallet(token), -units);
      add(truth.paidOut, token, units);
    },
    "between wallets": (token, share) => {
      const units = (state(wallet(token)).amount * share) / 1_000n;
      flow(wallet(token), -units);
      flow(`purse-${token}`, units);
    },
    deposit: (token, share) => moveShares(`vault-${token}`, (state(wallet(token)).amount * share) / 1_000n),
    withdraw: (token, share) => moveShares(`vault-${token}`, -((state(`vault-${token}`).amount * share) / 1_000n)),
    borrow: (token, share) =>
      moveShares(`loan-${token} debt`, -(share * 10n ** BigInt(tokens[token].decimals) + share)),
    repay: (token, share) => {
      const owed = -state(`loan-${token} debt`).amount;
      const units = (owed * share) / 1_000n;
      moveShares(`loan-${token} debt`, units < state(wallet(token)).amount ? units : 0n);
    },
    swap: (token, share) => {
      const into: TokenName = token === "usd" ? "eth" : "usd";
      const units = (state(wallet(token)).amount * share) / 2_000n;
      flow(wallet(token), -units);
      if (units > 0n) flow(wallet(into), share * 10n ** BigInt(tokens[into].decimals) + 7n);
    },
    "add liquidity": (_, share) => movePool((pool.supply * share) / 40_000n, 1n),
    "remove liquidity": (_, share) => movePool((pool.held * share) / 1_000n, -1n),
    stake: (token, share) => stake(token, (state(wallet(token)).amount * share) / 2_000n),
    "unstake and claim": (token, share) => {
      stake(token, -((state(`farm-${token} staked`).amount * share) / 1_000n));
      claim(token);
    },
    claim: (token) => claim(token),
    "repay and withdraw": (token, share) => {
      acting.withdraw(token, share);
      acting.repay(token, share);
    },
  };

  // A share costs its index, as vaults round: a deposit gets no share too many, a withdrawal gives no share too few.
  const moveShares = (name: string, units: bigint) => {
    const token = state(name).facts.token.name as TokenName;
    if (units === 0n || (units > 0n && state(wallet(token)).amount < units)) return;
    const shares = (units * RAY) / (index.get(name) as bigint);
    state(name).shares = (state(name).shares ?? 0n) + shares;
    flow(wallet(token), -units);
    flow(name, units);
  };
  const movePool = (shares: bigint, sign: bigint) => {
    const part0 = (pool.usd * shares) / pool.supply;
    const part1 = (pool.eth * shares) / pool.supply;
    if (shares === 0n || (sign > 0n && (state("wallet-usd").amount < part0 || state("wallet-eth").amount < part1)))
      return;
    flow("wallet-usd", -sign * part0);
    flow("wallet-eth", -sign * part1);
    flow("pool token0", sign * part0, shares);
    flow("pool token1", sign * part1, shares);
    pool.usd += sign * part0;
    pool.eth += sign * part1;
    pool.supply += sign * shares;
    pool.held += sign * shares;
  };
  const stake = (token: TokenName, units: bigint) => {
    flow(wallet(token), -units);
    flow(`farm-${token} staked`, units);
  };
  const claim = (token: TokenName) => {
    const units = state(`farm-${token} earned`).amount;
    flow(`farm-${token} earned`, -units);
    flow(wallet(token), units);
    add(truth.claimed, token, units);
  };

  return {
    begin: (day: number) => {
      [block, at, logIndex, transaction] = [BigInt(day * 10 + 5), day * DAY + 40_000, 0, `0x${day}`];
    },
    act: ({ act, token, share }: Day) => {
      // A transaction that does nothing in a wallet has nothing to tell.
      if (act !== "nothing") acting[act](token, BigInt(share));
    },
    grow: ({ yields, prices: changes }: Day) => {
      for (const [name, { facts, shares = 0n, amount }] of legs) {
        const isLoan = facts.kind === "debt";
        if (!isLoan && !facts.position.startsWith("vault")) continue;
        const grown =
          ((index.get(name) as bigint) * BigInt(1_000_000 + (isLoan ? Math.abs(yields) : yields))) / 1_000_000n;
        index.set(name, grown);
        const worth = (shares * grown) / RAY;
        add(isLoan ? truth.interest : truth.earned, facts.token.name, worth - amount);
        state(name).amount = worth;
      }
      for (const token of Object.keys(tokens) as TokenName[])
        state(`farm-${token} earned`).amount +=
          (state(`farm-${token} staked`).amount * BigInt(Math.abs(yields))) / 10_000_000n;
      movePoolPrice(pool, BigInt(changes[0]));
      for (const [index_, name] of Object.keys(tokens).entries()) {
        const series = prices.get(name) as bigint[];
        series.push(((series.at(-1) as bigint) * BigInt(1_000 + (changes[index_] ?? 0))) / 1_000n + 1n);
      }
    },
    read: (day: number) => {
      const [readBlock, readAt] = [BigInt(day * 10), day * DAY];
      state("pool token0").amount = (pool.usd * pool.held) / pool.supply;
      state("pool token1").amount = (pool.eth * pool.held) / pool.supply;
      const growth = (root(pool.usd * pool.eth) * RAY) / pool.supply;
      for (const [name, { facts, amount, shares }] of legs) {
        const isPool = facts.kind === "pooled";
        const isPlain = /^(wallet|purse|farm)/.test(name) && facts.kind === "held";
        const own = isPool ? pool.held : isPlain ? amount : facts.kind === "claimable" ? undefined : shares;
        facts.readings.push({ block: readBlock, at: readAt, amount, shares: own, ...(isPool ? { growth } : {}) });
      }
    },
    result: (days: number): LedgerWorld => ({
      legs: [...legs.values()].map(({ facts }) => facts),
      truth,
      days,
      priceAt: (token, moment) => prices.get(token)?.[Math.min(Math.floor(moment / DAY), days)] ?? 0n,
    }),
  };
}

/** Others trade: the pool gives of one side, takes of the other, and keeps a fee of what it takes. */
function movePoolPrice(pool: { usd: bigint; eth: bigint }, change: bigint): void {
  const product = pool.usd * pool.eth;
  const usd = (pool.usd * (1_000n + change)) / 1_000n;
  const eth = product / usd + 1n;
  pool.usd = usd + (change > 0n ? (usd - pool.usd) / 300n : 0n);
  pool.eth = eth + (change < 0n ? (eth - pool.eth) / 300n : 0n);
}

function root(value: bigint): bigint {
  if (value < 2n) return value;
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (guess + value / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}
