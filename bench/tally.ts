import type { Ballot, Choice } from "../src/core/governance/ballots/choice.ts";
import { decide } from "../src/core/governance/decide.ts";
import type { Contest } from "../src/core/governance/decision.ts";
import { makeElectorate } from "../src/core/governance/electorate/make-electorate.ts";
import { createRandom } from "../test/support/random.ts";
import { print, residentMb, round } from "./figure.ts";

const BALLOTS = 1_000_000;
const CHOICES = 10;
const TOKEN = 10n ** 18n;

type Pack = Contest["pack"];
type Case = { name: string; seconds: number; pack: Pack; choose: (random: () => number) => Choice };

const quorum = { kind: "share", share: 40_000n, counts: ["cast"] } as const;
const title = "Bench";

const CASES: readonly Case[] = [
  {
    name: "for-against-abstain",
    seconds: 1,
    pack: { title, counting: "for-against-abstain", quorum, approval: { share: 500_000n, comparison: "more-than" } },
    choose: (random) => (["for", "against", "abstain"] as const)[Math.floor(random() * 3)] ?? "for",
  },
  {
    name: "single-choice",
    seconds: 1,
    pack: { title, counting: "single-choice", quorum, tie: "none" },
    choose: (random) => Math.floor(random() * CHOICES),
  },
  {
    name: "approval",
    seconds: 1,
    pack: { title, counting: "approval", quorum, tie: "none" },
    choose: (random) => shuffled(random).slice(0, 1 + Math.floor(random() * 4)),
  },
  { name: "weighted", seconds: 1, pack: { title, counting: "weighted", quorum, tie: "none" }, choose: split },
  {
    name: "quadratic",
    seconds: 5,
    pack: { title, counting: "quadratic", quorum, tie: "none", rootDecimals: 0 },
    choose: split,
  },
  {
    name: "ranked",
    seconds: 5,
    pack: {
      title,
      counting: "ranked",
      quorum,
      partial: true,
      elimination: "earliest-round",
      majorityBase: "continuing",
    },
    choose: shuffled,
  },
  {
    name: "condorcet",
    seconds: 5,
    pack: { title, counting: "condorcet", quorum, partial: true, tieBreak: "support" },
    choose: shuffled,
  },
];

/** A million ballots of each kind, with token weights beyond 2^53, from an electorate in memory to a decision; and the memory that takes. */
export async function measureTally(): Promise<void> {
  const random = createRandom(7);
  const rows = Array.from({ length: BALLOTS }, (_, index) => ({ voter: `voter-${index}`, weight: weightOf(random) }));
  const began = performance.now();
  const electorate = makeElectorate(rows);
  print({ figure: "electorate-of-1,000,000", value: round(performance.now() - began), unit: "ms" });
  for (const { name, pack, seconds, choose } of CASES) {
    const ballots: Ballot[] = rows.map(({ voter }) => ({ voter, choice: choose(random) }));
    const choices = Array.from({ length: CHOICES }, (_, index) => `Choice ${index + 1}`);
    const start = performance.now();
    const { outcome } = decide({ pack, electorate, ballots, choices });
    const ms = performance.now() - start;
    const facts = {
      ballots: BALLOTS,
      choices: name === "for-against-abstain" ? 3 : CHOICES,
      outcome,
      memoryMb: round(residentMb(process.pid)),
    };
    print({ figure: `tally-${name}`, value: round(ms), unit: "ms", target: `< ${seconds * 1000}`, facts });
  }
}

/** Between one and a hundred thousand tokens, to the smallest unit. */
function weightOf(random: () => number): bigint {
  return TOKEN + (BigInt(Math.floor(random() * 1e9)) * TOKEN * 100_000n) / 1_000_000_000n;
}

function shuffled(random: () => number): number[] {
  const order = Array.from({ length: CHOICES }, (_, index) => index);
  for (let last = CHOICES - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

/** Percentages for three choices, as a modal gives them. */
function split(random: () => number): Choice<"weighted"> {
  const first = 1 + Math.floor(random() * 60);
  const second = 1 + Math.floor(random() * 30);
  return { choices: shuffled(random).slice(0, 3), parts: [first, second, 100 - first - second].map(BigInt) };
}
