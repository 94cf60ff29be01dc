import { type Address, encodeFunctionData, getAddress, type Hex, parseAbi } from "viem";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { closeVotes } from "../../jobs/close-votes.ts";
import { ROLES } from "../../sandbox/people.ts";
import { describePreparedHandoff } from "../../src/actions/handoffs/describe-handoff.ts";
import { prepareHandoff } from "../../src/actions/handoffs/prepare-handoff.ts";
import { beginProposal, submitProposal } from "../../src/actions/proposals/begin-proposal.ts";
import { describeDraft } from "../../src/actions/proposals/describe-draft.ts";
import { describeProposal } from "../../src/actions/proposals/describe-proposal.ts";
import { editProposal } from "../../src/actions/proposals/edit-proposal.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import { readAsks } from "../../src/core/governance/ask.ts";
import type { RuleName } from "../../src/core/governance/lint/rules.ts";
import { handoffCard } from "../../src/discord/cards/handoff.ts";
import { proposalCard } from "../../src/discord/cards/proposal.ts";
import { Refusal, Transient } from "../../src/errors.ts";
import { interactionAt } from "../support/app.ts";
import { type Baits, startBaits } from "../support/baits.ts";
import { handoffs } from "../support/rows.ts";
import { startRpcProxy } from "../support/rpc-proxy.ts";
import { createWorldApp, encode, type WorldApp } from "../support/world-app.ts";

let baits: Baits;
let app: WorldApp;
let untouched: string;

beforeAll(async () => {
  baits = await startBaits();
  untouched = await baits.rpc("evm_snapshot");
});
beforeEach(async () => {
  await baits.rpc("evm_revert", untouched);
  untouched = await baits.rpc("evm_snapshot");
  app = await createWorldApp(baits.world, { changes: baits.config() });
});
afterAll(() => baits.stop());

const asker = () => ({ interaction: interactionAt(app.now() * 1000), author: "theo", roles: [ROLES.member] });

const begin = async (asked: string, reason?: string) =>
  (await beginProposal(app, { ...asker(), asks: readAsks(asked), reason })).id;

/** Lets the vote pass, and counts it. */
async function pass(proposal: number): Promise<void> {
  const { interaction, author: member, roles } = asker();
  await castVote(app, { interaction, proposal, member, roles, choice: "for" });
  await app.wait(700);
  await closeVotes.run(app);
}

const handOff = (proposal: number) =>
  prepareHandoff(app, { ...asker(), proposal, treasurer: "tess", roles: [ROLES.treasurer] });

const shown = (components: unknown) => JSON.stringify(components).replaceAll("\\\\", "");

const play = (trick: number) => baits.send(baits.thief, baits.knobs, baits.encode("SlyKnobs", "play", BigInt(trick)));

const asAccount = (to: Address, data: Hex) => baits.send(baits.world.addresses.timelock, to, data);

const erc20 = parseAbi([
  "function approve(address spender, uint256 amount) returns (bool)",
  "function transfer(address to, uint256 amount) returns (bool)",
]);

/** An address that differs from another in its middle only. */
const twinOf = (address: Address) => getAddress(`0x${address.slice(2, 6)}${"5a".repeat(16)}${address.slice(-4)}`);

/** An address that shares the first fifteen characters, as in June 2026. */
const cousinOf = (address: Address) => getAddress(`0x${address.slice(2, 15)}${"b7".repeat(13)}c`);

const w = () => baits.world.addresses;

