import { fstatSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { World } from "../chain/world.ts";
import { servePage } from "./page/serve.ts";
import type { Seed } from "./seed.ts";
import { createLocalDiscord, type PageHandler } from "./server.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: process.env.SANDBOX_DISCORD_PORT ?? "0" },
    seed: { type: "string" },
    "offset-seconds": { type: "string", default: "0" },
    "chain-rpc": { type: "string", default: process.env.SANDBOX_CHAIN_RPC ?? "" },
    world: { type: "string", default: process.env.SANDBOX_WORLD ?? "" },
    "clock-hook": { type: "string", default: process.env.SANDBOX_CLOCK_HOOK ?? "" },
  },
});

const handlers = await pageHandlers();
const discord = await createLocalDiscord({
  port: Number(values.port),
  offsetSeconds: Number(values["offset-seconds"]),
  onClockChange: tellClockHook,
  pages: async (request, response) => {
    for (const handler of handlers) if (await handler(request, response)) return true;
    return false;
  },
  ...(values.seed ? { seed: JSON.parse(readFileSync(values.seed, "utf8")) as Seed } : {}),
});

const stop = () => void discord.close().finally(() => process.exit(0));
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, stop);
process.once("disconnect", stop);
// A parent that dies closes the pipe it held: nobody is left to serve. Terminals and /dev/null say nothing of that kind.
const input = fstatSync(0);
if (input.isFIFO() || input.isSocket()) process.stdin.on("end", stop).on("error", stop).resume();

// Said last: whoever reads it may end us at once.
process.stdout.write(`${JSON.stringify({ ready: true, url: discord.url })}\n`);

/** Asks the sandbox to move bot and chain before this server moves. */
async function tellClockHook(offsetSeconds: number): Promise<void> {
  if (!values["clock-hook"]) return;
  const response = await fetch(values["clock-hook"], {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ offsetSeconds }),
  });
  if (!response.ok) throw new Error(`the clock hook answered ${response.status}`);
}

/** The wallets stand before the page; without a world file there is no chain, and so no wallet. */
async function pageHandlers(): Promise<PageHandler[]> {
  if (!values.world) return [servePage()];
  const world = JSON.parse(readFileSync(values.world, "utf8")) as World;
  const { serveWallet } = await import("../wallet/serve.ts");
  return [serveWallet({ rpcUrl: values["chain-rpc"] || world.rpcUrl, world }), servePage()];
}
