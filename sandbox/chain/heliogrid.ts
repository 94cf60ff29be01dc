import { getAddress, parseEther, parseUnits, stringToHex, toHex } from "viem";

/** The regions of the Heliogrid and how much work in each counts, scaled by 1e18. */
export const REGIONS = {
  north: parseEther("1"),
  south: parseEther("1.1"),
  east: parseEther("0.9"),
  west: parseEther("1.25"),
} as const;

export type Region = keyof typeof REGIONS;

/** A region's name as the contracts know it. */
export const regionKey = (region: Region) => stringToHex(region, { size: 32 });

/** The Governor's settings; periods in seconds, the threshold in units of 1e-18 HELIO. */
export const GOVERNOR_SETTINGS = {
  votingDelay: 60,
  votingPeriod: 86_400,
  proposalThreshold: parseEther("10000"),
  quorumPercent: 4n,
  lateQuorumExtension: 3_600,
} as const;

/** How long the timelock waits, in seconds. */
export const TIMELOCK_DELAY = 3_600;

/** The parameters at the start, in the units of the registry. */
export const PARAMETERS = {
  operatorFeeBps: 1_000n,
  minStake: parseEther("500"),
  unbondingPeriod: 14n * 86_400n,
  rewardPerEpoch: parseEther("2400"),
  registrationOpen: true,
} as const;

/** Who holds what at the start: HELIO in units of 1e-18, dollars in units of 1e-6. What is left is the keeper's. */
export const SUPPLY = {
  helio: parseEther("5000000"),
  rewards: parseEther("2000000"),
  treasuryHelio: parseEther("200000"),
  treasuryDollars: parseUnits("250000", 6),
  keeperDollars: parseUnits("1000000", 6),
  vaultReserve: parseUnits("50000", 6),
  vaultSeed: parseUnits("100000", 6),
} as const;

/** 6 % a year of 365 days, per second, scaled by 1e27 and rounded down. */
export const VAULT_RATE = (6n * 10n ** 25n) / 31_536_000n;

/** HELIO in dollars when it all began, with eight decimals. */
export const START_PRICE = 42_000_000n;

/** What others than the treasury have in the market: dollars in units of 1e-6, HELIO in units of 1e-18. */
export const MARKET = {
  keeperDollars: parseUnits("120000", 6),
  keeperCollateral: parseEther("500000"),
  keeperDebt: parseUnits("100000", 6),
} as const;

/** What others have in the pools in dollars (units of 1e-6), as much of HELIO beside it, and by what factor prices may leave the ranges. */
export const POOLS = {
  pairDollars: parseUnits("50000", 6),
  rangeDollars: parseUnits("60000", 6),
  keeperRange: 3,
  treasuryRange: 1.5,
} as const;

/** The farm's next reward comes every so many days; HELIO in units of 1e-18. */
export const FARM = { keeperStake: parseEther("140000"), reward: parseEther("1500"), fedEvery: 30 } as const;

/** The number of the treasury's range: the keeper's is the first. */
export const RANGE_NFT = 2n;

/** What the treasury does on a day: dollars in units of 1e-6 (as much of HELIO goes beside them into a pool), HELIO in units of 1e-18. */
export type TreasuryMove = {
  day: number;
  kind:
    | ("deposit" | "withdraw")
    | ("lend" | "take back" | "borrow" | "repay")
    | ("join pair" | "open range" | "collect")
    | ("stake" | "claim" | "pay");
  amount?: bigint;
};

const dollars = (amount: string) => parseUnits(amount, 6);

/** What the treasury does, by day of the history. */
export const TREASURY_MOVES: readonly TreasuryMove[] = [
  { day: 2, kind: "deposit", amount: dollars("80000") },
  { day: 4, kind: "lend", amount: dollars("40000") },
  { day: 6, kind: "join pair", amount: dollars("10000") },
  { day: 9, kind: "open range", amount: dollars("8000") },
  { day: 11, kind: "stake", amount: parseEther("60000") },
  { day: 19, kind: "deposit", amount: dollars("50000") },
  { day: 22, kind: "claim" },
  { day: 26, kind: "borrow", amount: dollars("6000") },
  { day: 28, kind: "pay", amount: dollars("7500") },
  { day: 36, kind: "claim" },
  { day: 38, kind: "repay", amount: dollars("2500") },
  { day: 40, kind: "deposit", amount: dollars("40000") },
  { day: 47, kind: "take back", amount: dollars("5000") },
  { day: 49, kind: "collect" },
  { day: 50, kind: "claim" },
  { day: 52, kind: "withdraw", amount: dollars("10000") },
];

/** The account of a workshop that the treasury pays for repairs. */
export const WORKSHOP = getAddress(toHex("workshop of the east", { size: 20 }));

/** How many days of rewards lie behind the sandbox when it starts. */
export const HISTORY_DAYS = 60;

type Plan = { id: number; owner: string; region: Region; retiresOnDay?: number; diesOnDay?: number; flaky?: boolean };

/** The nodes in the order of their registration; days count from the first day of the history. */
export const NODES: readonly Plan[] = [
  { id: 1, owner: "ada", region: "north" },
  { id: 2, owner: "ada", region: "north" },
  { id: 3, owner: "ada", region: "south" },
  { id: 4, owner: "ada", region: "west" },
  { id: 5, owner: "ada", region: "east" },
  { id: 6, owner: "ben", region: "north" },
  { id: 7, owner: "ben", region: "south" },
  { id: 8, owner: "ben", region: "south" },
  { id: 9, owner: "ben", region: "west", diesOnDay: HISTORY_DAYS - 3 },
  { id: 10, owner: "chloe", region: "east" },
  { id: 11, owner: "chloe", region: "east", flaky: true },
  { id: 12, owner: "chloe", region: "north" },
  { id: 13, owner: "dina", region: "west" },
  { id: 14, owner: "dina", region: "south" },
  { id: 15, owner: "dina", region: "north" },
  { id: 16, owner: "emil", region: "east" },
  { id: 17, owner: "emil", region: "south", retiresOnDay: 38 },
  { id: 18, owner: "mara", region: "north" },
  { id: 19, owner: "mara", region: "west" },
  { id: 20, owner: "theo", region: "north" },
  { id: 21, owner: "theo", region: "south" },
  { id: 22, owner: "theo", region: "west" },
  { id: 23, owner: "tess", region: "east" },
  { id: 24, owner: "tess", region: "south" },
];

/** The treasurers and the maintainer who hold the Safe's keys, and how many of them must sign. */
export const SAFE = { owners: ["theo", "tess", "mara"], threshold: 2n } as const;
