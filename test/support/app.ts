import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openDb } from "../../db/open.ts";
import type { App } from "../../src/app.ts";
import type { Config } from "../../src/config/schema.ts";
import { Refusal } from "../../src/errors.ts";
import { createRecordingMessenger, type RecordingMessenger } from "./messenger.ts";
import { createModelChain, type ModelChain } from "./model-chain.ts";
import { registry, testConfig } from "./test-config.ts";

/** When tests begin, unless they say otherwise: 2026-03-01 12:00 UTC. */
export const START = 1_772_366_400;

/** An app on a real database in a file of its own, with a clock, a chain and a messenger that a test moves. */
export type TestApp = App & {
  discord: RecordingMessenger;
  chain: ModelChain;
  /** Votes by wallet, and the values of parameters by their getters' names. */
  votes: Map<string, bigint>;
  values: Map<string, unknown>;
  /** Moves the clock on. */
  pass: (seconds: number) => void;
  set: (unixSeconds: number) => void;
  /** Jobs that were woken, and lines that were logged. */
  woken: string[];
  logged: { level: string; message: string; facts: Record<string, unknown> }[];
  path: string;
  /** Closes the database and removes its file; done at the end of the test at the latest. */
  close: () => void;
};

/** What an app starts with, and who cleans up after it: the test that asked for it, unless told otherwise. */
export type TestAppOptions = { at?: number; config?: Config; onEnd?: (close: () => void) => void };

/** Makes an app that is cleaned up when the test that asked for it ends. */
export function createTestApp({
  at = START,
  config = testConfig(),
  onEnd = onTestFinished,
}: TestAppOptions = {}): TestApp {
  const folder = mkdtempSync(join(tmpdir(), "steward-app-"));
  const path = join(folder, "steward.db");
  const db = openDb(path);
  const close = () => {
    db.$client.close();
    rmSync(folder, { recursive: true, force: true });
  };
  onEnd(close);
  let time = at;
  const now = () => time;
  const votes = new Map<string, bigint>();
  const values = new Map<string, unknown>([
    ["operatorFeeBps", 1_000n],
    ["COUNTING_MODE", "support=bravo&quorum=for,abstain"],
    ["proposalSnapshot", 0n],
  ]);
  const chain = createTestChain(at, votes, values);
  const woken: string[] = [];
  const logged: TestApp["logged"] = [];
  const say =
    (level: string) =>
    (message: string, facts: Record<string, unknown> = {}) =>
      void logged.push({ level, message, facts });
  return {
    config,
    db,
    chains: {
      list: () => [chain],
      get: (id) => {
        if (id === chain.id) return chain;
        throw new Refusal(`There is no chain ${id}.`);
      },
    },
    chain,
    discord: createRecordingMessenger(now),
    now,
    log: { debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") },
    wake: (job) => void woken.push(job),
    pages: () => undefined,
    sign: (text) => createHmac("sha256", "test").update(text).digest("hex").slice(0, 16),
    votes,
    values,
    pass: (seconds) => {
      time += seconds;
    },
    set: (unixSeconds) => {
      time = unixSeconds;
    },
    woken,
    logged,
    path,
    close,
  };
}

function createTestChain(at: number, votes: Map<string, bigint>, values: Map<string, unknown>): ModelChain {
  const head = { number: 1_000n, hash: `0x${"ab".repeat(32)}` as const, timestamp: at - 30 };
  const chain = createModelChain(31_337, head, ({ abi, args }) => {
    if (abi.name === "CLOCK_MODE") return values.get("CLOCK_MODE") ?? "mode=timestamp";
    if (abi.name === "clock") return chain.head.timestamp;
    if (abi.name === "getPastVotes") return votes.get(String(args[0])) ?? 0n;
    if (abi.name === "getPastTotalSupply")
      return values.get("supply") ?? [...votes.values()].reduce((a, b) => a + b, 0n);
    if (values.has(abi.name)) return values.get(abi.name);
    throw new Error(`${abi.name} is not there`);
  });
  chain.codeAt.set(registry, "0x6001");
  return chain;
}

let clicks = 0;

/** An interaction made at a unix millisecond, later ones with higher ids. */
export function interactionAt(sentAtMs: number): { id: string; sentAtMs: number } {
  clicks += 1;
  const id = ((BigInt(sentAtMs) - 1_420_070_400_000n) << 22n) | BigInt(clicks);
  return { id: id.toString(), sentAtMs };
}
