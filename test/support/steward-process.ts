import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A Steward process under test: started, killed and started again by whoever holds it. */
export type StewardProcess = {
  pid: number;
  stewardUrl: string;
  /** Resolves with the exit code, or the signal's name. */
  ended: Promise<string>;
  kill: (signal: NodeJS.Signals) => Promise<void>;
};

export type Start = {
  /** The working directory. */
  folder: string;
  /** All it is told, besides where programs are. */
  environment: Record<string, string>;
  /** Where the lines of its log are added. */
  log: string[];
  /** `ready` waits until it is; `any` resolves at once, whatever becomes of it. */
  wait: "ready" | "any";
};

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts Steward as an operator would: a process of its own that knows its world only by its environment. */
export function spawnSteward({ folder, environment, log, wait }: Start): Promise<StewardProcess> {
  const child = spawn(process.execPath, [join(root, "src/cli/steward.ts"), "start"], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return watch(child, log, wait);
}

async function watch(child: ChildProcess, log: string[], wait: Start["wait"]): Promise<StewardProcess> {
  const heard = Promise.withResolvers<string>();
  const ended = new Promise<string>((resolve) => {
    child.once("close", (code, signal) => resolve(signal ?? String(code)));
  });
  let port = "";
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on("line", (line) => {
      log.push(line);
      port ||= /"port":(\d+)/.exec(line)?.[1] ?? "";
      if (line.includes("Steward is ready.")) heard.resolve(port);
    });
  }
  if (wait === "ready") {
    const early = ended.then((why) => `ended: ${why}`);
    const first = await Promise.race([heard.promise, early]);
    if (first.startsWith("ended")) throw new Error(`Steward ${first}\n${log.slice(-10).join("\n")}`);
  }
  return {
    pid: child.pid ?? 0,
    stewardUrl: `http://127.0.0.1:${port}`,
    ended,
    kill: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
    },
  };
}
