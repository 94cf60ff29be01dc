import { type Address, decodeFunctionData, parseAbi } from "viem";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { listExecutions } from "../../db/executions.ts";
import { findVote } from "../../db/votes.ts";
import { addWallet } from "../../db/wallets.ts";
import { followExecutions } from "../../jobs/follow-executions.ts";
import { watchExecutors } from "../../jobs/watch-executors.ts";
import { artifact } from "../../sandbox/chain/artifact.ts";
import { PARAMETERS } from "../../sandbox/chain/heliogrid.ts";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import { heliogridConfig } from "../../sandbox/heliogrid-config.ts";
import { ROLES } from "../../sandbox/people.ts";
import { describePreparedHandoff } from "../../src/actions/handoffs/describe-handoff.ts";
import { prepareHandoff } from "../../src/actions/handoffs/prepare-handoff.ts";
import { beginProposal } from "../../src/actions/proposals/begin-proposal.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import type { ConfigInput } from "../../src/config/schema.ts";
import { interactionAt } from "../support/app.ts";
import { deploy, type ExecutorWorld, sendOther, startExecutorWorld } from "../support/executor-world.ts";
import { createWorldApp, encode, type WorldApp } from "../support/world-app.ts";

let ground: ExecutorWorld;
let app: WorldApp;
let untouched: string;
const registries = {} as Record<"treasury" | "council", Address>;

beforeAll(async () => {
  ground = await startExecutorWorld();
  const rpc = createRpc(ground.world.rpcUrl);
  const { keeper } = ground.world.roles;
  const initial = { ...PARAMETERS, feeCollector: keeper, regions: [], multipliers: [] };
  const owners = { treasury: ground.world.addresses.safe, council: ground.council };
  for (const name of ["treasury", "council"] as const)
    registries[name] = await deploy(rpc, keeper, artifact("ParameterRegistry"), [owners[name], initial]);
  untouched = await rpc("evm_snapshot");
});
beforeEach(async () => {
  // A revert uses its snapshot up.
  await createRpc(ground.world.rpcUrl)("evm_revert", untouched);
  untouched = await createRpc(ground.world.rpcUrl)("evm_snapshot");
  app = await createWorldApp(ground.world, { changes: changes() });
  for (const name of ["theo", "tess", "ada"])
    addWallet(app.db, { address: wallet(name), member: name, linkedAt: app.now(), message: "", signature: "0x" });
});
afterAll(() => ground.stop());

const wallet = (name: string) => ground.world.roles.wallets[name] as Address;

function changes(): Partial<ConfigInput> {
  const { chainId: chain, addresses } = ground.world;
  const { "operator-fee": fee, "min-stake": stake } = heliogridConfig(ground.world).parameters;
  return {
    executors: {
      council: { kind: "timelock", chain, timelock: ground.council },
      treasury: { kind: "safe", chain, safe: addresses.safe, multiSend: addresses.multiSendCallOnly },
    },
    parameters: {
      "safe-fee": { ...fee, title: "Safe fee", target: registries.treasury, executor: "treasury" },
      "safe-stake": { ...stake, title: "Safe stake", target: registries.treasury, executor: "treasury" },
      "council-fee": { ...fee, title: "Council fee", target: registries.council, executor: "council" },
    } as never,
  };
}

/** A vote on 12 % that passed, with everything that was frozen when it opened. */
async function pass(parameter: string) {
  const value = parameter === "safe-stake" ? "600 HELIO" : "12 %";
  const asks = [{ kind: "parameter" as const, parameter, value }];
  const interaction = interactionAt(app.now() * 1000);
  const { id } = await beginProposal(app, { interaction, author: "theo", roles: [ROLES.member], asks });
  for (const member of ["theo", "tess", "ada"]) {
    const at = { interaction: interactionAt(app.now() * 1000), proposal: id, member, roles: [ROLES.member] };
    await castVote(app, { ...at, choice: "for" });
  }
  await app.wait(86_461);
  closeVote(app, id);
  return findVote(app.db, id) ?? expect.fail("no vote");
}

const ask = (proposal: number) =>
  prepareHandoff(app, {
    ...{ interaction: interactionAt(app.now() * 1000), proposal, treasurer: "theo" },
    roles: [ROLES.treasurer],
  });

const states = (handoff: number) => listExecutions(app.db, handoff).map(({ state }) => state);

/** Sends what is due, as the card says it. */
async function sendDue(handoff: number, from: Address, name: string) {
  const { due } = describePreparedHandoff(app, handoff);
  expect(due?.name).toBe(name);
  const hash = await app.send(from, due?.to ?? "0x", due?.data ?? "0x");
  await followExecutions.run(app);
  return hash;
}

