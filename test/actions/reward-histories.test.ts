import { afterAll, expect, test } from "vitest";
import { findCursor } from "../../db/cursors.ts";
import type { Db } from "../../db/open.ts";
import { cursorOf, readRewards, readSource } from "../../src/actions/rewards/read-rewards.ts";
import type { App } from "../../src/app.ts";
import type { Chains } from "../../src/chain/chain.ts";
import { createChains } from "../../src/chain/chains.ts";
import type { Config } from "../../src/config/schema.ts";
import { Halt, Transient } from "../../src/errors.ts";
import { rewardKinds } from "../../src/sources/rewards/index.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import { recordingLog } from "../support/live-chain.ts";
import {
  type Blooms,
  Crash,
  createHistory,
  createNode,
  type History,
  type ModelNode,
  type NodeFaults,
  type Said,
} from "../support/lying-chain.ts";
import { createRandom } from "../support/random.ts";
import {
  drawFacts,
  type Fact,
  KNOWS,
  type Language,
  PAID,
  PAYS,
  REGISTERED,
  RETIRED,
  tellingSource,
} from "../support/reward-facts.ts";
import { readBooks, recount } from "../support/reward-recount.ts";
import { testConfig } from "../support/test-config.ts";

const torture = process.env["STEWARD_TORTURE"] === "1";
const HISTORIES = Number(process.env["STEWARD_HISTORIES"] ?? (torture ? 10_000 : 60));
const BEGIN = Number(process.env["STEWARD_SEED"] ?? (torture ? Math.floor(Math.random() * 1e9) : 1));
const CHAIN = 31_337;
const DEPTH = 64;
/** A database grows by what was booked; so many histories share one. */
const PER_DATABASE = 500;

const tally = { histories: 0, reorgs: 0, runs: 0, crashes: 0, inWrites: 0, held: 0, halts: 0, rewards: 0, epochs: 0 };
let app: TestApp | undefined;
let close = () => {};
/** Whether the process dies before the row that is about to be written; drawn by the history that runs. */
let dies = (): boolean => false;

afterAll(() => {
  console.info(`reward histories: seed ${BEGIN}, ${JSON.stringify(tally)}`);
  close();
});

const WRITTEN = ["node", "reward", "reward_total", "epoch", "cohort", "node_term", "oddity", "cursor", "trail"];

/** An app whose process may die before any row is written. */
function freshApp(): TestApp {
  close();
  const made = createTestApp({
    onEnd: (end) => {
      close = end;
    },
  });
  const { $client } = made.db as Db;
  $client.function("dies", { directOnly: false }, () => {
    if (dies()) {
      tally.inWrites += 1;
      throw new Crash();
    }
    return 0;
  });
  // What is tested is what stands in one transaction, not what a disk does with it.
  $client.exec("PRAGMA synchronous = off");
  for (const table of WRITTEN)
    for (const verb of ["insert", "update"])
      $client.exec(`create temp trigger ${table}_${verb} before ${verb} on main."${table}" begin select dies(); end`);
  return made;
}

type Play = {
  app: TestApp;
  random: () => number;
  history: History;
  nodes: ModelNode[];
  facts: Map<Said, Fact>;
  source: string;
  read: (app: App) => Promise<number>;
  config: Config;
};

const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const upTo = (random: () => number, most: number) => 1 + Math.floor(random() * most);

function begin(app: TestApp, seed: number): Play {
  const random = createRandom(seed);
  const language = pick<Language>(random, ["event", "all"]);
  const count = pick(random, [1, 2, 2, 3]);
  // The only provider is doubted by its headers' blooms, so that they have to be true for its lies to be found.
  const blooms: Blooms = count === 1 ? "true" : pick(random, ["true", "ones", "zeros"]);
  const salt = (seed % 0xffffff).toString(16);
  const registry = pick(random, [PAYS, KNOWS]);
  const facts = new Map<Said, Fact>();
  const draw = drawFacts(language, facts, registry);
  const history = createHistory(random, blooms, `a${salt}`, draw);
  const foreign = createHistory(random, blooms, `f${salt}`, draw);
  foreign.grow(upTo(random, 150));
  history.grow(upTo(random, 150));
  const nodes = Array.from({ length: count }, () => createNode(history, foreign, random, CHAIN));
  const source = `s${seed}`;
  const telling = tellingSource(source, CHAIN);
  const read = language === "all" ? (on: App) => readSource(on, telling) : (on: App) => readRewards(on, source);
  return { app, random, history, nodes, facts, source, read, config: configOf(source, registry, upTo(random, 90)) };
}

function configOf(source: string, registry: string, logRange: number): Config {
  const nodes = {
    ...{ contract: registry, event: REGISTERED, node: "nodeId", owner: "owner", region: "region" },
    retired: { event: RETIRED, node: "nodeId" },
  };
  return testConfig(
    {
      chains: { [CHAIN]: { name: "Model", logRange, finality: { kind: "depth", blocks: DEPTH } } },
      tokens: { helio: { symbol: "HELIO", decimals: 18, address: PAYS, chain: CHAIN } },
      rewards: {
        [source]: {
          ...{ kind: "event", chain: CHAIN, label: source, contract: PAYS, token: "helio", event: PAID, nodes },
          ...{ node: "nodeId", recipient: "owner", amount: "amount", epoch: "epoch" },
        },
      },
    },
    { rewards: rewardKinds },
  );
}

