// Loaded before a contender: notes what it asks of the chain and how much memory it took, and writes it down as the process ends.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";

/** What is noted of a process; times in Unix milliseconds. */
export type Gauged = {
  /** HTTP requests made, and the JSON-RPC calls in them. */
  requests: number;
  calls: number;
  /** When it first asked for logs, which is when its start is over. */
  firstLogsAt: number | undefined;
  /** The most memory it ever held, as the kernel counts it. */
  peakMb: number;
  /** How long it kept a processor busy: tells more than the clock where others want the machine too. */
  cpuSeconds: number;
};

const { GAUGE_FILE: file, GAUGE_BODIES: bodies } = process.env;
const gauged: Omit<Gauged, "peakMb" | "cpuSeconds"> = { requests: 0, calls: 0, firstLogsAt: undefined };

const passOn = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const body = input instanceof Request ? await input.clone().text() : init?.body;
  if (typeof body === "string") note(body);
  return passOn(input, init);
};

function note(body: string): void {
  const request = JSON.parse(body) as { method?: string } | { method?: string }[];
  const calls = Array.isArray(request) ? request : [request];
  gauged.requests += 1;
  gauged.calls += calls.length;
  if (!calls.some(({ method }) => method === "eth_getLogs")) return;
  gauged.firstLogsAt ??= Date.now();
  if (bodies !== undefined) appendFileSync(bodies, `${body}\n`);
}

process.on("exit", () => {
  if (file === undefined) return;
  // Not from resourceUsage: that begins with what the process that started this one had held.
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  const { user, system } = process.cpuUsage();
  const ended: Gauged = { ...gauged, peakMb: Number(kilobytes) / 1024, cpuSeconds: (user + system) / 1e6 };
  writeFileSync(file, JSON.stringify(ended));
});