test("default: a Safe's owners approve on chain, anybody executes, and the chain holds what was voted", async () => {
  const vote = await pass("safe-fee");
  expect(vote.predicted[0]).toMatchObject({
    kind: "safe-transaction",
    survey: { version: "1.5.0", threshold: "2" },
  });
  const { id } = await ask(vote.id);
  const before = describePreparedHandoff(app, id);
  expect(before).toMatchObject({ dead: undefined, ids: [{ id: vote.predicted[0]?.id }, {}, {}] });
  const [builder] = before.files;
  expect(JSON.parse(builder?.text ?? "")).toMatchObject({
    version: "1.0",
    chainId: "31337",
    transactions: [{ to: registries.treasury, value: "0", contractMethod: null, data: vote.actions[0]?.calldata }],
  });
  const [first = "0x", second = "0x"] = ground.world.roles.safeOwners.toReversed();
  const approved = await sendDue(id, first, "approve");
  expect(describePreparedHandoff(app, id).facts).toMatchObject({ approvals: "1", threshold: "2" });
  const complete = await sendDue(id, second, "approve");
  const executed = await sendDue(id, wallet("nils"), "execute");
  expect(listExecutions(app.db, id).map(({ state, transaction }) => [state, transaction])).toEqual([
    ["approving", approved],
    ["approved", complete],
    ["executed", executed],
    ["value-check", null],
  ]);
  expect(listExecutions(app.db, id).at(-1)?.facts["result"]).toBe("MATCH");
  expect(describePreparedHandoff(app, id).due).toBeUndefined();
});

test("behavior: a nonce that was used while members voted gives way to the next, and the id shown before is named as dead", async () => {
  const vote = await pass("safe-fee");
  const { keeper } = ground.world.roles;
  await sendOther(app, ground.world, {
    to: ground.world.addresses.token,
    data: encode("HelioToken", "approve", keeper, 5n),
  });
  const { id, onchainId } = await ask(vote.id);
  expect(onchainId).not.toBe(vote.predicted[0]?.id);
  const { dead, ids } = describePreparedHandoff(app, id);
  expect(dead?.id).toBe(vote.predicted[0]?.id);
  expect(ids[0]?.id).toBe(onchainId);
  const [first = "0x", second = "0x"] = ground.world.roles.safeOwners;
  await sendDue(id, first, "approve");
  await sendDue(id, second, "approve");
  await sendDue(id, wallet("ada"), "execute");
  expect(states(id)).toEqual(["approving", "approved", "executed", "value-check"]);
});

test("behavior: what the owners carried out by themselves before any hand-off is recognised as done", async () => {
  const vote = await pass("safe-fee");
  const { calldata = "0x" } = vote.actions[0] ?? {};
  const executed = await sendOther(app, ground.world, { to: registries.treasury, data: calldata });
  const { id, onchainId } = await ask(vote.id);
  expect(onchainId).toBe(vote.predicted[0]?.id);
  await followExecutions.run(app);
  expect(listExecutions(app.db, id)).toMatchObject([
    { state: "executed", transaction: executed },
    { state: "value-check", facts: { result: "MATCH" } },
  ]);
});

test("behavior: a hand-off whose nonce another transaction used is replaced, by that transaction, and another is prepared", async () => {
  const vote = await pass("safe-fee");
  const { id } = await ask(vote.id);
  const [first = "0x"] = ground.world.roles.safeOwners;
  await sendDue(id, first, "approve");
  const call = { to: ground.world.addresses.token, data: encode("HelioToken", "approve", wallet("ada"), 5n) };
  const replacing = await sendOther(app, ground.world, call);
  await sendOther(app, ground.world, call);
  await followExecutions.run(app);
  await followExecutions.run(app);
  expect(listExecutions(app.db, id).at(-1)).toMatchObject({ state: "replaced", transaction: replacing });
  expect(states(id)).toEqual(["approving", "replaced"]);
  const next = await ask(vote.id);
  expect(next.id).not.toBe(id);
  expect(next.onchainId).not.toBe(vote.predicted[0]?.id);
  expect(describePreparedHandoff(app, next.id).dead?.id).toBe(vote.predicted[0]?.id);
  expect((await ask(vote.id)).id).toBe(next.id);
  const [, second = "0x"] = ground.world.roles.safeOwners;
  await sendDue(next.id, first, "approve");
  await sendDue(next.id, second, "approve");
  await sendDue(next.id, wallet("ada"), "execute");
  expect(states(next.id)).toEqual(["approving", "approved", "executed", "value-check"]);
  expect(states(id)).toEqual(["approving", "replaced"]);
  await expect(ask(vote.id)).rejects.toThrow("has been carried out already");
});

