import { type Hex, keccak256, stringToHex } from "viem";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { listEvents } from "../../db/events.ts";
import { listExecutions } from "../../db/executions.ts";
import { addHandoff, findNewestState, type HandoffRow } from "../../db/handoffs.ts";
import { findOutbox } from "../../db/outbox.ts";
import { findVote, type VoteRow } from "../../db/votes.ts";
import { addWallet, listWallets } from "../../db/wallets.ts";
import { followExecutions } from "../../jobs/follow-executions.ts";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import { startWorld } from "../../sandbox/chain/world.ts";
import { ROLES } from "../../sandbox/people.ts";
import { describeExecution, describeValueCheck } from "../../src/actions/handoffs/describe-execution.ts";
import { beginProposal } from "../../src/actions/proposals/begin-proposal.ts";
import { describeProposal } from "../../src/actions/proposals/describe-proposal.ts";
import { findExecutor } from "../../src/executors/index.ts";
import { interactionAt } from "../support/app.ts";
import { createWorldApp, encode, type WorldApp } from "../support/world-app.ts";

let started: Awaited<ReturnType<typeof startWorld>>;
let app: WorldApp;

let untouched: string;

beforeAll(async () => {
  started = await startWorld();
  untouched = await createRpc(started.url)("evm_snapshot");
});
beforeEach(async () => {
  // A revert uses its snapshot up.
  await createRpc(started.url)("evm_revert", untouched);
  untouched = await createRpc(started.url)("evm_snapshot");
  app = await createWorldApp(started.world);
});
afterAll(() => started.stop());

const voters = ["theo", "tess", "ada"] as const;
const wallet = (name: string) => started.world.roles.wallets[name] as `0x${string}`;
const run = () => followExecutions.run(app);
const states = (handoff: HandoffRow) => listExecutions(app.db, handoff.id).map(({ state }) => state);

async function open(parameter = "operator-fee", value = "12 %"): Promise<VoteRow> {
  if (listWallets(app.db).length === 0) {
    addWallet(app.db, { address: wallet("theo"), member: "theo", linkedAt: app.now(), message: "", signature: "0x" });
  }
  const interaction = interactionAt(app.now() * 1000);
  const { id } = await beginProposal(app, {
    interaction,
    author: "theo",
    roles: [ROLES.member],
    asks: [{ kind: "parameter", parameter, value }],
  });
  return findVote(app.db, id) as VoteRow;
}

function handOff(proposal: VoteRow): HandoffRow {
  const onchainId = proposal.predicted[0]?.id ?? "";
  const facts = { proposal: proposal.id, executor: "dao", onchainId, preparedBy: "theo", preparedAt: app.now() };
  return addHandoff(app.db, facts);
}

const propose = ({ actions, description, predicted }: VoteRow) => {
  const [step] = findExecutor(app.config, "dao").prepare(actions, description, predicted[0]?.survey ?? {});
  return app.send(wallet("theo"), step?.to ?? "0x", step?.data ?? "0x");
};

const governorCall = (functionName: string, { actions, description }: VoteRow): Hex =>
  encode(
    "HelioGovernor",
    functionName,
    actions.map(({ target }) => target),
    actions.map(({ value }) => value),
    actions.map(({ calldata }) => calldata),
    keccak256(stringToHex(description)),
  );

async function vote(proposal: VoteRow, support: number): Promise<void> {
  for (const name of voters) {
    const data = encode("HelioGovernor", "castVote", BigInt(proposal.predicted[0]?.id ?? 0), support);
    await app.send(wallet(name), started.world.addresses.governor, data);
  }
}

test("default: a passed vote is followed through every state once, until the chain holds what was voted", async () => {
  const { governor } = started.world.addresses;
  const proposal = await open();
  const handoff = handOff(proposal);
  const step = async () => {
    await run();
    const again = await run();
    expect(again.did).toEqual({ states: 0, failures: 0, checks: 0 });
  };
  await step();
  expect(states(handoff)).toEqual([]);
  const proposed = await propose(proposal);
  await step();
  await app.wait(61);
  await step();
  await vote(proposal, 1);
  await app.wait(86_401);
  await step();
  const queued = await app.send(wallet("ada"), governor, governorCall("queue", proposal));
  await step();
  await app.wait(3_601);
  await step();
  const executed = await app.send(wallet("ben"), governor, governorCall("execute", proposal));
  await step();
  expect(states(handoff)).toEqual(["pending", "active", "succeeded", "queued", "executed", "value-check"]);
  const rows = listExecutions(app.db, handoff.id);
  expect(rows.map(({ transaction }) => transaction)).toEqual([proposed, null, null, queued, executed, null]);
  expect(findNewestState(app.db, handoff.id)).toBe("executed");
  expect(describeProposal(app, proposal.id).handoff?.state).toBe("executed");
  for (const { seq, state } of rows) {
    const kind = state === "value-check" ? state : "execution";
    expect(findOutbox(app.db, `${kind}:${handoff.id}:${seq}`)).toMatchObject({
      kind,
      refs: { handoff: handoff.id, seq },
    });
  }
  const kinds = listEvents(app.db, proposal.id).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "execution" || kind === "value-check")).toHaveLength(6);
  const { facts } = describeExecution(app, { handoff: handoff.id, seq: 4 });
  expect(facts).toMatchObject({ clock: "timestamp", operation: "waiting" });
  expect(Number(facts["eta"])).toBeGreaterThan(rows[3]?.at ?? Number.POSITIVE_INFINITY);
  expect(describeValueCheck(app, { handoff: handoff.id, seq: 6 })).toMatchObject({
    proposal: proposal.id,
    result: "MATCH",
    values: [{ title: "Operator fee", voted: "12 %", found: "12 %", result: "MATCH" }],
  });
});

