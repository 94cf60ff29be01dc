import { afterAll, beforeAll, expect, test } from "vitest";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import { walkExecutor } from "../support/executor-walks.ts";
import { createExecutorApp, type ExecutorWorld, startExecutorWorld } from "../support/executor-world.ts";

const torture = process.env["STEWARD_TORTURE"] === "1";
const WALKS = torture ? 300 : 4;
const FIRST = 1;

let ground: ExecutorWorld;

beforeAll(async () => {
  ground = await startExecutorWorld();
});
afterAll(() => ground.stop());

test.each(["dao", "council", "treasury"])(
  "law: what is told of random lives with %s is what the chain says, each state once with its transaction",
  async (executor) => {
    const rpc = createRpc(ground.world.rpcUrl);
    const untouched = await rpc<string>("evm_snapshot");
    let snapshot = untouched;
    const states = new Set<string>();
    for (let seed = FIRST; seed < FIRST + WALKS; seed += 1) {
      const app = await createExecutorApp(ground);
      const walked = await walkExecutor(app, ground, executor, seed);
      expect(walked.told, `seed ${seed}: ${walked.steps.join(", ")} ${JSON.stringify(app.logged)}`).toEqual(
        walked.truth,
      );
      for (const [state] of walked.told) states.add(state);
      app.close();
      await rpc("evm_revert", snapshot);
      snapshot = await rpc<string>("evm_snapshot");
    }
    if (torture) console.log(`${executor}: ${WALKS} walks, states ${[...states].join(", ")}`);
    expect(states.size).toBeGreaterThan(1);
  },
  torture ? 3_600_000 : 60_000,
);