/** What is asked for, what is done first, and what the refusal at once has to say. */
const refused: [string, () => string, RuleName, string, (() => Promise<unknown>)?][] = [
  ["a twin of the treasury", () => `transfer 1 ETH to ${twinOf(w().safe)}`, "lookAlike", "looks like"],
  ["a cousin of a member's contract", () => `transfer 1 ETH to ${cousinOf(w().vault)}`, "lookAlike", "looks like"],
  [
    "a twin hidden in a call's packed bytes",
    () => `call ${baits.stranger} multiSend(bytes) with 0x00${twinOf(w().safe).slice(2)}`,
    "lookAlike",
    "looks like",
  ],
  [
    "a payment into nothing",
    () => "transfer 1 ETH to 0x000000000000000000000000000000000000dEaD",
    "deadAddress",
    "lost",
  ],
  [
    "a parameter past its guardrails, as a free call",
    () => `call ${baits.knobs} setFee(uint256) with 99`,
    "parameterByCall",
    "has guardrails",
  ],
  [
    "a setter that turns another knob",
    () => "fee = 12 %",
    "undeclaredParameter",
    "Cap would change as well",
    () => play(1),
  ],
  [
    "a setter that takes what the account let it",
    () => "fee = 12 %",
    "undeclaredTransfer",
    "would move 0.000000000000000007 HELIO",
    async () => {
      await play(2);
      await baits.send(
        w().safe,
        w().token,
        encodeFunctionData({ abi: erc20, functionName: "transfer", args: [w().timelock, 100n] }),
      );
      await asAccount(w().token, encodeFunctionData({ abi: erc20, functionName: "approve", args: [baits.knobs, 50n] }));
    },
  ],
  ["a setter that gives its owner away", () => "fee = 12 %", "undeclaredPower", "OwnershipTransferred", () => play(3)],
  [
    "a setter that sets something else",
    () => "fee = 12 %",
    "undeclaredParameter",
    "Fee would be 99 % after the calls, not 12 %",
    () => play(4),
  ],
  ["a setter that lets somebody spend", () => "fee = 12 %", "undeclaredTransfer", "would let", () => play(9)],
  [
    "a free call that turns a knob by the way",
    () => `call ${baits.knobs} poke()`,
    "undeclaredParameter",
    "Cap would change",
    () => play(1),
  ],
  [
    "a call that gives roles away by the way",
    () => `call ${baits.knobs} poke()`,
    "undeclaredPower",
    "OwnershipTransferred",
    () => play(3),
  ],
  ["a call that the chain refuses", () => "fee = 12 %", "reverts", "“closed on Sundays”", () => play(8)],
  ["a call that is refused with an error of its own", () => "fee = 12 %", "reverts", "cannot read", () => play(7)],
  ["a bundle that no block holds", () => "fee = 12 %\ncap = 5", "tooMuchGas", "gas", () => play(10)],
  [
    "a token that keeps a part",
    () => `transfer 100 TOLL to ${baits.thief}`,
    "missedTransfer",
    "would not arrive",
    () => baits.send(baits.thief, baits.toll, baits.encode("Toll", "give", w().timelock, 1_000n)),
  ],
];

test.each(refused)("law: %s is refused when it is asked for", async (_, asks, rule, says, before) => {
  await before?.();
  const asked = begin(asks());
  await expect(asked).rejects.toThrow(says);
  await expect(asked).rejects.toThrow(Refusal);
  await expect(asked).rejects.toMatchObject({ context: { rules: expect.arrayContaining([rule]) } });
});

