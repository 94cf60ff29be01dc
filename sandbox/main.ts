import { parseArgs } from "node:util";
import { type LogLine, startSandbox } from "./start-sandbox.ts";

const { values } = parseArgs({ options: { port: { type: "string" }, verbose: { type: "boolean" } } });

const ending = new AbortController();
const told = new Promise<string>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve(signal));
  if (process.send !== undefined) process.once("disconnect", () => resolve("the parent process is gone"));
});
void told.then(() => {
  console.log("The sandbox ends.");
  ending.abort();
});

const started = performance.now();
console.log("Starting a local chain with 60 days of history, a local Discord, and Steward …");
const sandbox = await startSandbox({
  ...(values.port === undefined ? {} : { port: Number(values.port) }),
  onStep: (step, ms) => console.log(`  ${step.padEnd(42)} ${(ms / 1000).toFixed(1)} s`),
  onLog: show,
  signal: ending.signal,
}).catch((error: Error) => {
  if (!ending.signal.aborted) console.error(error.message);
  process.exit(ending.signal.aborted ? 0 : 1);
});
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`\nOpen ${sandbox.url}  (ready in ${seconds} s). Ctrl-C ends everything.\n`);

const reason = await Promise.race([told, sandbox.broken.catch((error: Error) => error)]);
const isBroken = reason instanceof Error && !ending.signal.aborted;
if (isBroken) console.error(`The sandbox ends, because a part of it has.\n${reason.message}`);
await sandbox.stop();
process.exit(isBroken ? 1 : 0);

/** Shows of Steward's log what went wrong; everything, if asked to. */
function show({ level, msg, ...facts }: LogLine): void {
  if (!values.verbose && level !== "warn" && level !== "error") return;
  const { time: _time, pid: _pid, ...rest } = facts;
  console.log(`Steward ${level}: ${msg} ${Object.keys(rest).length > 0 ? JSON.stringify(rest) : ""}`);
}
