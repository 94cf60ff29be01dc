import type { Address } from "viem";
import type { Read } from "../../chain/chain.ts";
import { together } from "../../chain/together.ts";
import { Refusal } from "../../errors.ts";
import { askLatest, askRound, type Round, roundIfThere, roundOf } from "./feed-abi.ts";

/** Which time of a round says when it began to hold: a price's is its update, a sequencer's status began when it changed. */
export type HeldSince = "updatedAt" | "startedAt";

/** So many of the newest phases are searched: a feed's aggregator is replaced every year or two. */
const MOST_PHASES = 16n;
/** So many rounds of a phase are asked for in one round of calls: a phase of millions is searched in ten. */
const PROBES = 15n;
/** A phase's end is first looked for at powers of two below this. */
const FURTHEST = 1n << 32n;

/**
 * The round that held at a Unix second, told by the feed's rounds as they stand at any later block, so that no past state is
 * needed. Rounds are counted anew in each phase, and an aggregator may have begun before it took over: of the phases' rounds
 * the last to begin holds. Throws Refusal where the feed remembers none so old, or too few rounds around it.
 */
export function* roundAt(feed: Address, at: number, since: HeldSince = "updatedAt"): Read<Round> {
  const [answer] = yield [askLatest(feed)];
  const latest = roundOf(answer);
  if (latest.updatedAt !== 0n && latest[since] <= BigInt(at)) return latest;
  const [phase, number] = [latest.id >> 64n, latest.id & ((1n << 64n) - 1n)];
  const searches = phasesUpTo(phase).map((one) => lastHeld(feed, one, one === phase ? number : undefined, at, since));
  const found = yield* together(searches);
  const held = found.reduce((best, one) => (one && (!best || one[since] > best[since]) ? one : best), undefined);
  if (held === undefined) throw new Refusal("the feed remembers no round that old");
  return held;
}

/** The newest first. An aggregator that is asked without a proxy has the phase 0 and no other. */
function phasesUpTo(newest: bigint): bigint[] {
  const count = newest === 0n ? 1n : newest < MOST_PHASES ? newest : MOST_PHASES;
  return Array.from({ length: Number(count) }, (_, index) => newest - BigInt(index));
}

/**
 * The last round of a phase that began by the second; `late` is a number known to be later than that, if one is. Rounds that
 * are not there say nothing, as single ones may be missing; only where nothing later is known, two in a row are taken for the phase's end.
 */
function* lastHeld(
  feed: Address,
  phase: bigint,
  late: bigint | undefined,
  at: number,
  since: HeldSince,
): Read<Round | undefined> {
  let [low, end, held, isBounded]: [bigint, bigint, Round | undefined, boolean] = [
    0n,
    late ?? FURTHEST,
    undefined,
    late !== undefined,
  ];
  for (let numbers = doublings(end); numbers.length > 0; numbers = between(low, end)) {
    const answers = yield numbers.map((number) => askRound(feed, (phase << 64n) | number));
    const seen = numbers.map((number, index) => ({ number, round: roundIfThere(answers[index]) }));
    const isWhole = BigInt(numbers.length) === end - low - 1n;
    const before = { low, end };
    const early = seen.findLast(({ round }) => round !== undefined && round[since] <= BigInt(at));
    if (early) [low, held] = [early.number, early.round];
    if (isWhole) return held;
    const above = seen.filter(({ number }) => number > low);
    const next = above.find(({ round }) => round !== undefined);
    if (next) [end, isBounded] = [next.number, true];
    else if (!isBounded) end = above[1]?.number ?? end;
    if (low === before.low && end === before.end)
      throw new Refusal("the feed remembers too few of its rounds around that time");
  }
  return held;
}

function doublings(limit: bigint): bigint[] {
  const numbers: bigint[] = [];
  for (let number = 1n; number < limit; number *= 2n) numbers.push(number);
  return numbers;
}

/** Numbers between two others: all, or as many as are asked for at once, evenly spread. */
function between(low: bigint, end: bigint): bigint[] {
  const inner = end - low - 1n;
  if (inner <= PROBES) return Array.from({ length: Number(inner) }, (_, index) => low + 1n + BigInt(index));
  return Array.from({ length: Number(PROBES) }, (_, index) => low + ((end - low) * BigInt(index + 1)) / (PROBES + 1n));
}
