import type { Address } from "viem";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addExecution } from "../../db/executions.ts";
import { listUnposted } from "../../db/outbox.ts";
import type { VoteRow } from "../../db/votes.ts";
import { promiseVsChain } from "../../jobs/promise-vs-chain.ts";
import { createRpc } from "../../sandbox/chain/rpc.ts";
import { startWorld } from "../../sandbox/chain/world.ts";
import { checkValues } from "../../src/actions/handoffs/check-values.ts";
import { describePromise } from "../../src/actions/handoffs/describe-promise.ts";
import type { ConfigInput } from "../../src/config/schema.ts";
import { renderNotice } from "../../src/discord/notices.ts";
import { Transient } from "../../src/errors.ts";
import { expectAccepted, shownText } from "../support/message-check.ts";
import { createWatchedWorld, deployDelay, type WatchedWorld } from "../support/watched-world.ts";
import { encode } from "../support/world-app.ts";

let started: Awaited<ReturnType<typeof startWorld>>;
let delay: Address;
let untouched: string;
let here: WatchedWorld;

beforeAll(async () => {
  started = await startWorld();
  delay = await deployDelay(started.world);
  const rpc = createRpc(started.url);
  // Who owns the registry can set anything: that is who drifts come from.
  await rpc("anvil_impersonateAccount", started.world.addresses.timelock);
  await rpc("anvil_setBalance", started.world.addresses.timelock, "0xde0b6b3a7640000");
  untouched = await rpc("evm_snapshot");
});
beforeEach(async () => {
  await createRpc(started.url)("evm_revert", untouched);
  untouched = await createRpc(started.url)("evm_snapshot");
  here = await createWatchedWorld(started.world, delay);
});
afterAll(() => started.stop());

const run = async () => (await promiseVsChain.run(here.app)).did?.["changes"];
const fresh = async () => {
  await here.app.rpc("evm_mine");
  return run();
};
const said = () => listUnposted(here.app.db).filter(({ kind }) => kind === "promise");
const told = () => said().map(({ refs }) => describePromise(here.app, Number(refs["event"])));
const set = (name: string, value: bigint) => {
  const { timelock, registry } = here.world.addresses;
  return here.app.send(timelock, registry, encode("ParameterRegistry", name, value));
};

async function cards(): Promise<string[]> {
  const texts: string[] = [];
  for (const { kind, refs, destination } of said()) {
    expect(destination).toBe(here.app.config.channels.alarms);
    const message = await renderNotice(here.app, kind, refs, "mark");
    expectAccepted(message);
    texts.push(shownText(message));
  }
  return texts;
}

const setters = { "operator-fee": "setOperatorFeeBps", "unbonding-period": "setUnbondingPeriod" } as const;

/** A vote that was carried out: what the chain holds, and what the following of it notes. */
async function carryOut(parameter: keyof typeof setters, value: string, raw: bigint): Promise<VoteRow> {
  const vote = await here.decide({ kind: "parameter", parameter, value });
  const handoff = await here.handOff(vote);
  const transaction = await set(setters[parameter], raw);
  await noteExecuted(handoff, transaction);
  return vote;
}

async function noteExecuted(handoff: number, transaction: `0x${string}`): Promise<void> {
  const { number, hash, timestamp } = await here.app.chains.get(here.world.chainId).finalized();
  const life = { handoff, state: "executed", block: number, blockHash: hash, at: timestamp };
  addExecution(here.app.db, { ...life, transaction, facts: {} });
  await checkValues(here.app, here.world.chainId);
}

test("default: a value that is no longer the one voted is said once, with its vote, since when and by which transaction; and when it is back", async () => {
  const vote = await carryOut("operator-fee", "12 %", 1_200n);
  expect(await fresh()).toBe(0);
  await here.app.wait(3_600);
  const before = await here.app.chains.get(here.world.chainId).finalized();
  expect(await run()).toBe(0);
  await here.app.wait(3_600);
  const culprit = await set("setOperatorFeeBps", 1_500n);
  await here.app.wait(3_600);
  expect(await run()).toBe(1);
  expect(await fresh()).toBe(0);
  const back = await set("setOperatorFeeBps", 1_200n);
  expect(await run()).toBe(1);
  expect(await fresh()).toBe(0);
  const [broken = "", kept = ""] = await cards();
  expect(broken).toContain("Operator fee · ⚠ No longer what was voted");
  expect(broken).toContain(`Voted in #${vote.id}: **12 %**, on chain **15 %** ✗`);
  expect(broken).toContain(`By transaction \`${culprit}\``);
  expect(broken).toContain(`sent by \`${here.world.addresses.timelock}\``);
  expect(kept).toContain("Again what was voted");
  expect(kept).toContain(`By transaction \`${back}\``);
  const [first] = told();
  expect(BigInt(first?.last.block ?? 0)).toBe(before.number);
});

