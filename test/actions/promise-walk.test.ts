import { expect, test } from "vitest";
import { addExecution } from "../../db/executions.ts";
import { addHandoff } from "../../db/handoffs.ts";
import { openDb } from "../../db/open.ts";
import { listUnposted } from "../../db/outbox.ts";
import { promiseVsChain } from "../../jobs/promise-vs-chain.ts";
import { checkValues } from "../../src/actions/handoffs/check-values.ts";
import { describePromise } from "../../src/actions/handoffs/describe-promise.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import { createTestApp, interactionAt, type TestApp } from "../support/app.ts";
import { link, openFeeVote, wallets } from "../support/members.ts";
import { createRandom } from "../support/random.ts";
import { ids, testConfig } from "../support/test-config.ts";

const seeds = Array.from({ length: process.env["STEWARD_TORTURE"] === "1" ? 200 : 4 }, (_, index) => index + 1);
const STEPS = 60;

const mine = (app: TestApp) => {
  const { head } = app.chain;
  app.chain.head = { ...head, number: head.number + 1n, timestamp: app.now() };
};

/** A vote on the fee that passes, is executed by whatever the chain holds, and is looked at. */
async function carryOut(app: TestApp, value: number): Promise<void> {
  const proposal = await openFeeVote(app, { value: `${value / 100} %` });
  const interaction = interactionAt(app.now() * 1000);
  await castVote(app, { interaction, proposal, member: ids.ada, roles: [ids.member], choice: "for" });
  app.pass(3_660);
  closeVote(app, proposal);
  const facts = { proposal, executor: "dao", onchainId: "1", preparedBy: ids.cleo, preparedAt: app.now() };
  const handoff = addHandoff(app.db, facts).id;
  app.values.set("operatorFeeBps", BigInt(value));
  mine(app);
  const { number: block, hash: blockHash, timestamp: at } = app.chain.head;
  addExecution(app.db, { handoff, state: "executed", block, blockHash, at, transaction: null, facts: {} });
  await checkValues(app, 31_337);
  mine(app);
}

test.each(seeds)("law: each drift, and each return, is said once, wherever the process dies, seed %i", async (seed) => {
  const app = createTestApp({
    config: testConfig({
      voting: {
        rulePack: "standard",
        electorate: "holders",
        periodSeconds: 3_600,
        openPerAuthor: 50,
        perAuthorPerDay: 500,
      },
    }),
  });
  app.chain.block = async (number) => ({ ...app.chain.head, number });
  link(app, ids.ada, wallets.ada, 60n);
  const random = createRandom(seed);
  const fees = [1_200, 1_225, 1_250, 1_275];
  const pick = () => fees[Math.floor(random() * fees.length)] ?? 1_200;
  const expected: string[] = [];
  let [voted, told] = [1_300, "1300"];
  await carryOut(app, voted);
  const read = () => (app.values.has("operatorFeeBps") ? String(app.values.get("operatorFeeBps")) : "unreadable");
  const run = async () => {
    const seen = read();
    const isKilled = random() < 0.3;
    const { wake } = app;
    if (isKilled) app.wake = () => expect.unreachable("killed");
    const done = await promiseVsChain.run(app).then(
      () => true,
      () => false,
    );
    app.wake = wake;
    if (random() < 0.3) {
      app.db.$client.close();
      app.db = openDb(app.path);
    }
    if (!done || seen === told) return;
    expected.push(seen === "unreadable" ? seen : `${seen === String(voted) ? "kept" : "broken"} ${seen}`);
    told = seen;
  };
  for (let step = 0; step < STEPS; step += 1) {
    const dice = random();
    if (dice < 0.06) {
      voted = pick() + 25 * step + 100 > 3_000 ? 2_975 : pick() + 25 * Math.floor(step / 2);
      if (read() === String(voted)) continue;
      if (!app.values.has("operatorFeeBps")) app.values.set("operatorFeeBps", 1_000n);
      await carryOut(app, voted);
      told = String(voted);
    } else if (dice < 0.3) app.values.set("operatorFeeBps", BigInt(random() < 0.4 ? voted : pick()));
    else if (dice < 0.36) app.values.delete("operatorFeeBps");
    else {
      mine(app);
      app.pass(60);
      await run();
    }
  }
  const said = listUnposted(app.db)
    .filter(({ kind }) => kind === "promise")
    .map(({ refs }) => describePromise(app, Number(refs["event"])));
  const written = said.map(({ state, found }) =>
    state === "unreadable" ? state : `${state} ${Math.round(Number.parseFloat(found ?? "") * 100)}`,
  );
  expect(written).toEqual(expected);
  expect(expected.length).toBeGreaterThan(0);
});
