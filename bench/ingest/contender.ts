import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Gauged } from "./gauge.ts";
import type { RewardChain } from "./reward-chain.ts";

/** What is read, and where a contender may put what it writes. */
export type Course = { chain: RewardChain; folder: string };

/** One contender's one run. */
export type Run = {
  /** From the start of its process to the last row committed, and the same from its first request for logs. */
  seconds: number;
  readingSeconds: number;
  requests: number;
  calls: number;
  peakMb: number;
  cpuSeconds: number;
};

/** What a contender found at the end, asked after the clock was stopped; the sum of amounts as text, where it keeps them. */
export type Found = { rows: number; total?: string };

const gauge = fileURLToPath(new URL("./gauge.ts", import.meta.url));

/** A Node process of a contender, gauged. It says `done` once all is committed, and then what it found, as JSON. */
export type Contender = { child: ChildProcess; beganAt: number; gauged: () => Promise<Gauged> };

/** Starts a script in a fresh process with a folder of its own. */
export function startContender(course: Course, args: readonly string[], env: NodeJS.ProcessEnv = {}): Contender {
  mkdirSync(course.folder, { recursive: true });
  const file = join(course.folder, "gauge.json");
  const beganAt = Date.now();
  const child = spawn(process.execPath, ["--max-semi-space-size=8", "--import", gauge, ...args], {
    cwd: course.folder,
    env: { ...process.env, ...env, GAUGE_FILE: file },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  const ended = once(child, "exit").finally(() => process.off("exit", kill));
  const gauged = async () => {
    await ended;
    return JSON.parse(readFileSync(file, "utf8")) as Gauged;
  };
  return { child, beganAt, gauged };
}

/** Runs a script of this folder to its end, and makes sure that it found what the chain holds. */
export async function runScript(course: Course, script: string, env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const { url, contract, deployBlock } = course.chain;
  const path = fileURLToPath(new URL(script, import.meta.url));
  const contender = startContender(course, [path, url, contract, `${deployBlock}`, course.folder], env);
  let doneAt = Number.NaN;
  let found: Found | undefined;
  for await (const line of createInterface({ input: contender.child.stdout as NonNullable<ChildProcess["stdout"]> })) {
    if (line === "done") doneAt = Date.now();
    else if (line.startsWith("{")) found = JSON.parse(line) as Found;
  }
  assertFound(script, course.chain, found);
  return timed(await contender.gauged(), contender.beganAt, doneAt);
}

/** A run's figures from what was noted of its process. */
export function timed({ firstLogsAt, ...rest }: Gauged, beganAt: number, doneAt: number): Run {
  const since = (at: number) => (doneAt - at) / 1000;
  return { seconds: since(beganAt), readingSeconds: since(firstLogsAt ?? beganAt), ...rest };
}

/** Throws where a contender did not find every reward, or not all of their worth. */
export function assertFound(name: string, { events, total }: RewardChain, found: Found | undefined): void {
  if (found?.rows === events && (found.total === undefined || BigInt(found.total) === total)) return;
  throw new Error(`${name} found ${JSON.stringify(found)}, while the chain holds ${events} of together ${total}`);
}
