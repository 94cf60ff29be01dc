import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** How often to look whether npm is still there: killed hard, it tells nobody. */
const LOOK_MS = 1_000;

/** Runs the sandbox as a process of its own, and ends it when told to; resolves with its exit code. */
export function sandbox(args: string[]): Promise<number> {
  const script = fileURLToPath(new URL("../../sandbox/main.ts", import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { stdio: ["inherit", "inherit", "inherit", "ipc"] });
  const end = () => void child.kill("SIGTERM");
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  if (process.env["npm_lifecycle_event"] !== undefined) whenOrphaned(end);
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? (signal === null ? 0 : 1)));
  });
}

function whenOrphaned(act: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, LOOK_MS);
  timer.unref();
}
