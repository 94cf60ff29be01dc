import { largestFirst, sizeOf } from "../core/size.ts";
import type { PositionAccount, Statement } from "../core/treasury/statement.ts";
import { promisedAndGot } from "./rate-words.ts";

/** One leg's rates a year, in millionths, what a debt costs negative: what its protocol promised and what it came to, each undefined where unknown. */
export type PromiseRow = {
  name: string;
  promised: bigint | undefined;
  got: bigint | undefined;
  words: string;
  /** Whether it lost, or fell short of what was promised by more than a twentieth of it. */
  isWorse: boolean;
};

/** The largest of them, how many more there are, and the Unix second from which their rates are measured. */
export type PromiseRows = { rows: PromiseRow[]; more: number; from: number };

const TWENTIETH = 20n;

/**
 * The legs that were promised something, and what others earned beside them, the largest first; how many there are beyond the most that are asked for.
 * None where nothing was promised: there is nothing to hold the rates against.
 */
export function promiseRows({ positions, from }: Statement, most: number): PromiseRows {
  if (positions.every(({ quoted }) => quoted === undefined)) return { rows: [], more: 0, from };
  const rated = positions.filter(({ quoted, apr }) => quoted !== undefined || (apr !== undefined && apr !== 0n));
  const bySize = [...rated].sort((a, b) => largestFirst(a.closingUsd, b.closingUsd));
  return {
    rows: bySize.slice(0, most).map(rowOf),
    more: Math.max(bySize.length - most, 0),
    from: Math.min(...rated.map(({ aprFrom }) => aprFrom)),
  };
}

function rowOf(account: PositionAccount): PromiseRow {
  const { kind, label: name, quoted, apr } = account;
  const lost = kind !== "debt" && apr !== undefined && apr < 0n;
  return {
    name,
    promised: quoted,
    got: apr,
    words: promisedAndGot(account),
    isWorse: lost || fellShort(quoted, apr),
  };
}

function fellShort(promised: bigint | undefined, got: bigint | undefined): boolean {
  return promised !== undefined && got !== undefined && (promised - got) * TWENTIETH > sizeOf(promised);
}