/** What may be right, and is shown for what it is until the hand-off. */
const warned: [string, () => string, RuleName, string, ((() => Promise<unknown>) | undefined)?, string?][] = [
  ["a contract that nobody named", () => `call ${baits.stranger} hold(uint256) with 1`, "unknownTarget", "nowhere in"],
  ["a contract of yesterday", () => `call ${baits.stranger} hold(uint256) with 1`, "freshCode", "only lately"],
  ["code that can destroy itself", () => `call ${baits.bomb} setLevel(uint256) with 5`, "riskyCode", "SELFDESTRUCT"],
  [
    "a function that nobody named",
    () => `call ${baits.sink} hold(uint256) with 1`,
    "unknownFunction",
    "no function that",
  ],
  [
    "the registry's owner",
    () => `call ${w().registry} transferOwnership(address) with ${baits.thief}`,
    "privilegedCall",
    "who may do what",
  ],
  [
    "a role inside another call",
    () => `call ${baits.sink} multicall(bytes[]) with [0x2f2ff15d${"00".repeat(32)}${"11".repeat(32)}]`,
    "privilegedCall",
    "carries a call of grantRole",
  ],
  [
    "the timelock's own delay",
    () => `call ${w().timelock} updateDelay(uint256) with 1`,
    "selfCall",
    "the executor itself",
  ],
  ["leave to spend", () => `call ${w().dollar} approve(address, uint256) with ${baits.thief}, 5`, "approval", "spend"],
  ["half of what there is", () => `transfer 6 ETH to ${baits.thief}`, "largeValue", "60 % of what the account holds"],
  [
    "a payment of which the reason says less",
    () => `transfer 2 ETH to ${baits.thief}`,
    "textMismatch",
    "speaks of 1 ETH",
    undefined,
    "A grant of 1 ETH.",
  ],
  [
    "a reason that names somebody else",
    () => `transfer 1 ETH to ${baits.thief}`,
    "textMismatch",
    "which no call does",
    undefined,
    `For 0x${"4f".repeat(20)}.`,
  ],
  [
    "a knob of which the reason says less",
    () => "fee = 45 %",
    "textMismatch",
    "speaks of 5 %",
    undefined,
    "Only 5 % more or less.",
  ],
  [
    "a free call that moves coins",
    () => `call ${baits.knobs} poke()`,
    "transferByCall",
    "would move",
    async () => {
      await play(11);
      await baits.send(baits.thief, baits.knobs, "0x", 5n);
    },
  ],
  ["storage that nobody spoke of", () => "fee = 12 %", "undeclaredStorage", "2 words of storage", () => play(5)],
  ["storage elsewhere", () => "fee = 12 %", "undeclaredStorage", "which no call goes to", () => play(6)],
];

test.each(warned)(
  "law: %s reaches a hand-off only with its reason shown",
  async (_, asks, rule, says, before, reason) => {
    await before?.();
    const id = await begin(asks(), reason);
    const opened = describeProposal(app, id);
    expect(opened.scrutiny?.findings.find((one) => one.rule === rule)?.says).toContain(says);
    await pass(id);
    const { id: handoff } = await handOff(id);
    const details = describePreparedHandoff(app, handoff);
    expect(details.scrutiny).toMatchObject({ when: "hand-off", way: "block", traced: true });
    expect(shown(handoffCard(details).components)).toContain(says);
    expect(shown(proposalCard(describeProposal(app, id), () => "id", "mark").body)).toContain(says);
  },
);

/** What was honest when it was voted on. */
const switched: [string, () => string, string, () => Promise<unknown>][] = [
  ["another trick", () => "fee = 12 %", "Cap would change as well", () => play(1)],
  ["a setter that refuses", () => "fee = 12 %", "closed on Sundays", () => play(8)],
  [
    "other code behind a proxy",
    () => "level = 5",
    "runs other code than when this was proposed",
    () => baits.send(baits.thief, baits.proxy, baits.encode("LooseProxy", "point", baits.bomb)),
  ],
  [
    "other code at the target",
    () => "fee = 12 %",
    "is not what it was when the vote opened",
    () => baits.rpc("anvil_setCode", baits.knobs, "0x6001").then(() => app.wait(5)),
  ],
  [
    "an owner that is no longer the account",
    () => `collector = ${baits.thief}`,
    "OwnableUnauthorizedAccount",
    () => asAccount(w().registry, encode("ParameterRegistry", "transferOwnership", baits.thief)),
  ],
];

test.each(switched)("law: what was voted on honestly is not handed off with %s", async (_, asks, says, change) => {
  const id = await begin(asks());
  expect(describeProposal(app, id).scrutiny?.findings).toEqual([]);
  await change();
  await pass(id);
  await expect(handOff(id)).rejects.toThrow(says);
  expect(handoffs(app.db)).toEqual([]);
});

test("default: an honest change is simulated, and its card says that it does nothing else", async () => {
  const id = await begin("fee = 12 %\ncap = 5");
  const view = describeProposal(app, id);
  expect(view.scrutiny).toMatchObject({
    when: "writing",
    way: "block",
    traced: true,
    findings: [],
    effects: [
      { kind: "parameter", declared: true, title: "Fee", before: "10 %", after: "12 %" },
      { kind: "parameter", declared: true, title: "Cap", before: "100", after: "5" },
    ],
  });
  expect(shown(proposalCard(view, () => "id", "mark").body)).toContain("nothing else that was seen, storage included");
  await pass(id);
  expect(describeProposal(app, id).scrutiny?.when).toBe("closing");
  await handOff(id);
});

