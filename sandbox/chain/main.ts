import { startWorld } from "./world.ts";

// Listened to before anything is started: an end that comes while the world is being built must not leave its chain behind,
// which is killed as this process exits.
const end = () => process.exit(0);
process.once("SIGTERM", end);
process.once("SIGINT", end);
// Whoever started the chain holds its input open; when they are gone, it ends too.
process.stdin.once("end", end);
process.stdin.once("close", end);
process.stdin.resume();

const chain = await startWorld();
process.stdout.write(`${JSON.stringify({ ready: true, rpcUrl: chain.url, world: chain.world })}\n`);
