import type { Hex } from "viem";
import type { LogFilter, RawLog } from "./chain.ts";

/**
 * Fewer filters that let through all that these do: those that are narrowed at the same places become one. They may let through
 * more, so that whoever reads through them asks `fitsFilter` again.
 */
export function joinFilters(filters: readonly LogFilter[]): LogFilter[] {
  const groups = new Map<string, LogFilter[]>();
  for (const filter of filters) {
    const shape = (filter.indexed ?? []).map((wanted) => wanted !== undefined).join();
    groups.set(shape, [...(groups.get(shape) ?? []), filter]);
  }
  return [...groups.values()].map(join);
}

function join(group: readonly LogFilter[]): LogFilter {
  const addresses = distinct(group.flatMap((filter) => filter.addresses));
  const topics = distinct(group.flatMap((filter) => filter.topics));
  const { indexed } = group[0] as LogFilter;
  if (indexed === undefined) return { addresses, topics };
  const narrowed = indexed.map((wanted, place) =>
    wanted === undefined ? undefined : distinct(group.flatMap((filter) => filter.indexed?.[place] ?? [])),
  );
  return { addresses, topics, indexed: narrowed };
}

/** Whether a filter lets a log through. */
export function fitsFilter({ addresses, topics, indexed = [] }: LogFilter, log: Pick<RawLog, "address" | "topics">) {
  const holds = (wanted: readonly Hex[] | undefined, found: Hex | undefined) =>
    wanted === undefined || (found !== undefined && wanted.some((one) => one.toLowerCase() === found));
  return (
    addresses.some((address) => address.toLowerCase() === log.address.toLowerCase()) &&
    holds(topics, log.topics[0]) &&
    indexed.every((wanted, place) => holds(wanted, log.topics[place + 1]))
  );
}

function distinct<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}
