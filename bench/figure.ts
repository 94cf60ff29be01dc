import { readFileSync } from "node:fs";

/** One measured figure: what was measured, how much of it, and what it is held against. */
export type Figure = { figure: string; value: number; unit: string; target?: string; facts?: Record<string, unknown> };

/** Prints a figure as one line of JSON, with the load of the machine it was taken on. */
export function print(figure: Figure): void {
  console.log(JSON.stringify({ ...figure, load: Number(readFileSync("/proc/loadavg", "utf8").split(" ")[0]) }));
}

/** The value that the given share of all values does not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

/** A number with one decimal, for reading. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Resident memory of a process in MB, as the kernel counts it. */
export function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}
