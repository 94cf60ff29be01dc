import type { PositionAccount, Statement } from "../core/treasury/statement.ts";
import { formatRate } from "./format-figure.ts";

/** One leg's rates a year, in millionths, what a debt costs negative: what its protocol promised and what it came to, each undefined where unknown. */
export type PromiseRow = {
  name: string;
  promised: bigint | undefined;
  got: bigint | undefined;
  words: string;
  /** Whether it lost, or fell short of what was promised by more than a twentieth of it. */
  isWorse: boolean;
};

const TWENTIETH = 20n;

/** The legs that were promised something or earned at a rate, the largest first; how many there are beyond the most that are asked for. */
export function promiseRows({ positions }: Statement, most: number): { rows: PromiseRow[]; more: number } {
  const rated = positions.filter(({ quoted, apr }) => quoted !== undefined || (apr !== undefined && apr !== 0n));
  const bySize = [...rated].sort((a, b) => compare(sizeOf(b.closingUsd), sizeOf(a.closingUsd)));
  return { rows: bySize.slice(0, most).map(rowOf), more: Math.max(bySize.length - most, 0) };
}

function rowOf({ kind, label: name, quoted, apr }: PositionAccount): PromiseRow {
  if (kind !== "debt") {
    const isWorse = apr !== undefined && (apr < 0n || fellShort(quoted, apr));
    return { name, promised: quoted, got: apr, words: wordsOf(quoted, apr, ["promised", "got"]), isWorse };
  }
  // However a debt's rates are signed: it costs.
  const [asked, cost] = [quoted, apr].map((rate) => (rate === undefined ? undefined : sizeOf(rate)));
  return {
    name,
    promised: asked === undefined ? undefined : -asked,
    got: cost === undefined ? undefined : -cost,
    words: wordsOf(asked, cost, ["asked", "cost"]),
    isWorse: asked !== undefined && cost !== undefined && fellShort(-asked, -cost),
  };
}

function fellShort(promised: bigint | undefined, got: bigint): boolean {
  return promised !== undefined && (promised - got) * TWENTIETH > sizeOf(promised);
}

function wordsOf(promised: bigint | undefined, got: bigint | undefined, [said, done]: [string, string]): string {
  const parts = promised === undefined ? [] : [`${said} ${formatRate(promised)}`];
  return [...parts, got === undefined ? "no rate yet" : `${done} ${formatRate(got)}`].join(", ");
}

function sizeOf(value: bigint | undefined): bigint {
  return value === undefined ? -1n : value < 0n ? -value : value;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