test("behavior: each other value it drifts to is another drift", async () => {
  await carryOut("operator-fee", "12 %", 1_200n);
  await set("setOperatorFeeBps", 1_500n);
  expect(await run()).toBe(1);
  const second = await set("setOperatorFeeBps", 1_600n);
  expect(await run()).toBe(1);
  expect(told().map(({ found }) => found)).toEqual(["15 %", "16 %"]);
  expect((await cards())[1]).toContain(second);
});

test("behavior: a later vote takes the promise's place, also before anybody has seen it on chain", async () => {
  await carryOut("operator-fee", "12 %", 1_200n);
  expect(await fresh()).toBe(0);
  const later = await here.decide({ kind: "parameter", parameter: "operator-fee", value: "13 %" });
  const handoff = await here.handOff(later);
  const transaction = await set("setOperatorFeeBps", 1_300n);
  expect(await run()).toBe(0);
  await noteExecuted(handoff, transaction);
  expect(await fresh()).toBe(0);
  await set("setOperatorFeeBps", 1_200n);
  expect(await run()).toBe(1);
  expect(told()).toMatchObject([{ proposal: later.id, voted: "13 %", found: "12 %" }]);
});

test("behavior: what a later vote passed and somebody carried out past every hand-off is no drift", async () => {
  await carryOut("operator-fee", "12 %", 1_200n);
  await here.decide({ kind: "parameter", parameter: "operator-fee", value: "13 %" });
  await set("setOperatorFeeBps", 1_300n);
  expect(await run()).toBe(0);
  await set("setOperatorFeeBps", 1_400n);
  expect(await run()).toBe(1);
});

test("behavior: a rejected vote and an older one that nobody carries out excuse nothing", async () => {
  await here.decide({ kind: "parameter", parameter: "operator-fee", value: "14 %" });
  const newest = await carryOut("operator-fee", "12 %", 1_200n);
  await here.decide({ kind: "parameter", parameter: "operator-fee", value: "15 %" }, "against");
  await set("setOperatorFeeBps", 1_500n);
  expect(await run()).toBe(1);
  await set("setOperatorFeeBps", 1_400n);
  expect(await run()).toBe(1);
  expect(told()).toMatchObject([{ proposal: newest.id, found: "15 %" }, { found: "14 %" }]);
});

test("behavior: what changes along with another that was voted later is promised no more, nor is it an alarm meanwhile", async () => {
  const { parameters = {} } = here.app.config as unknown as ConfigInput;
  const unbonding = { ...parameters["unbonding-period"], sideEffects: ["operator-fee"] };
  Object.assign(here.app.config.parameters, { "unbonding-period": unbonding });
  await carryOut("operator-fee", "12 %", 1_200n);
  expect(await fresh()).toBe(0);
  const later = await here.decide({ kind: "parameter", parameter: "unbonding-period", value: "20 d" });
  const handoff = await here.handOff(later);
  await set("setOperatorFeeBps", 900n);
  const transaction = await set("setUnbondingPeriod", 20n * 86_400n);
  expect(await run()).toBe(0);
  await noteExecuted(handoff, transaction);
  expect(await fresh()).toBe(0);
  await set("setUnbondingPeriod", 21n * 86_400n);
  expect(await run()).toBe(1);
  expect(told()).toMatchObject([{ parameter: "unbonding-period", found: "21 d" }]);
});

test("behavior: what cannot be read is said once, and when it can be again", async () => {
  await carryOut("operator-fee", "12 %", 1_200n);
  const config = here.app.config.parameters["operator-fee"];
  if (!config) throw new Error("not there");
  const { getter } = config;
  config.getter = "function gone() view returns (uint256)";
  expect(await fresh()).toBe(1);
  expect(await fresh()).toBe(0);
  config.getter = getter;
  expect(await fresh()).toBe(1);
  const [unreadable = "", kept = ""] = await cards();
  expect(unreadable).toContain("Whether it still is what was voted is not known");
  expect(unreadable).toContain("It could not be read:");
  expect(kept).toContain("It can be read again.");
});

test("error: where the nodes keep no old state the change is said all the same, and that its transaction cannot be told", async () => {
  await carryOut("operator-fee", "12 %", 1_200n);
  await here.app.wait(60);
  await set("setOperatorFeeBps", 1_500n);
  const chain = here.app.chains.get(here.world.chainId);
  const { read } = chain;
  chain.read = () => Promise.reject(new Transient("missing trie node"));
  expect(await run()).toBe(1);
  chain.read = read;
  expect((await cards())[0]).toContain("by which transaction it changed cannot be told");
});

test("error: a chain that does not answer says nothing about a promise", async () => {
  await carryOut("operator-fee", "12 %", 1_200n);
  await set("setOperatorFeeBps", 1_500n);
  const chain = here.app.chains.get(here.world.chainId);
  const { readAll } = chain;
  chain.readAll = () => Promise.reject(new Transient("No provider answers."));
  await expect(run()).rejects.toThrow("No provider answers");
  chain.readAll = readAll;
  expect(await run()).toBe(1);
});
