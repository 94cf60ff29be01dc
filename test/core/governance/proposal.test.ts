import { decodeAbiParameters, encodeAbiParameters, getAddress, keccak256, parseAbiParameters, toBytes } from "viem";
import { describe, expect, test } from "vitest";
import { hashActions } from "../../../src/core/governance/actions-hash.ts";
import { describeOnChain } from "../../../src/core/governance/description.ts";
import { proposalState } from "../../../src/core/governance/life-stage.ts";
import { ballotLateness, type FrozenProposal, hashProposal } from "../../../src/core/governance/proposal.ts";
import { remindsFrom } from "../../../src/core/governance/reminder.ts";

const executor = getAddress(`0x${"11".repeat(20)}`);
const target = getAddress(`0x${"22".repeat(20)}`);
const actions = [{ target, value: 3n, calldata: "0xdeadbeef" as const }];
const base = { chain: 42_161, executor, actions, description: "Set it" };

test("default: the actions hash is keccak256 of the standard encoding", () => {
  const layout = parseAbiParameters("uint256,address,address[],uint256[],bytes[],uint8[],bytes32");
  const bytes = encodeAbiParameters(layout, [
    42_161n,
    executor,
    [target],
    [3n],
    ["0xdeadbeef"],
    [0],
    keccak256(toBytes("Set it")),
  ]);
  expect(hashActions(base)).toBe(keccak256(bytes));
  expect(decodeAbiParameters(layout, bytes)[1]).toBe(executor);
});

test.each([
  { chain: 1 },
  { executor: target },
  { description: "Set it " },
  { actions: [{ target: executor, value: 3n, calldata: "0xdeadbeef" as const }] },
  { actions: [{ target, value: 4n, calldata: "0xdeadbeef" as const }] },
  { actions: [{ target, value: 3n, calldata: "0xdeadbeee" as const }] },
  { actions: [...actions, ...actions] },
])("behavior: the actions hash changes with %o", (change) => {
  expect(hashActions({ ...base, ...change })).not.toBe(hashActions(base));
});

const rulePack = {
  title: "Standard",
  counting: "for-against-abstain" as const,
  quorum: { kind: "share" as const, share: 40_000n, counts: ["for" as const] },
  approval: { share: 500_000n, comparison: "more-than" as const },
};
const electorate = {
  name: "crew",
  source: { kind: "role" as const, roles: ["1"] },
  snapshot: undefined,
  total: undefined,
};

test("default: the description says what, which proposal, how and by which rules", () => {
  const described = {
    id: 17,
    server: "7",
    title: "Set Operator fee to 12 %",
    changes: ["Operator fee: 10 % → 12 %"],
    rulePack,
    electorate,
  };
  expect(describeOnChain(described).split("\n")).toEqual([
    "Set Operator fee to 12 %",
    "",
    "Steward proposal #17 of server 7",
    "Operator fee: 10 % → 12 %",
    expect.stringMatching(/^Rules and electorate: 0x[0-9a-f]{64}$/),
  ]);
  expect(describeOnChain(described)).toBe(describeOnChain(structuredClone(described)));
  const other = { ...described, electorate: { ...electorate, total: 1n } };
  expect(describeOnChain(other)).not.toBe(describeOnChain(described));
});

test("law: the proposal hash changes with every field", () => {
  const frozen: FrozenProposal = {
    id: 1,
    server: "7",
    author: "a",
    title: "t",
    body: "b",
    choices: [],
    actions: [],
    actionsHash: "0x01",
    rulePack,
    electorate,
    description: "d",
    predicted: [],
    openedAt: 1,
    closesAt: 2,
  };
  const hashes = Object.keys(frozen).map((key) =>
    hashProposal({ ...frozen, [key]: "changed" } as unknown as FrozenProposal),
  );
  expect(new Set([...hashes, hashProposal(frozen)]).size).toBe(Object.keys(frozen).length + 1);
});

describe("boundary: state", () => {
  const facts = {
    now: 99,
    closesAt: 100,
    stage: "voting" as const,
    outcome: "passed" as const,
    handedOff: false,
    executed: false,
  };
  test.each([
    [{}, "voting"],
    [{ now: 100 }, "counting"],
    [{ now: 100, stage: "closed" as const }, "passed"],
    [{ now: 100, stage: "closed" as const, outcome: "no-quorum" as const }, "no-quorum"],
    [{ now: 100, stage: "closed" as const, outcome: "rejected" as const }, "rejected"],
    [{ now: 100, stage: "closed" as const, outcome: "won" as const }, "won"],
    [{ stage: "review" as const, closesAt: undefined, outcome: undefined }, "review"],
    [{ now: 100, stage: "cancelled" as const }, "cancelled"],
    // What was vetoed after it was handed off stays so, unless the chain carried it out.
    [{ stage: "vetoed" as const, handedOff: true }, "vetoed"],
    [{ stage: "vetoed" as const, handedOff: true, executed: true }, "executed"],
    // A clock that was set back does not open a counted vote again.
    [{ now: 50, stage: "closed" as const }, "passed"],
    [{ stage: "closed" as const, handedOff: true }, "handed-off"],
    [{ stage: "closed" as const, handedOff: true, executed: true }, "executed"],
  ])("%o is %s", (change, state) => {
    expect(proposalState({ ...facts, ...change })).toBe(state);
  });
});

test.each([
  [99_999, true],
  [100_000, false],
  [199_999, false],
  [200_000, true],
])("boundary: a ballot sent at %i ms is late or early: %s", (sentAtMs, refused) => {
  expect(ballotLateness(sentAtMs, { openedAt: 100, closesAt: 200 }) !== undefined).toBe(refused);
});

test.each([
  [600, 3_000],
  [1_800, 1_800],
  [86_400, 1_800],
])("boundary: with %i s of warning reminders start at %i", (seconds, from) => {
  expect(remindsFrom({ openedAt: 0, closesAt: 3_600 }, seconds)).toBe(from);
});