/** Everybody may fail, lag and refuse what is too much; one of them lies. */
function disturb({ random, nodes }: Play): void {
  const liar = pick(random, nodes);
  const share = () => (random() < 0.4 ? random() * 0.4 : 0);
  for (const node of nodes) {
    const faults: NodeFaults = {
      refused: share() / 4,
      down: share() / 10,
      crash: random() < 0.3 ? 0.02 : 0,
      lag: share() * 2,
    };
    // Of longer answers of an only provider a sample is looked at, which may miss a lie.
    if (nodes.length === 1) faults.widest = 90;
    if (random() < 0.2) faults.widest = upTo(random, 40);
    if (random() < 0.2) faults.most = upTo(random, 60);
    const told: NodeFaults = { stale: share(), foreign: share() / 4, broken: share() };
    const lies = { empty: share(), partial: share(), mixed: share(), repeated: share() };
    if (node === liar) Object.assign(faults, told, nodes.length === 1 ? {} : lies);
    node.faults = faults;
  }
}

/** The chain as a process that has just started sees it. */
function open({ nodes, config }: Play): Chains {
  const urls = nodes.map((_, index) => `http://model:${8_000 + index}/`);
  const connect = (url: string) => (nodes[Number(new URL(url).port) - 8_000] as ModelNode).rpc;
  return createChains(config, { [CHAIN]: urls }, recordingLog(), { connect });
}

type Outcome = "done" | "held" | "crashed";

async function runOnce({ app, config, read }: Play, chains: Chains): Promise<Outcome> {
  tally.runs += 1;
  try {
    await read({ ...app, config, chains });
    return "done";
  } catch (error) {
    if (error instanceof Crash) return "crashed";
    if (error instanceof Transient) return "held";
    throw error;
  }
}

const truthUpTo = ({ history, facts }: Play, to: number) => recount(history.blocks.slice(0, to + 1), facts);

/** What is booked is what the chain holds up to the cursor, and the cursor stands on the chain. */
function assertExact(play: Play, seed: number, tables?: string[]): void {
  const { app, history, source } = play;
  const cursor = findCursor(app.db, CHAIN, cursorOf(source));
  const to = cursor ? Number(cursor.block) : -1;
  const truth = truthUpTo(play, to);
  const booked = readBooks(app.db, source, tables);
  for (const [table, lines] of Object.entries(booked)) {
    // Told apart by hand, because the runner's own comparison would take most of the time.
    if (lines.join("\n") !== truth[table]?.join("\n"))
      expect(lines, `seed ${seed} (${play.nodes.length} nodes), ${table} up to block ${to}`).toEqual(truth[table]);
  }
  if (cursor) expect(cursor.hash, `seed ${seed}`).toBe(history.blocks[to]?.hash);
}

async function live(on: TestApp, seed: number): Promise<void> {
  const play = begin(on, seed);
  const { random, history, nodes } = play;
  let chains = open(play);
  const deadly = random() < 0.7 ? pick(random, [0.001, 0.01, 0.05]) : 0;
  const steps = 3 + upTo(random, 9);
  for (let step = 0; step < steps; step += 1) {
    if (random() < 0.3) disturb(play);
    // Now and then nobody reads for days.
    history.grow(upTo(random, random() < 0.1 ? 200 : 30));
    if (random() < 0.4) {
      history.reorganise(upTo(random, DEPTH - 4));
      tally.reorgs += 1;
    }
    dies = () => random() < deadly;
    const runs = [runOnce(play, chains)];
    if (random() < 0.1) runs.push(runOnce(play, chains));
    const outcomes = await Promise.all(runs);
    dies = () => false;
    tally.crashes += outcomes.filter((outcome) => outcome === "crashed").length;
    tally.held += outcomes.filter((outcome) => outcome === "held").length;
    // Cohorts are worked out after the rewards they are of.
    if (random() < 0.3) assertExact(play, seed, ["node", "reward", "total", "term", "oddity"]);
    // A crash forgets everything but the database; an operator restarts what rests.
    if (outcomes.includes("crashed") || random() < 0.3) chains = open(play);
  }
  for (const node of nodes) node.faults = {};
  expect(await runOnce(play, open(play)), `seed ${seed}`).toBe("done");
  const final = Math.max(0, history.blocks.length - 1 - DEPTH);
  expect(Number(findCursor(on.db, CHAIN, cursorOf(play.source))?.block), `seed ${seed}`).toBe(final);
  assertExact(play, seed);
  const { reward = [], epoch = [] } = truthUpTo(play, final);
  tally.rewards += reward.length;
  tally.epochs += epoch.length;
  // Nothing replaces a chain's first block.
  if (random() < 0.2 && final > 0) await breakFinality(play, seed);
  tally.histories += 1;
}

/** A reorganisation deeper than what counts as final: nothing is booked, and nothing taken back. */
async function breakFinality(play: Play, seed: number): Promise<void> {
  const { app, random, history, source } = play;
  const cursor = findCursor(app.db, CHAIN, cursorOf(source));
  const before = readBooks(app.db, source);
  history.reorganise(history.blocks.length - Number(cursor?.block) + upTo(random, 50));
  history.grow(upTo(random, 80));
  const failure = await runOnce(play, open(play)).catch((error: unknown) => error);
  expect(failure, `seed ${seed}`).toBeInstanceOf(Halt);
  expect([readBooks(app.db, source), findCursor(app.db, CHAIN, cursorOf(source))]).toEqual([before, cursor]);
  tally.halts += 1;
}

test(
  `law: whatever nodes do and whenever Steward dies, a source's books say what the chain finally holds (${HISTORIES} histories)`,
  async () => {
    for (let index = 0; index < HISTORIES; index += 1) {
      if (index % PER_DATABASE === 0) app = freshApp();
      await live(app as TestApp, BEGIN + index);
    }
    expect(tally.reorgs).toBeGreaterThan(HISTORIES);
    expect(tally.inWrites).toBeGreaterThan(HISTORIES / 4);
    expect(tally.halts).toBeGreaterThan(HISTORIES / 20);
  },
  torture ? 7_200_000 : 120_000,
);
