import type { Usd } from "../statement.ts";
import type { Span } from "./span.ts";

/** A reading of a position: its block, and when that was, in Unix seconds. */
export type Read = { block: bigint; at: number };

/** What breaking needs to be told: readings oldest first, what moved in any order, and what both are worth in USD 1e-8. */
export type Unbroken<Flow extends Read> = {
  reads: readonly Read[];
  flows: readonly Flow[];
  worth: (read: Read) => Usd;
  /** Positive for what was put in; `read` is the reading that the flow is held against. */
  value: (flow: Flow, read: Read) => Usd;
};

type Mark = { index: number; read: Read; usd: bigint };

/**
 * Breaks the time between the first and the last reading into stretches between the readings next to each flow; where nothing moved they are
 * one. A reading in between that has no worth is passed over. Undefined where an end has none, a flow has no value, or there is no time in between.
 */
export function breakAtFlows<Flow extends Read>(unbroken: Unbroken<Flow>): Span[] | undefined {
  const held = byReading(unbroken);
  const marks = marksOf(unbroken, held);
  if (marks === undefined) return undefined;
  const spans: Span[] = [];
  for (const [place, to] of marks.entries()) {
    const from = marks[place - 1];
    if (from === undefined) continue;
    const flows = held
      .slice(from.index + 1, to.index + 1)
      .flatMap((moved) => moved.map((flow) => ({ at: flow.at, amount: unbroken.value(flow, to.read) })));
    const known = flows.flatMap(({ at, amount }) => (amount === undefined ? [] : [{ at, amount }]));
    if (known.length < flows.length) return undefined;
    spans.push({ from: from.read.at, to: to.read.at, opening: from.usd, closing: to.usd, flows: known });
  }
  return spans.length > 0 ? spans : undefined;
}

/** The flows that each reading is the first to hold; what came after the last is in none. */
function byReading<Flow extends Read>({ reads, flows }: Unbroken<Flow>): Flow[][] {
  const sorted = [...flows].sort((a, b) => (a.block < b.block ? -1 : a.block > b.block ? 1 : 0));
  let next = 0;
  return reads.map(({ block }) => {
    const first = next;
    while ((sorted[next]?.block ?? block + 1n) <= block) next += 1;
    return sorted.slice(first, next);
  });
}

function marksOf<Flow extends Read>({ reads, worth }: Unbroken<Flow>, held: readonly Flow[][]): Mark[] | undefined {
  const last = reads.length - 1;
  const isMoved = (index: number) => (held[index]?.length ?? 0) > 0;
  const marks: Mark[] = [];
  for (const [index, read] of reads.entries()) {
    const isEnd = index === 0 || index === last;
    if (!isEnd && !isMoved(index) && !isMoved(index + 1)) continue;
    const usd = worth(read);
    if (usd !== undefined) marks.push({ index, read, usd });
    else if (isEnd) return undefined;
  }
  return marks;
}
