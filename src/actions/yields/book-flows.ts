import { outdateReports } from "../../../db/corrections.ts";
import { findCursor } from "../../../db/cursors.ts";
import { addFlow, type NewFlow } from "../../../db/flows.ts";
import type { App } from "../../app.ts";
import type { Block, Chain, RawLog } from "../../chain/chain.ts";
import { fitsFilter, joinFilters } from "../../chain/log-filters.ts";
import { Refusal } from "../../errors.ts";
import type { SeenFlow, YieldSource } from "../../sources/yields/source.ts";
import { bookLogs } from "../books/book-logs.ts";

/**
 * Books the flows of a chain's positions up to the block. Those that were left at the same block are read together, so that a hundred
 * positions cost as many requests as a few. Gives the reason of each that cannot be read, so that its reading is left out too.
 */
export async function bookFlows(
  app: App,
  chain: Chain,
  sources: readonly YieldSource[],
  block: Block,
): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>();
  for (const group of leftTogether(app, chain, sources)) await bookGroup(app, chain, { group, refused }, block);
  return refused;
}

function leftTogether(app: App, chain: Chain, sources: readonly YieldSource[]): YieldSource[][] {
  const groups = new Map<string, YieldSource[]>();
  for (const source of sources) {
    const cursor = findCursor(app.db, chain.id, cursorOf(source.name));
    const place = cursor ? `${cursor.block} ${cursor.hash}` : `from ${source.fromBlock}`;
    groups.set(place, [...(groups.get(place) ?? []), source]);
  }
  return [...groups.values()];
}

type Group = { group: readonly YieldSource[]; refused: Map<string, string> };

async function bookGroup(app: App, chain: Chain, { group, refused }: Group, block: Block): Promise<void> {
  const [first, ...others] = group;
  if (first === undefined) return;
  const names = new Map(group.map(({ name }) => [cursorOf(name), name]));
  const booking = {
    chain,
    source: cursorOf(first.name),
    beside: {
      names: others.map(({ name }) => cursorOf(name)),
      hasLeft: (cursor: string) => refused.has(names.get(cursor) ?? ""),
    },
    fromBlock: first.fromBlock,
    filters: joinFilters(group.flatMap(({ filters }) => filters)),
    prepare: (logs: readonly RawLog[]) => valueAll(chain, { group, refused }, logs),
    book: (rows: readonly NewFlow[]) => bookRows(app, rows),
  };
  await bookLogs(app, booking, block);
}

function bookRows({ db, now }: App, rows: readonly NewFlow[]): number {
  const added = rows.filter((row) => addFlow(db, row));
  if (added.length > 0) outdateReports(db, Math.min(...added.map(({ at }) => at)), now());
  return added.length;
}

/** One that cannot read its logs stays where it is; the others go on. */
async function valueAll(chain: Chain, { group, refused }: Group, logs: readonly RawLog[]): Promise<NewFlow[]> {
  const flows = group
    .filter(({ name }) => !refused.has(name))
    .flatMap((source) => {
      try {
        const own = logs.filter((log) => source.filters.some((filter) => fitsFilter(filter, log)));
        return source.decode(own).map((seen) => ({ source, seen }));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refused.set(source.name, error.message);
        return [];
      }
    });
  const worth = await valueAtTheirBlocks(chain, flows, refused);
  return flows
    .filter(({ source }) => !refused.has(source.name))
    .map(({ source, seen: { amount, shares, part = 0, ...seen } }) => {
      const token = source.legs.find(({ leg }) => leg === seen.leg)?.token ?? "";
      const known = {
        amount: toldOrRead(amount, worth),
        shares: shares === undefined ? null : toldOrRead(shares, worth),
      };
      return { ...seen, ...known, part, chain: chain.id, position: source.name, token };
    });
}

type Flow = { source: YieldSource; seen: SeenFlow };
type Valuing = Extract<SeenFlow["amount"], () => unknown>;

function toldOrRead(value: bigint | Valuing, worth: ReadonlyMap<Valuing, bigint>): bigint {
  return typeof value === "bigint" ? value : (worth.get(value) as bigint);
}

/** What the logs leave open is asked of the chain, all of one block at once. */
async function valueAtTheirBlocks(
  chain: Chain,
  flows: readonly Flow[],
  refused: Map<string, string>,
): Promise<ReadonlyMap<Valuing, bigint>> {
  const blocks = new Map<bigint, Map<Valuing, YieldSource>>();
  for (const { source, seen } of flows) {
    const asked = blocks.get(seen.block) ?? new Map<Valuing, YieldSource>();
    for (const value of [seen.amount, seen.shares]) if (typeof value === "function") asked.set(value, source);
    if (asked.size > 0) blocks.set(seen.block, asked);
  }
  const worth = new Map<Valuing, bigint>();
  for (const [number, asked] of blocks) {
    const reads = [...asked.keys()].map((value) => value());
    const outcomes = await chain.readAll(await chain.block(number), reads);
    [...asked].forEach(([value, source], index) => {
      const outcome = outcomes[index];
      if (outcome?.ok) worth.set(value, outcome.value);
      else refused.set(source.name, outcome?.reason ?? "Nothing was read.");
    });
  }
  return worth;
}

/** The name under which a position's cursor is kept. */
const cursorOf = (name: string) => `flows:${name}`;
