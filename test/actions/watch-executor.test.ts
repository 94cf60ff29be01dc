import { type Abi, type Address, encodeFunctionData, type Hex, pad, parseAbiItem } from "viem";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { listEventsBeside } from "../../db/events.ts";
import { findValueCheck } from "../../db/executions.ts";
import { findHandoffOf } from "../../db/handoffs.ts";
import { listUnposted } from "../../db/outbox.ts";
import { followExecutions } from "../../jobs/follow-executions.ts";
import { watchExecutors } from "../../jobs/watch-executors.ts";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import { startWorld } from "../../sandbox/chain/world.ts";
import { describeSeenCall } from "../../src/actions/calls/describe-seen-call.ts";
import { UNASKED, type Unasked } from "../../src/actions/handoffs/unasked.ts";
import { describeProposal } from "../../src/actions/proposals/describe-proposal.ts";
import { renderNotice } from "../../src/discord/notices.ts";
import { Refusal } from "../../src/errors.ts";
import { expectAccepted, shownText } from "../support/message-check.ts";
import { createWatchedWorld, deployDelay, hashText, type WatchedWorld } from "../support/watched-world.ts";
import { encode } from "../support/world-app.ts";

let started: Awaited<ReturnType<typeof startWorld>>;
let delay: Address;
let untouched: string;
let here: WatchedWorld;

beforeAll(async () => {
  started = await startWorld();
  delay = await deployDelay(started.world);
  untouched = await createRpc(started.url)("evm_snapshot");
});
beforeEach(async () => {
  await createRpc(started.url)("evm_revert", untouched);
  untouched = await createRpc(started.url)("evm_snapshot");
  here = await createWatchedWorld(started.world, delay);
});
afterAll(() => started.stop());

const ZERO = pad("0x", { size: 32 });
const run = async () => (await watchExecutors.run(here.app)).did?.["unasked"];
const seen = () => listEventsBeside(here.app.db, [UNASKED]).map(({ body }) => JSON.parse(body) as Unasked);
const said = () => listUnposted(here.app.db).filter(({ kind }) => kind === "unasked");
const setFee = (value: bigint) => encode("ParameterRegistry", "setOperatorFeeBps", value);

async function cards(): Promise<string[]> {
  const texts: string[] = [];
  for (const { kind, refs } of said()) {
    const message = await renderNotice(here.app, kind, refs, "mark");
    expectAccepted(message);
    texts.push(shownText(message));
  }
  return texts;
}

async function proposeForeign(value = 2_900n, description = "Nothing to see here @everyone"): Promise<Hex> {
  const { registry, governor } = here.world.addresses;
  const data = encode("HelioGovernor", "propose", [registry], [0n], [setFee(value)], description);
  return here.app.send(here.wallet("theo"), governor, data);
}

test("default: a proposal that no vote here asked for is said once, with its calls in words, who sent it and where", async () => {
  expect(await run()).toBe(0);
  const transaction = await proposeForeign();
  expect(await run()).toBe(1);
  expect(await run()).toBe(0);
  const theo = here.wallet("theo");
  expect(seen()).toMatchObject([{ executor: "dao", step: "proposed", by: theo, sender: theo, transaction }]);
  const [card = ""] = await cards();
  expect(card).toContain("Proposed on chain, and no vote here asked for it");
  expect(card).toContain("**Operator fee → 29 %**");
  expect(card).toContain(`By \`${theo}\`, who sent it.`);
  expect(card).toContain("“Nothing to see here \\@everyone”");
  expect(card).toContain(transaction);
  expect(card).toContain(`<@&${here.app.config.roles.treasurer[0]}>`);
});

test("behavior: the first look is at now: what was done before is history", async () => {
  await proposeForeign();
  expect(await run()).toBe(0);
  expect(await run()).toBe(0);
});

