import { afterAll, beforeAll, expect, test } from "vitest";
import { findCursor } from "../../db/cursors.ts";
import type { Db } from "../../db/open.ts";
import { listTrail } from "../../db/trail.ts";
import { type Booking, bookLogs } from "../../src/actions/books/book-logs.ts";
import type { App } from "../../src/app.ts";
import type { Chain, RawLog } from "../../src/chain/chain.ts";
import { createChains } from "../../src/chain/chains.ts";
import { Halt, Transient } from "../../src/errors.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import { recordingLog } from "../support/live-chain.ts";
import {
  type Blooms,
  Crash,
  createHistory,
  createNode,
  drawWatched,
  type History,
  type ModelNode,
  type NodeFaults,
  OTHER,
  WATCHED,
} from "../support/lying-chain.ts";
import { createRandom } from "../support/random.ts";
import { testConfig } from "../support/test-config.ts";

const torture = process.env["STEWARD_TORTURE"] === "1";
const HISTORIES = torture ? 10_000 : 200;
const BEGIN = Number(process.env["STEWARD_SEED"] ?? (torture ? Math.floor(Math.random() * 1e9) : 1));
const CHAIN = 31_337;
const DEPTH = 64;
const DEEPEST = 60;
/** So many blocks of an only provider's answer are looked at one by one. */
const LOOKED_AT = 90;

let app: TestApp;
let close = () => {};
const tally = { histories: 0, reorgs: 0, runs: 0, crashes: 0, held: 0, logs: 0, deepest: 0, halts: 0 };

beforeAll(() => {
  app = createTestApp({
    onEnd: (end) => {
      close = end;
    },
  });
  // What is tested is what stands in one transaction, not what a disk does with it.
  app.db.$client.exec(
    "PRAGMA synchronous = off; CREATE TABLE booked (source TEXT, place TEXT, PRIMARY KEY (source, place))",
  );
});
afterAll(() => {
  console.info(`histories: seed ${BEGIN}, ${JSON.stringify(tally)}`);
  close();
});

type Play = { random: () => number; history: History; nodes: ModelNode[]; source: string; logRange: number };

const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const upTo = (random: () => number, most: number) => 1 + Math.floor(random() * most);

function begin(seed: number): Play {
  const random = createRandom(seed);
  const count = pick(random, [1, 2, 2, 3]);
  // The only provider is doubted by its headers' blooms, so that they have to be true for its lies to be found.
  const blooms: Blooms = count === 1 ? "true" : pick(random, ["true", "ones", "zeros"]);
  const salt = (seed % 0xffffff).toString(16);
  const draw = drawWatched({ share: pick(random, [0.05, 0.3, 0.3, 0.6]), most: pick(random, [1, 3, 3, 8]) });
  const history = createHistory(random, blooms, `a${salt}`, draw);
  const foreign = createHistory(random, blooms, `f${salt}`);
  foreign.grow(upTo(random, 600));
  history.grow(upTo(random, 300));
  const nodes = Array.from({ length: count }, () => createNode(history, foreign, random, CHAIN));
  return { random, history, nodes, source: `s${seed}`, logRange: upTo(random, 90) };
}

/** Everybody may fail and lag; one of them lies. */
function disturb({ random, nodes }: Play): void {
  const liar = pick(random, nodes);
  const share = () => (random() < 0.4 ? random() * 0.4 : 0);
  for (const node of nodes) {
    const faults: NodeFaults = {
      refused: share() / 4,
      down: share() / 10,
      crash: random() < 0.3 ? 0.02 : 0,
      lag: share() * 2,
      throttled: share() / 2,
    };
    // Of longer answers of an only provider a sample is looked at, which may miss a lie.
    if (nodes.length === 1) faults.widest = LOOKED_AT;
    if (random() < 0.2) faults.widest = upTo(random, 40);
    if (random() < 0.2) faults.most = upTo(random, 60);
    if (node === liar) Object.assign(faults, nodes.length === 1 ? aloneLies(share) : lies(share));
    node.faults = faults;
  }
}

const lies = (share: () => number): NodeFaults => ({
  empty: share(),
  partial: share(),
  stale: share(),
  mixed: share(),
  foreign: share() / 4,
  repeated: share(),
  broken: share(),
});
const aloneLies = (share: () => number): NodeFaults => ({ stale: share(), foreign: share() / 4, broken: share() });

const connectTo = (nodes: readonly ModelNode[]) => (url: string) =>
  (nodes[Number(new URL(url).port) - 8_000] as ModelNode).rpc;

const { chains } = testConfig({
  chains: { [CHAIN]: { name: "Model", finality: { kind: "depth", blocks: DEPTH } } },
});

/** The chain as a process that has just started sees it. */
function open({ nodes, logRange }: Play): Chain {
  const urls = nodes.map((_, index) => `http://model:${8_000 + index}/`);
  const config = { chains: { [CHAIN]: { ...(chains[CHAIN] as (typeof chains)[string]), logRange } } };
  return createChains(config, { [CHAIN]: urls }, recordingLog(), { connect: connectTo(nodes) }).get(CHAIN);
}

