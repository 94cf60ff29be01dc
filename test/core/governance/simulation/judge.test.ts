import fc from "fast-check";
import { encodeAbiParameters, encodeErrorResult, encodeEventTopics, type Hex, parseAbi, zeroAddress } from "viem";
import { expect, test } from "vitest";
import type { Action } from "../../../../src/core/governance/proposal.ts";
import { readLog, type SeenLog } from "../../../../src/core/governance/simulation/events.ts";
import type { SimulatedFacts } from "../../../../src/core/governance/simulation/facts.ts";
import { judgeSimulation } from "../../../../src/core/governance/simulation/judge.ts";
import { readRevert } from "../../../../src/core/governance/simulation/revert-reason.ts";

const account = "0x7D1AfA7B718fb893dB30A3aBc0Cfc608AaCfeBB0";
const target = "0xc2132D05D31c914a87C6611C10748AEb04B58e8F";
const token = "0x8f3Cf7ad23Cd3CaDbD9735AFf958023239c6A063";
const thief = "0x1BFD67037B42Cf73acF2047067bd4F2C47D9BfD6";
const COIN = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE";

const call = { executor: "dao", chain: 1, value: 0n, calldata: "0x12345678", codeHash: "0x" } as const;
const change: Action = { ...call, target, parameter: "fee", before: "10", after: "12" };
const payment: Action = { ...call, target: token, kind: "transfer", token: "helio", to: thief, amount: "500" };

const events = parseAbi([
  "event Transfer(address indexed from, address indexed to, uint256 value)",
  "event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)",
  "event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)",
]);

function moved(from: Hex, to: Hex, value: bigint, at: Hex = token): SeenLog {
  const topics = encodeEventTopics({ abi: events, eventName: "Transfer", args: { from, to } }) as Hex[];
  return { address: at, topics, data: encodeAbiParameters([{ type: "uint256" }], [value]) };
}

function facts(actions: readonly Action[], logs: readonly SeenLog[] = [], changes: Partial<SimulatedFacts> = {}) {
  const words = (raw: string) => `${raw} %`;
  return judgeSimulation({
    ...{ actions, account, way: "block", refused: undefined, gas: undefined, storage: undefined },
    tokenOf: (name) => (name === undefined ? undefined : token),
    nameCoin: (address) => (address === token || address === undefined ? { symbol: "HELIO", decimals: 2 } : undefined),
    calls: actions.map((_, index) => ({ revert: undefined, logs: index === 0 ? logs : [] })),
    parameters: [{ id: "fee", title: "Fee", before: "10", after: actions.includes(change) ? "12" : "10", words }],
    ...changes,
  });
}

test("default: a change that only does what it says leaves nothing to note", () => {
  expect(facts([change])).toEqual({
    effects: [{ kind: "parameter", declared: true, title: "Fee", before: "10 %", after: "12 %" }],
    notes: [],
  });
});

test("behavior: a payment is declared once; another of the same is not", () => {
  const once = facts([payment], [moved(account, thief, 500n)]);
  expect(once).toMatchObject({ notes: [], effects: [{ what: "5 HELIO", declared: true }] });
  const twice = facts([payment], [moved(account, thief, 500n), moved(account, thief, 500n)]);
  expect(twice.notes.map(({ rule }) => rule)).toEqual(["undeclaredTransfer"]);
});

test("law: whatever moves in a change of a parameter is noted, with whom and how much", () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 2n ** 256n - 1n), fc.constantFrom(token, COIN, target), (value, at) => {
      const { notes } = facts([change], [moved(account, thief, value, at)]);
      expect(notes).toHaveLength(1);
      expect(notes[0]?.rule).toBe("undeclaredTransfer");
      expect(notes[0]?.says).toContain(`from ${account} to ${thief}`);
    }),
  );
});

test("law: a parameter is noted exactly where it does not end as the proposal says", () => {
  const value = fc.option(fc.constantFrom("10", "11", "12"), { nil: undefined });
  fc.assert(
    fc.property(value, value, fc.boolean(), (before, after, isAsked) => {
      const actions = isAsked ? [change] : [payment];
      const parameters = [{ id: "fee", title: "Fee", before, after, words: (raw: string) => raw }];
      const { notes } = facts(actions, isAsked ? [] : [moved(account, thief, 500n)], { parameters });
      const expected = isAsked ? after === "12" : before === undefined || before === after;
      expect(notes.every(({ rule }) => rule === "undeclaredParameter")).toBe(true);
      expect(notes.length).toBe(expected ? 0 : 1);
    }),
  );
});