test("behavior: what a passed vote asks for is recognised, whichever tool sent it, through Governor and timelock", async () => {
  await run();
  const vote = await here.decide({ kind: "parameter", parameter: "operator-fee", value: "12 %" });
  await here.step(vote, "propose", here.wallet("theo"));
  await here.app.wait(61);
  for (const name of ["theo", "tess", "ada"]) {
    const data = encode("HelioGovernor", "castVote", BigInt(vote.predicted[0]?.id ?? 0), 1);
    await here.app.send(here.wallet(name), here.world.addresses.governor, data);
  }
  await here.app.wait(86_401);
  await here.step(vote, "queue", here.wallet("ada"));
  await here.app.wait(3_601);
  await here.step(vote, "execute", here.wallet("ben"));
  expect(await run()).toBe(0);
  // Nobody asked for a hand-off: it is taken up all the same, and followed to its end.
  const handoff = findHandoffOf(here.app.db, vote.id);
  expect(handoff).toMatchObject({ executor: "dao", onchainId: vote.predicted[0]?.id, preparedBy: "" });
  await followExecutions.run(here.app);
  expect(describeProposal(here.app, vote.id).state).toBe("executed");
  expect(findValueCheck(here.app.db, handoff?.id ?? 0)?.facts).toMatchObject({ result: "MATCH" });
  const card = await renderNotice(here.app, "handed-off", { handoff: handoff?.id ?? 0 }, "mark");
  expect(shownText(card)).toContain("Somebody brought it to the chain by another tool");
});

test("behavior: what a vote asks for that was rejected, or is open still, is no vote's wish", async () => {
  await run();
  const rejected = await here.decide({ kind: "parameter", parameter: "operator-fee", value: "12 %" }, "against");
  await here.step(rejected, "propose", here.wallet("theo"));
  const open = await here.open({ kind: "parameter", parameter: "operator-fee", value: "13 %" });
  await here.step(open, "propose", here.wallet("theo"));
  expect(await run()).toBe(2);
  const [first = "", second = ""] = await cards();
  expect(first).toContain(`what proposal #${rejected.id} asks for, and that reached no quorum`);
  expect(second).toContain(`what proposal #${open.id} asks for, and that is still being voted on`);
});

test("behavior: a vote that ended and is not counted yet keeps what it may have asked for waiting, and loses none of it", async () => {
  await run();
  const open = await here.open({ kind: "parameter", parameter: "operator-fee", value: "13 %" });
  await here.step(open, "propose", here.wallet("theo"));
  await here.app.wait(61);
  await proposeForeign();
  await expect(run()).rejects.toThrow(`waits for the count of proposal #${open.id}`);
  await here.app.wait(60);
  const { closeVote } = await import("../../src/actions/votes/close-vote.ts");
  closeVote(here.app, open.id);
  expect(await run()).toBe(2);
});

test("error: neither a count that does not come nor a Safe that is none any more keeps what was done quiet", async () => {
  await run();
  const open = await here.open({ kind: "parameter", parameter: "operator-fee", value: "13 %" });
  await here.step(open, "propose", here.wallet("theo"));
  await here.app.wait(3_700);
  expect(await run()).toBe(1);
  expect((await cards())[0]).toContain("has ended and is not counted");
  const { dollar } = here.world.addresses;
  await here.safe.execute(dollar, encode("TestDollar", "transfer", here.wallet("ben"), 1n));
  const chain = here.app.chains.get(here.world.chainId);
  const { read } = chain;
  chain.read = () => Promise.reject(new Refusal("There is no Safe."));
  expect(await run()).toBe(2);
  chain.read = read;
});

