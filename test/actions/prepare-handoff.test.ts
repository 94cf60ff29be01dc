import { expect, test } from "vitest";
import { addExecution } from "../../db/executions.ts";
import { findOutbox } from "../../db/outbox.ts";
import { prepareHandoff } from "../../src/actions/handoffs/prepare-handoff.ts";
import { describeProposal } from "../../src/actions/proposals/describe-proposal.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import { Repeated } from "../../src/errors.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../support/app.ts";
import { link, openFeeVote, wallets } from "../support/members.ts";
import { handoffs } from "../support/rows.ts";
import { governor, ids, registry, testConfig } from "../support/test-config.ts";

const CLOSES = START + 3_600;
const ask = (treasurer: string = ids.cleo) => ({
  interaction: interactionAt((CLOSES + 90) * 1000),
  proposal: 1,
  treasurer,
  roles: [ids.treasurer],
});

async function passedApp(choice = "for"): Promise<TestApp> {
  const app = createTestApp();
  link(app, ids.ada, wallets.ada, 60n);
  await openFeeVote(app);
  await castVote(app, {
    interaction: interactionAt(START * 1000),
    proposal: 1,
    member: ids.ada,
    roles: [ids.member],
    choice,
  });
  app.set(CLOSES + 60);
  closeVote(app, 1);
  return app;
}

test("default: a passed vote becomes a call for a treasurer's wallet, known by the id shown before the vote", async () => {
  const app = await passedApp();
  const prepared = await prepareHandoff(app, ask());
  const { predicted, state } = describeProposal(app, 1);
  expect(prepared).toMatchObject({
    id: 1,
    executor: "dao",
    onchainId: predicted[0]?.id,
    steps: [{ name: "propose", to: governor, value: 0n }, { name: "execute" }],
  });
  expect(state).toBe("handed-off");
  expect(findOutbox(app.db, "handed-off:1")).toMatchObject({ refs: { handoff: 1 }, destination: ids.proposals });
  expect(app.woken).toContain("follow-executions");
});

test("behavior: whoever asks next gets the same hand-off", async () => {
  const app = await passedApp();
  const first = await prepareHandoff(app, ask());
  expect(await prepareHandoff(app, ask(ids.ben))).toEqual(first);
  expect(handoffs(app.db)).toMatchObject([{ preparedBy: ids.cleo }]);
});

test("behavior: two treasurers at once make one hand-off", async () => {
  const app = await passedApp();
  const [one, two] = await Promise.all([prepareHandoff(app, ask()), prepareHandoff(app, ask(ids.ben))]);
  expect(one).toEqual(two);
  expect(handoffs(app.db)).toHaveLength(1);
});

test("error: only treasurers, only passed votes, each click once", async () => {
  const app = await passedApp();
  await expect(prepareHandoff(app, { ...ask(), roles: [ids.member, ids.maintainer] })).rejects.toThrow(
    "Only treasurers",
  );
  const request = ask();
  await prepareHandoff(app, request);
  await expect(prepareHandoff(app, request)).rejects.toThrow(Repeated);
  await expect(prepareHandoff(await passedApp("against"), ask())).rejects.toThrow("did not pass");
  const open = createTestApp();
  link(open, ids.ada, wallets.ada, 60n);
  await openFeeVote(open);
  await expect(prepareHandoff(open, ask())).rejects.toThrow("still being voted on");
  open.set(CLOSES);
  await expect(prepareHandoff(open, ask())).rejects.toThrow("not been counted");
});

test("error: a value that has moved since blocks, in plain words", async () => {
  const app = await passedApp();
  app.values.set("operatorFeeBps", 1_100n);
  await expect(prepareHandoff(app, ask())).rejects.toThrow("it was 10 %, it is 11 %");
  app.values.set("operatorFeeBps", 1_200n);
  await expect(prepareHandoff(app, ask())).rejects.toThrow("12 % already, as voted");
  expect(handoffs(app.db)).toEqual([]);
});

test("error: code that has changed since blocks", async () => {
  const app = await passedApp();
  app.chain.codeAt.set(registry, "0x6002");
  await expect(prepareHandoff(app, ask())).rejects.toThrow("code of");
});

test("error: a config that would now send something else blocks", async () => {
  const app = await passedApp();
  const moved = "0x4000000000000000000000000000000000000004";
  const config = testConfig({ executors: { dao: { kind: "governor", chain: 31_337, governor: moved } } });
  await expect(prepareHandoff({ ...app, config }, ask())).rejects.toThrow("not what was voted on");
});

test("error: a chain that is down prepares nothing and claims nothing", async () => {
  const app = await passedApp();
  const request = ask();
  app.chain.down = true;
  await expect(prepareHandoff(app, request)).rejects.toThrow("No provider");
  app.chain.down = false;
  expect(await prepareHandoff(app, request)).toMatchObject({ id: 1 });
});

test.each(["defeated", "canceled", "expired"])(
  "error: a hand-off that was %s on chain is not offered again",
  async (state) => {
    const app = await passedApp();
    const { id } = await prepareHandoff(app, ask());
    const seen = {
      block: 1_001n,
      blockHash: `0x${"cd".repeat(32)}` as const,
      at: CLOSES + 120,
      transaction: null,
      facts: {},
    };
    addExecution(app.db, { handoff: id, state: "active", ...seen });
    expect((await prepareHandoff(app, ask())).state).toBe("active");
    addExecution(app.db, { handoff: id, state, ...seen });
    await expect(prepareHandoff(app, ask())).rejects.toThrow(`ended on chain: it was ${state}`);
  },
);

test("default: once executed there is nothing to hand off", async () => {
  const app = await passedApp();
  const { id } = await prepareHandoff(app, ask());
  const seen = {
    block: 1_001n,
    blockHash: `0x${"cd".repeat(32)}` as const,
    at: CLOSES + 120,
    transaction: null,
    facts: {},
  };
  addExecution(app.db, { handoff: id, state: "executed", ...seen });
  expect(describeProposal(app, 1).state).toBe("executed");
  await expect(prepareHandoff(app, ask())).rejects.toThrow("carried out already");
});
