import { startWorld } from "./world.ts";

const chain = await startWorld();
let ending = false;

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await chain.stop();
  process.exit(0);
}

process.once("SIGTERM", () => void end());
process.once("SIGINT", () => void end());
// Whoever started the chain holds its input open; when they are gone, it ends too.
process.stdin.once("end", () => void end());
process.stdin.once("close", () => void end());
process.stdin.resume();

process.stdout.write(`${JSON.stringify({ ready: true, rpcUrl: chain.url, world: chain.world })}\n`);