test("behavior: an operation is said at each step once, though two executors see it and a batch logs each of its calls", async () => {
  await run();
  const { governor, timelock, registry } = here.world.addresses;
  await here.app.rpc("anvil_impersonateAccount", governor);
  await here.app.rpc("anvil_setBalance", governor, "0xde0b6b3a7640000");
  const batch = [
    [registry, timelock],
    [0n, 0n],
    [setFee(100n), encode("TimelockController", "updateDelay", 0n)],
  ];
  const salt = hashText("a");
  await here.app.send(governor, timelock, encode("TimelockController", "scheduleBatch", ...batch, ZERO, salt, 3_600n));
  await here.app.wait(3_601);
  await here.app.send(here.wallet("ben"), timelock, encode("TimelockController", "executeBatch", ...batch, ZERO, salt));
  expect(await run()).toBe(2);
  expect(seen().map(({ step, count }) => [step, count])).toEqual([
    ["scheduled", 2],
    ["executed", 2],
  ]);
  const [card = ""] = await cards();
  expect(card).toContain("An operation of the timelock (`dao`)");
  expect(card).toContain("**Operator fee → 1 %**");
  expect(card).toContain("updateDelay\\(newDelay\\: 0\\), which changes who governs");
  expect(card).toContain("can still stop it before its delay has passed");
});

test("behavior: a Safe's transaction is read from its logs, an approval is one matter, and a vote's own is known at any nonce", async () => {
  await run();
  const { dollar, registry, safe } = here.world.addresses;
  const approve = encode("TestDollar", "approve", here.wallet("ben"), 5_000_000n);
  const data = encode("TestDollar", "transfer", here.wallet("ben"), 1_000_000n);
  const asked = await here.decide({
    ...{ kind: "call", target: dollar, signature: "approve(address,uint256)" },
    args: `${here.wallet("ben")}, 5000000`,
  });
  await here.safe.execute(dollar, data);
  expect(await run()).toBe(2);
  expect(seen().map(({ step, by }) => [step, by])).toEqual([
    ["approved", here.wallet("theo")],
    ["executed", undefined],
  ]);
  const [first = "", second = ""] = await cards();
  expect(first).toContain("What it would do cannot be told");
  expect(second).toContain(`Transfer of 1 tUSD to ${here.wallet("ben")}`);
  expect(second).toContain(`Sent by \`${here.wallet("tess")}\``);
  // The nonce shown before the vote is used up; whoever sends the same calls with the next one does what was voted.
  await here.safe.execute(dollar, approve);
  expect(asked.actions[0]?.calldata).toBe(approve);
  expect(await run()).toBe(0);
  const other = await here.safe.hash(registry, "0x1234");
  await here.safe.approve(other, "theo");
  await here.safe.approve(other, "tess");
  expect(await run()).toBe(1);
  expect(seen().at(-1)).toMatchObject({ step: "approved", contract: safe, id: other });
});

test("law: what was carried out past every hand-off is neither asked for nor handed off a second time", async () => {
  await run();
  const { dollar } = here.world.addresses;
  const approve = encode("TestDollar", "approve", here.wallet("ben"), 5_000_000n);
  const asked = await here.decide({
    ...{ kind: "call", target: dollar, signature: "approve(address,uint256)" },
    args: `${here.wallet("ben")}, 5000000`,
  });
  await here.safe.execute(dollar, encode("TestDollar", "transfer", here.wallet("ben"), 1n));
  const carried = await here.safe.execute(dollar, approve);
  // The foreign one is told of: its approval and its execution.
  expect(await run()).toBe(2);
  await expect(here.handOff(asked)).rejects.toThrow(`carried out already, by transaction ${carried}`);
  await here.safe.execute(dollar, approve);
  expect(await run()).toBe(2);
  expect((await cards()).at(-1)).toContain(`the same calls as proposal #${asked.id}, which passed`);
});

test("behavior: several votes may ask for the very same transaction of a Safe: one that passed is enough", async () => {
  await run();
  const { dollar } = here.world.addresses;
  const ask = {
    ...({ kind: "call", target: dollar, signature: "approve(address,uint256)" } as const),
    args: `${here.wallet("ben")}, 5000000`,
  } as const;
  await here.decide(ask);
  const { predicted } = await here.decide(ask, "against");
  const approve = encode("TestDollar", "approve", here.wallet("ben"), 5_000_000n);
  expect(await here.safe.hash(dollar, approve)).toBe(predicted[0]?.id);
  await here.safe.execute(dollar, approve);
  expect(await run()).toBe(0);
});