function bookingOf({ random, source }: Play, chain: Chain, crash: number): Booking<readonly RawLog[]> {
  // One filter for both events, or one for each.
  const topics = random() < 0.5 ? [[WATCHED.topic, OTHER.topic]] : [[WATCHED.topic], [OTHER.topic]];
  const filters = topics.map((some) => ({ addresses: [WATCHED.address], topics: some }));
  const insert = (app.db as Db).$client.prepare("INSERT INTO booked VALUES (?, ?)");
  return {
    chain,
    source,
    fromBlock: 0n,
    window: BigInt(pick(random, [7, 40, 90, 300])),
    filters,
    prepare: async (logs) => logs,
    // A log booked twice breaks the key.
    book: (logs) => {
      for (const { blockHash, logIndex } of logs) {
        insert.run(source, `${blockHash}:${logIndex}`);
        if (random() < crash) throw new Crash();
      }
      return logs.length;
    },
  };
}

const bookedOf = (source: string) =>
  (app.db as Db).$client.prepare("SELECT place FROM booked WHERE source = ?").pluck().all(source) as string[];

/** What is booked is what the chain holds up to the cursor, and the cursor stands on the chain. */
function assertExact(play: Play, seed: number): number {
  const { history, source } = play;
  const cursor = findCursor(app.db, CHAIN, source);
  const to = cursor ? Number(cursor.block) : -1;
  const truth = history.blocks.slice(0, to + 1).flatMap(({ logs }) => logs.map(({ place }) => place));
  const booked = bookedOf(source).sort();
  // Told apart by hand, because the runner's own comparison would take most of the time.
  if (booked.join() !== truth.sort().join()) {
    expect(booked, `seed ${seed} (${play.nodes.length} nodes) up to block ${to}`).toEqual(truth);
  }
  if (cursor) expect(cursor.hash, `seed ${seed}`).toBe(history.blocks[to]?.hash);
  return truth.length;
}

async function runOnce(play: Play, chain: Chain, crash: number): Promise<"done" | "held" | "crashed"> {
  tally.runs += 1;
  try {
    await bookLogs(app as unknown as App, bookingOf(play, chain, crash), await chain.finalized());
    return "done";
  } catch (error) {
    if (error instanceof Crash) return "crashed";
    if (error instanceof Transient) return "held";
    throw error;
  }
}

async function live(seed: number): Promise<void> {
  const play = begin(seed);
  const { random, history, nodes } = play;
  let chain = open(play);
  const steps = 6 + upTo(random, 14);
  for (let step = 0; step < steps; step += 1) {
    if (random() < 0.3) disturb(play);
    // Now and then nobody reads for days.
    history.grow(upTo(random, random() < 0.1 ? 400 : 50));
    if (random() < 0.4) {
      const depth = upTo(random, DEEPEST);
      history.reorganise(depth);
      tally.reorgs += 1;
      tally.deepest = Math.max(tally.deepest, depth);
    }
    const runs = [runOnce(play, chain, 0.01)];
    if (random() < 0.1) runs.push(runOnce(play, chain, 0.01));
    const outcomes = await Promise.all(runs);
    tally.crashes += outcomes.filter((outcome) => outcome === "crashed").length;
    tally.held += outcomes.filter((outcome) => outcome === "held").length;
    assertExact(play, seed);
    // A crash forgets everything but the database; an operator restarts what rests.
    if (outcomes.includes("crashed") || random() < 0.3) chain = open(play);
  }
  for (const node of nodes) node.faults = {};
  expect(await runOnce(play, open(play), 0), `seed ${seed}`).toBe("done");
  const final = Math.max(0, history.blocks.length - 1 - DEPTH);
  expect(Number(findCursor(app.db, CHAIN, play.source)?.block), `seed ${seed}`).toBe(final);
  tally.logs += assertExact(play, seed);
  if (random() < 0.3) await breakFinality(play, seed);
  tally.histories += 1;
}

/** A reorganisation deeper than what counts as final: nothing is booked and nothing taken back, and it is said what still is right. */
async function breakFinality(play: Play, seed: number): Promise<void> {
  const { random, history, source } = play;
  const cursor = findCursor(app.db, CHAIN, source);
  const depth = history.blocks.length - Number(cursor?.block) + upTo(random, 100);
  const first = Math.max(1, history.blocks.length - depth);
  const before = bookedOf(source);
  history.reorganise(depth);
  history.grow(upTo(random, 80));
  const failure = await runOnce(play, open(play), 0).catch((error: unknown) => error);
  expect(failure, `seed ${seed}`).toBeInstanceOf(Halt);
  const { booked, found, right } = (failure as Halt).context;
  expect([booked, found], `seed ${seed}`).toEqual([cursor?.hash, history.blocks[Number(cursor?.block)]?.hash]);
  expect(right, `seed ${seed}`).toBe(
    listTrail(app.db, CHAIN, source).find(({ block }) => block < BigInt(first))?.block,
  );
  expect([bookedOf(source), findCursor(app.db, CHAIN, source)], `seed ${seed}`).toEqual([before, cursor]);
  tally.halts += 1;
}

test(
  `law: whatever nodes do, what is booked is exactly what the chain finally holds (${HISTORIES} histories)`,
  async () => {
    for (let index = 0; index < HISTORIES; index += 1) await live(BEGIN + index);
    expect(tally.reorgs).toBeGreaterThan(HISTORIES);
    expect(tally.halts).toBeGreaterThan(HISTORIES / 10);
  },
  torture ? 3_600_000 : 120_000,
);
