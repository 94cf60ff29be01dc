import { expect, test } from "vitest";
import { putNode } from "../../../db/nodes.ts";
import { addRewards } from "../../../db/rewards.ts";
import { addWallet } from "../../../db/wallets.ts";
import { describeOwnNow } from "../../../src/actions/nodes/describe-own.ts";
import type { ConfigInput } from "../../../src/config/schema.ts";
import { booksConfig, createBooksApp, MIDNIGHT, OWNER, payment } from "../../support/books.ts";
import { ids, registry } from "../../support/test-config.ts";

/** An account of a reward pool that counts what was claimed; 50 were accrued, and 20 claimed as far as the books know. */
function poolApp() {
  const pool = { kind: "weatherxm", chain: 31_337, label: "Stations", contract: registry, token: "helio" };
  const rewards = { pool: { ...pool, tree: { file: "{epoch}.json" } } };
  const app = createBooksApp(booksConfig({ rewards: rewards as unknown as NonNullable<ConfigInput["rewards"]> }));
  addWallet(app.db, { address: OWNER, member: ids.ada, linkedAt: 1, message: "signed", signature: "0x01" });
  putNode(app.db, { source: "pool", node: OWNER, owner: OWNER, region: null, class: null, since: 1 });
  const at = MIDNIGHT - 3_600;
  const reward = (kind: "accrued" | "claimed", amount: bigint, logIndex: number) => ({
    ...payment(1, amount, at),
    ...{ node: OWNER, kind, logIndex },
  });
  addRewards(app.db, "pool", [reward("accrued", 30n, 1), reward("accrued", 20n, 2), reward("claimed", 20n, 3)]);
  return app;
}

async function owedOf(app: ReturnType<typeof poolApp>) {
  const [view] = (await describeOwnNow(app, ids.ada)).views;
  return { owed: view?.owed, claimable: view?.nodes[0]?.money[0].claimable };
}

test("default: what can be claimed is what the contract says of what is booked", async () => {
  const app = poolApp();
  app.values.set("claims", 45n);
  expect(await owedOf(app)).toEqual({ owed: "said", claimable: 5n });
});

test("behavior: a contract that knows of more claims than were ever accrued makes it unknown, not nothing", async () => {
  const app = poolApp();
  app.values.set("claims", 51n);
  expect(await owedOf(app)).toEqual({ owed: "said", claimable: "unknown" });
});

test("error: where the chain does not answer, or refuses, the books' figure stays, and it is said to be theirs", async () => {
  const app = poolApp();
  expect(await owedOf(app)).toEqual({ owed: "silent", claimable: 30n });
  app.chain.down = true;
  expect(await owedOf(app)).toEqual({ owed: "silent", claimable: 30n });
  app.chain.finalized = () => new Promise(() => undefined);
  expect(await owedOf(app)).toEqual({ owed: "silent", claimable: 30n });
});