test("behavior: what a passed vote asks for and somebody cancels is said here where no hand-off is followed, else there", async () => {
  await run();
  const sent = await here.decide({ kind: "parameter", parameter: "minimum-stake", value: "1" });
  const followed = await here.decide({ kind: "parameter", parameter: "minimum-stake", value: "2" });
  await here.handOff(followed);
  for (const vote of [sent, followed]) {
    await here.step(vote, "schedule", here.wallet("theo"));
    await here.timelock(here.wallet("theo"), "cancel", vote.predicted[0]?.id);
  }
  expect(await run()).toBe(1);
  const [card = ""] = await cards();
  expect(card).toContain("Cancelled on chain");
  expect(card).toContain(`what proposal #${sent.id} asks for, and that passed`);
});

test("behavior: whoever makes a passed vote's calls a second time, under another id, is told of as such", async () => {
  await run();
  const { dollar } = here.world.addresses;
  const asked = await here.decide({
    ...{ kind: "call", target: dollar, signature: "approve(address,uint256)" },
    args: `${here.wallet("ben")}, 5000000`,
  });
  await here.handOff(asked);
  const approve = encode("TestDollar", "approve", here.wallet("ben"), 5_000_000n);
  await here.safe.execute(dollar, approve);
  expect(await run()).toBe(0);
  await here.safe.execute(dollar, approve);
  expect(await run()).toBe(2);
  expect((await cards()).at(-1)).toContain(`the same calls as proposal #${asked.id}, which passed`);
});

test("boundary: what happened during days of downtime is said afterwards, none of it twice", async () => {
  await run();
  await proposeForeign(2_900n, "one");
  await here.app.wait(5 * 86_400);
  await proposeForeign(2_900n, "two");
  await here.app.wait(5 * 86_400);
  expect(await run()).toBe(2);
  expect(await run()).toBe(0);
});

test("boundary: whoever does one thing after the other is told of each time, but wakes the treasurers five times an hour", async () => {
  await run();
  for (let index = 0; index < 7; index += 1) await proposeForeign(2_900n, `${index}`);
  expect(await run()).toBe(7);
  const waking = (await cards()).filter((card) => card.includes("<@&"));
  expect(waking).toHaveLength(5);
});

test("behavior: a call that sets a group of parameters is told value by value", () => {
  const { registry, timelock } = here.world.addresses;
  const setter = "function setShares((uint256 node, uint256 operator) shares)";
  const { parameters } = here.app.config;
  const [fee, period] = [parameters["operator-fee"], parameters["unbonding-period"]];
  if (!fee || !period) throw new Error("not there");
  Object.assign(fee, { setter: "" });
  Object.assign(period, { setter: "" });
  const group = { title: "Both", setter, order: ["operator-fee", "unbonding-period"], invariants: [] };
  Object.assign(here.app.config.parameterGroups, { both: group });
  const args = [{ node: 1_250n, operator: 172_800n }];
  const calldata = encodeFunctionData({ abi: [parseAbiItem(setter)] as Abi, functionName: "setShares", args });
  const call = { target: registry, value: "0", calldata, bytes: (calldata.length - 2) / 2, delegate: false };
  const chain = here.world.chainId;
  expect(describeSeenCall(here.app, chain, call).words).toBe("Operator fee → 12.5 %, Unbonding period → 2 d");
  expect(describeSeenCall(here.app, chain, { ...call, target: timelock }).words).toBeUndefined();
  expect(describeSeenCall(here.app, chain, { ...call, bytes: 5_000 }).words).toBeUndefined();
});

test("error: a provider that does not answer for one transaction loses nothing", async () => {
  await run();
  await proposeForeign();
  const chain = here.app.chains.get(here.world.chainId);
  const transaction = chain.transaction;
  chain.transaction = () => Promise.reject(new Error("gone"));
  await expect(run()).rejects.toThrow("gone");
  chain.transaction = async () => undefined;
  expect(await run()).toBe(1);
  expect((await cards())[0]).toContain(`By \`${here.wallet("theo")}\`. Who sent the transaction cannot be told`);
  chain.transaction = transaction;
});
