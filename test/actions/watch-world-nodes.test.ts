import { afterAll, beforeAll, expect, test } from "vitest";
import { listUnposted } from "../../db/outbox.ts";
import { setSubscribed } from "../../db/subscribers.ts";
import { addWallet } from "../../db/wallets.ts";
import { EPOCH } from "../../sandbox/chain/epoch-clock.ts";
import { passTime } from "../../sandbox/chain/live.ts";
import { chainNow } from "../../sandbox/chain/time.ts";
import { startWorld } from "../../sandbox/chain/world.ts";
import { watchNodes } from "../../src/actions/node-alerts/watch-nodes.ts";
import { readRewards } from "../../src/actions/rewards/read-rewards.ts";
import { shown, summaries } from "../support/fleet.ts";
import { ids } from "../support/test-config.ts";
import { createWorldApp } from "../support/world-app.ts";

let started: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  started = await startWorld();
});
afterAll(() => started.stop());

test("default: in the sandbox's world a node that died is said once, and to its owner, who asked for it", async () => {
  const app = await createWorldApp(started.world);
  const address = started.world.roles.wallets["ben"] as `0x${string}`;
  addWallet(app.db, { address, member: ids.ben, linkedAt: 1, message: "", signature: "0x" });
  setSubscribed(app.db, ids.ben, true, 1);
  setSubscribed(app.db, ids.ada, true, 1);
  await readRewards(app, "nodes");
  expect(await watchNodes(app, "nodes")).toBeGreaterThan(0);
  const [said = ""] = await summaries(app);
  expect(said).toContain("node 9 (2 in a row)");
  const own = listUnposted(app.db).filter(({ destination }) => destination.startsWith("member:"));
  expect(own.map(({ destination }) => destination)).toEqual([`member:${ids.ben}`]);
  const told = await shown(app, "node-alerts", own[0]?.refs ?? {});
  expect(told).toContain(
    "### ⚠ Your nodes that need a look\n**Missed payments** · 1 node\n- west: node 9 (2 in a row)",
  );
  expect(await watchNodes(app, "nodes")).toBe(0);
  await passTime(started.world, EPOCH);
  app.set(await chainNow(app.rpc));
  Object.assign(app, { chains: (await createWorldApp(started.world)).chains });
  await readRewards(app, "nodes");
  await watchNodes(app, "nodes");
  expect((await summaries(app)).filter((text) => text.includes("node 9"))).toHaveLength(2);
  expect(await app.chains.get(31_337).gasPrice()).toBeGreaterThan(0n);
});