test("behavior: powers that change are noted, those of a contract that has just been made are not", () => {
  const topics = (eventName: "RoleGranted" | "OwnershipTransferred", args: object) =>
    encodeEventTopics({ abi: events, eventName, args } as never) as Hex[];
  const granted = topics("RoleGranted", { role: `0x${"00".repeat(32)}`, account: thief, sender: account });
  const { notes } = facts([change], [{ address: target, topics: granted, data: "0x" }]);
  expect(notes).toMatchObject([{ rule: "undeclaredPower" }]);
  const born = topics("OwnershipTransferred", { previousOwner: zeroAddress, newOwner: account });
  expect(facts([change], [{ address: target, topics: born, data: "0x" }]).notes).toEqual([]);
});

test("law: no log, however it is made, breaks the reading of it", () => {
  const word = fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .map((list): Hex => `0x${Buffer.from(list).toString("hex")}`);
  const data = fc.uint8Array({ maxLength: 200 }).map((list): Hex => `0x${Buffer.from(list).toString("hex")}`);
  const first = moved(account, thief, 1n).topics[0] as Hex;
  const topics = fc
    .tuple(fc.oneof(fc.constant(first), word), fc.array(word, { maxLength: 3 }))
    .map(([a, b]) => [a, ...b]);
  fc.assert(
    fc.property(topics, data, (one, two) => Array.isArray(readLog({ address: token, topics: one, data: two }))),
  );
  expect(readLog({ address: token, topics: [], data: "0x" })).toEqual([]);
});

test("behavior: a refusal is said by its reason, and what it leaves behind says nothing", () => {
  const revert = encodeErrorResult({ abi: parseAbi(["error Error(string)"]), args: ["too late"] });
  const { effects, notes } = facts([change], [], { calls: [{ revert, logs: [] }] });
  expect(effects).toEqual([]);
  expect(notes).toEqual([{ rule: "reverts", says: "The change of fee would be refused by the chain: “too late”." }]);
});

test("behavior: tried by themselves, only the first call's refusal is certain", () => {
  const calls = [
    { revert: undefined, logs: [] },
    { revert: "0x" as const, logs: [] },
  ];
  const { notes } = facts([change, payment], [], { way: "calls", calls });
  expect(notes.map(({ rule }) => rule)).toEqual(["notSimulated", "notSimulated"]);
  expect(facts([change], [], { way: "calls", calls: [calls[1] as never] }).notes[0]?.rule).toBe("reverts");
});

test("boundary: a bundle may take exactly what a block holds", () => {
  const rules = (used: bigint) => facts([change], [], { gas: { used, limit: 30n } }).notes.map(({ rule }) => rule);
  expect(rules(30n)).toEqual([]);
  expect(rules(31n)).toEqual(["tooMuchGas"]);
});

test("boundary: as many words of storage as parameters are what was asked for", () => {
  const words = (...slots: number[]) => slots.map((slot) => ({ address: target as Hex, slot: `0x${slot}` as Hex }));
  const rules = (storage: SimulatedFacts["storage"]) => facts([change], [], { storage }).notes.map(({ rule }) => rule);
  expect(rules(words(1))).toEqual([]);
  expect(rules(words(1, 2))).toEqual(["undeclaredStorage"]);
  expect(rules([...words(1), { address: thief, slot: "0x1" }])).toEqual(["undeclaredStorage"]);
});

test("error: reasons that nobody can read, or that would hide something, stay short and plain", () => {
  expect(readRevert("0x")).toBe("it gave no reason");
  expect(readRevert("0xdeadbeef")).toContain("0xdeadbeef");
  const panic = encodeErrorResult({ abi: parseAbi(["error Panic(uint256)"]), args: [17n] });
  expect(readRevert(panic)).toBe("a number would become too large or fall below zero");
  const long = encodeErrorResult({ abi: parseAbi(["error Error(string)"]), args: [`a\u202e\n${"b".repeat(9_000)}`] });
  expect(readRevert(long).length).toBeLessThan(170);
  expect(readRevert(long)).not.toContain("\u202e");
});
