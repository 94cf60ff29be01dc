import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Go } from "./warm.ts";

/** One process of the sandbox. It ends by itself when this one is gone, because each holds an end of a pipe. */
export type Child = {
  name: string;
  /** Lets it run its script. */
  go: (given?: Partial<Go>) => void;
  /** Resolves with the first line that the picker makes something of; rejects when the process ends before. */
  firstLine: <T>(pick: (line: string) => T | undefined) => Promise<T>;
  /** Resolves when the process has ended, with what it said last. */
  ended: Promise<string>;
  /** Asks it to end, and makes it after the time given. */
  stop: (patienceMs: number) => Promise<void>;
};

export type ChildOptions = {
  name: string;
  /** From the repository's root, as are the modules it is to load before it runs. */
  script: string;
  preload?: readonly string[];
  onLine?: (line: string) => void;
};

const LAST_LINES = 12;
const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Starts a script of the repository as a process of its own, which loads its modules and runs once it is told to go. It is
 * in its own group: Ctrl-C reaches only the sandbox, which ends all in order.
 */
export function startChild({ name, script, preload = [], onLine }: ChildOptions): Child {
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  const paths = [script, ...preload].map((path) => root + path);
  const child = spawn(process.execPath, ["--max-semi-space-size=8", `${root}sandbox/warm.ts`, ...paths], {
    cwd: root,
    env: { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), NODE_COMPILE_CACHE: `${root}node_modules/.cache/node` },
    stdio: ["pipe", "pipe", "pipe", "ipc"],
    detached: true,
  });
  const last: string[] = [];
  const listeners = new Set<(line: string) => void>(onLine ? [onLine] : []);
  const hear = (line: string) => {
    last.push(line);
    if (last.length > LAST_LINES) last.shift();
    for (const listener of listeners) listener(line);
  };
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on("line", hear);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(`${signal ?? `exit code ${code}`}\n${last.join("\n")}`));
  });
  return {
    name,
    ended,
    go: ({ args = [], env = {}, cwd = root } = {}) => void child.send({ args, env, cwd } satisfies Go),
    firstLine: (pick) => firstLine(name, listeners, ended, pick),
    stop: (patienceMs) => stop(child, ended, patienceMs),
  };
}

function firstLine<T>(
  name: string,
  listeners: Set<(line: string) => void>,
  ended: Promise<string>,
  pick: (line: string) => T | undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const listen = (line: string) => {
      const picked = pick(line);
      if (picked === undefined) return;
      listeners.delete(listen);
      resolve(picked);
    };
    listeners.add(listen);
    void ended.then((why) => reject(new Error(`${name} ended: ${why}`)));
  });
}

async function stop(child: ChildProcess, ended: Promise<string>, patienceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await ended;
  clearTimeout(timer);
}
