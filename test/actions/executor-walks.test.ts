import { expect, test } from "vitest";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import { walkExecutor } from "../support/executor-walks.ts";
import { createExecutorApp, startExecutorWorld } from "../support/executor-world.ts";

const torture = process.env["STEWARD_TORTURE"] === "1";
const WALKS = torture ? 300 : 4;

/** anvil forgets states of the past after some seventy reverts. */
const PER_WORLD = 25;

test.each(["dao", "council", "treasury"])(
  "law: what is told of random lives with %s is what the chain says, each state once with its transaction",
  async (executor) => {
    const states = new Map<string, number>();
    for (let first = 1; first <= WALKS; first += PER_WORLD) {
      for (const state of await walkSome(executor, first, Math.min(WALKS, first + PER_WORLD - 1)))
        states.set(state, (states.get(state) ?? 0) + 1);
    }
    if (torture) console.log(`${executor}: ${WALKS} walks told`, Object.fromEntries(states));
    expect(states.size).toBeGreaterThan(1);
  },
  torture ? 3_600_000 : 60_000,
);

/** Walks from one seed to another on one chain, and gives every state that was told. */
async function walkSome(executor: string, first: number, last: number): Promise<string[]> {
  const ground = await startExecutorWorld();
  const rpc = createRpc(ground.world.rpcUrl);
  const told: string[] = [];
  try {
    let snapshot = await rpc<string>("evm_snapshot");
    for (let seed = first; seed <= last; seed += 1) {
      const app = await createExecutorApp(ground);
      const walked = await walkExecutor(app, ground, executor, seed);
      const what = `seed ${seed}: ${walked.steps.join(", ")}; logged ${JSON.stringify(app.logged)}`;
      expect(walked.told, what).toEqual(walked.truth);
      told.push(...walked.told.map(([state]) => state));
      app.close();
      await rpc("evm_revert", snapshot);
      snapshot = await rpc<string>("evm_snapshot");
    }
  } finally {
    await ground.stop();
  }
  return told;
}