test("behavior: what another changed after the execution is a mismatch, and said", async () => {
  const { governor, registry, timelock } = started.world.addresses;
  const proposal = await open("region-multiplier/north", "1.5");
  const handoff = handOff(proposal);
  await propose(proposal);
  await app.wait(61);
  await vote(proposal, 1);
  await app.wait(86_401);
  await app.send(wallet("ada"), governor, governorCall("queue", proposal));
  await app.wait(3_601);
  await app.send(wallet("ada"), governor, governorCall("execute", proposal));
  await app.rpc("anvil_impersonateAccount", timelock);
  await app.rpc("anvil_setBalance", timelock, "0xde0b6b3a7640000");
  const key = `0x6e6f727468${"0".repeat(54)}`;
  await app.send(timelock, registry, encode("ParameterRegistry", "setRegionMultiplier", key, 2n * 10n ** 18n));
  await run();
  // The bot was away all the time: one row for the end, none for what it did not see.
  expect(states(handoff)).toEqual(["executed", "value-check"]);
  expect(describeValueCheck(app, { handoff: handoff.id, seq: 2 })).toMatchObject({
    result: "MISMATCH",
    values: [{ voted: "1.5 ×", found: "2 ×", result: "MISMATCH" }],
  });
});

test("behavior: a defeated vote ends the following, and nothing is checked", async () => {
  const proposal = await open();
  const handoff = handOff(proposal);
  await propose(proposal);
  await app.wait(61);
  await vote(proposal, 0);
  await app.wait(86_401);
  expect((await run()).did).toEqual({ states: 1, failures: 0, checks: 0 });
  expect((await run()).did).toEqual({ states: 0, failures: 0, checks: 0 });
  expect(states(handoff)).toEqual(["defeated"]);
});

test("behavior: an operation canceled past the Governor is seen as canceled, by the timelock's own log", async () => {
  const { governor, timelock } = started.world.addresses;
  const proposal = await open();
  const handoff = handOff(proposal);
  await propose(proposal);
  await app.wait(61);
  await vote(proposal, 1);
  await app.wait(86_401);
  await app.send(wallet("ada"), governor, governorCall("queue", proposal));
  await run();
  await app.rpc("anvil_impersonateAccount", governor);
  await app.rpc("anvil_setBalance", governor, "0xde0b6b3a7640000");
  const operation = proposal.predicted[1]?.id;
  const canceled = await app.send(governor, timelock, encode("TimelockController", "cancel", operation));
  await run();
  expect(listExecutions(app.db, handoff.id).map(({ state, transaction }) => [state, transaction])).toEqual([
    ["queued", expect.any(String)],
    ["canceled", canceled],
  ]);
});

test("behavior: what somebody proposed long before the hand-off is recognised, with its transaction", async () => {
  const proposal = await open();
  const proposed = await propose(proposal);
  app.pass(7_200);
  const handoff = handOff(proposal);
  await run();
  expect(listExecutions(app.db, handoff.id)).toMatchObject([{ state: "pending", transaction: proposed }]);
});

test("behavior: a hand-off whose executor left the config keeps nobody else from being followed", async () => {
  const [gone, kept] = [await open(), await open("unbonding-period", "20 d")];
  const facts = { proposal: gone.id, executor: "former", onchainId: "1", preparedBy: "theo", preparedAt: app.now() };
  addHandoff(app.db, facts);
  const handoff = handOff(kept);
  await propose(kept);
  expect((await run()).did).toEqual({ states: 1, failures: 0, checks: 0 });
  expect(states(handoff)).toEqual(["pending"]);
  expect(app.logged).toContainEqual(
    expect.objectContaining({ level: "warn", message: expect.stringContaining('no executor "former"') }),
  );
});

test("default: the ids shown before the vote are the chain's own", async () => {
  const { governor, timelock } = started.world.addresses;
  const proposal = await open();
  await propose(proposal);
  await app.wait(61);
  await vote(proposal, 1);
  await app.wait(86_401);
  await app.send(wallet("ada"), governor, governorCall("queue", proposal));
  const logs = await app.rpc<{ address: string; topics: Hex[]; data: Hex }[]>("eth_getLogs", {
    address: [governor, timelock],
    fromBlock: "0x0",
    toBlock: "latest",
  });
  const [id, operation] = proposal.predicted;
  const created = keccak256(
    stringToHex("ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)"),
  );
  const scheduled = keccak256(stringToHex("CallScheduled(bytes32,uint256,address,uint256,bytes,bytes32,uint256)"));
  const ids = logs
    .filter(({ topics }) => topics[0] === created)
    .map(({ data }) => BigInt(data.slice(0, 66)).toString());
  const operations = logs.filter(({ topics }) => topics[0] === scheduled).map(({ topics }) => topics[1]);
  expect(ids).toEqual([id?.id]);
  expect(operations).toEqual([operation?.id]);
});