test("behavior: a payment in the chain's own coin and one in a token are seen to arrive", async () => {
  await baits.send(
    w().safe,
    w().token,
    encodeFunctionData({ abi: erc20, functionName: "transfer", args: [w().timelock, 10n ** 21n] }),
  );
  const id = await begin(`transfer 1 ETH to ${baits.thief}\ntransfer 5 HELIO to ${baits.thief}`);
  expect(describeProposal(app, id).scrutiny).toMatchObject({
    findings: [],
    effects: [
      { kind: "transfer", declared: true, what: "1 ETH", from: w().timelock, to: baits.thief },
      { kind: "transfer", declared: true, what: "5 HELIO" },
    ],
  });
});

test("behavior: what a config only warns of is proposed, and shown", async () => {
  app = await createWorldApp(baits.world, { changes: { ...baits.config(), lint: { undeclaredParameter: "warn" } } });
  await play(1);
  const id = await begin("fee = 12 %");
  expect(describeProposal(app, id).scrutiny?.findings).toMatchObject([
    { rule: "undeclaredParameter", level: "warn" },
    { rule: "undeclaredStorage", level: "warn" },
  ]);
  app = await createWorldApp(baits.world, { changes: { ...baits.config(), lint: { selfCall: "block" } } });
  await expect(begin(`call ${w().timelock} updateDelay(uint256) with 1`)).rejects.toThrow("the executor itself");
});

test("error: a chain that is down while its calls are looked at keeps nobody from proposing, and is said", async () => {
  const chain = app.chains.get(baits.world.chainId);
  const down = { ...chain, simulate: async () => Promise.reject(new Transient("No provider answers.")) };
  Object.assign(app, { chains: { list: () => [down], get: () => down } });
  const id = await begin("fee = 12 %");
  expect(describeProposal(app, id).scrutiny).toMatchObject({
    way: "none",
    findings: [{ rule: "notSimulated", level: "warn" }],
  });
});

test("error: where no node simulates, what can be told without is told, and that the rest is not", async () => {
  const refuse = ({ method }: { method: string }) =>
    method === "eth_simulateV1" || method === "debug_traceCall"
      ? { error: { code: -32601, message: "Method not found" } }
      : undefined;
  const { url } = await startRpcProxy(baits.url, { on: refuse });
  app = await createWorldApp(baits.world, { urls: [url], changes: baits.config() });
  const id = await begin("fee = 12 %");
  const view = describeProposal(app, id);
  expect(view.scrutiny).toMatchObject({
    way: "calls",
    traced: false,
    effects: [],
    findings: [{ rule: "notSimulated" }],
  });
  expect(shown(proposalCard(view, () => "id", "mark").body)).toContain("what they change was not seen");
  await expect(begin(`call ${baits.knobs} setFee(uint256) with 99`)).rejects.toThrow("has guardrails");
  await play(8);
  await expect(begin("fee = 13 %")).rejects.toThrow("closed on Sundays");
});

test("behavior: a draft is looked at anew with its reason, and again when it is submitted", async () => {
  const { id } = await beginProposal(app, { ...asker(), asks: readAsks("fee = 45 %"), draft: true });
  expect(describeDraft(app, id).scrutiny?.findings).toEqual([]);
  await editProposal(app, { ...asker(), proposal: id, edit: { reason: "Just 5 %." } });
  expect(describeDraft(app, id).scrutiny?.findings).toMatchObject([{ rule: "textMismatch" }]);
  await play(1);
  await expect(submitProposal(app, { ...asker(), proposal: id })).rejects.toThrow("Cap would change as well");
  await play(0);
  await submitProposal(app, { ...asker(), proposal: id });
  expect(describeProposal(app, id).scrutiny).toMatchObject({ when: "opening", findings: [{ rule: "textMismatch" }] });
});