test("error: no second hand-off is prepared for calls that the owners made themselves after the first was replaced", async () => {
  const vote = await pass("safe-fee");
  await watchExecutors.run(app);
  const { id } = await ask(vote.id);
  const call = { to: ground.world.addresses.token, data: encode("HelioToken", "approve", wallet("ada"), 5n) };
  await sendOther(app, ground.world, call);
  const { calldata = "0x" } = vote.actions[0] ?? {};
  const executed = await sendOther(app, ground.world, { to: registries.treasury, data: calldata });
  await followExecutions.run(app);
  expect(states(id)).toEqual(["replaced"]);
  await expect(ask(vote.id)).rejects.toThrow(executed);
});

test("behavior: of two passed votes the second waits for the first, since both cannot have one nonce", async () => {
  const [vote, next] = [await pass("safe-fee"), await pass("safe-stake")];
  expect(next.predicted[0]?.survey).toEqual(vote.predicted[0]?.survey);
  const { id } = await ask(vote.id);
  await expect(ask(next.id)).rejects.toThrow(`The hand-off of proposal #${vote.id} uses nonce`);
  const [first = "0x", second = "0x"] = ground.world.roles.safeOwners;
  await sendDue(id, first, "approve");
  await sendDue(id, second, "approve");
  await sendDue(id, wallet("ada"), "execute");
  const later = await ask(next.id);
  expect(describePreparedHandoff(app, later.id).dead?.id).toBe(next.predicted[0]?.id);
  await sendDue(later.id, first, "approve");
  await sendDue(later.id, second, "approve");
  await sendDue(later.id, wallet("ada"), "execute");
  expect(states(later.id)).toEqual(["approving", "approved", "executed", "value-check"]);
});

test("default: a treasurer schedules on a bare timelock, anybody executes after its delay", async () => {
  const vote = await pass("council-fee");
  expect(vote.predicted).toMatchObject([{ kind: "timelock-operation", survey: { delay: "600" } }]);
  const { id } = await ask(vote.id);
  const scheduled = await sendDue(id, wallet("theo"), "schedule");
  expect(describePreparedHandoff(app, id).due).toBeUndefined();
  await app.wait(601);
  await followExecutions.run(app);
  const executed = await sendDue(id, wallet("nils"), "execute");
  expect(listExecutions(app.db, id).map(({ state, transaction }) => [state, transaction])).toEqual([
    ["queued", scheduled],
    ["ready", null],
    ["executed", executed],
    ["value-check", null],
  ]);
});

test("behavior: what was cancelled on a timelock is said, and can be scheduled again", async () => {
  const vote = await pass("council-fee");
  const { id, onchainId } = await ask(vote.id);
  await sendDue(id, wallet("theo"), "schedule");
  const cancel = encode("TimelockController", "cancel", onchainId);
  const canceled = await app.send(wallet("tess"), ground.council, cancel);
  await followExecutions.run(app);
  expect(listExecutions(app.db, id).at(-1)).toMatchObject({ state: "canceled", transaction: canceled });
  await ask(vote.id);
  await sendDue(id, wallet("tess"), "schedule");
  expect(states(id)).toEqual(["queued", "canceled", "queued"]);
});

test("error: a timelock whose shortest delay has grown since the vote opened is not handed anything", async () => {
  const vote = await pass("council-fee");
  await app.rpc("anvil_impersonateAccount", ground.council);
  await app.rpc("anvil_setBalance", ground.council, "0xde0b6b3a7640000");
  await app.send(ground.council, ground.council, encode("TimelockController", "updateDelay", 900n));
  await expect(ask(vote.id)).rejects.toThrow(
    "shortest delay has grown since the vote opened: it was 600 s, it is 900 s",
  );
});

test("error: a vote on what no executor of the config can do is not opened", async () => {
  const { chainId: chain, addresses } = ground.world;
  const wrong = {
    council: { kind: "timelock", chain, timelock: addresses.token },
    treasury: { kind: "safe", chain, safe: ground.council },
  };
  const lint = { reverts: "warn" } as const;
  app = await createWorldApp(ground.world, { changes: { ...changes(), executors: wrong, lint } });
  for (const [parameter, why] of [
    ["council-fee", "There is no TimelockController at"],
    ["safe-fee", "There is no Safe at"],
  ] as const) {
    const asks = [{ kind: "parameter" as const, parameter, value: "12 %" }];
    const interaction = interactionAt(app.now() * 1000);
    addWallet(app.db, {
      address: wallet(parameter === "safe-fee" ? "theo" : "ada"),
      member: parameter,
      linkedAt: 1,
      message: "",
      signature: "0x",
    });
    const begun = beginProposal(app, { interaction, author: parameter, roles: [ROLES.member], asks });
    await expect(begun).rejects.toThrow(why);
  }
});

test("behavior: the step in words is the step in bytes", async () => {
  const vote = await pass("safe-fee");
  const { steps } = await ask(vote.id);
  const abi = parseAbi(["function approveHash(bytes32 hashToApprove)"]);
  expect(decodeFunctionData({ abi, data: steps[0]?.data ?? "0x" }).args[0]).toBe(steps[0]?.args[0]?.value);
});
