import { decodeFunctionData, parseAbi } from "viem";
import { expect, test } from "vitest";
import { Refusal } from "../../src/errors.ts";
import type { ExecutorAction, Mandate, Survey } from "../../src/executors/executor.ts";
import { checkCountingMode, clockOf } from "../../src/executors/governor-modes.ts";
import { findExecutor } from "../../src/executors/index.ts";
import { governor, registry, testConfig } from "../support/test-config.ts";

const executor = findExecutor(testConfig(), "dao");

const action: ExecutorAction = { chain: 31_337, target: registry, value: 0n, calldata: "0x1234" };

const mandate: Mandate = { actions: [action], description: "a", survey: {} };

test("default: the first step is a proposal to the Governor, its words the same as its bytes", () => {
  const [call] = executor.prepare([action], "Set the fee\r\n #1 🌞", {});
  const abi = parseAbi([
    "function propose(address[] targets, uint256[] values, bytes[] calldatas, string description)",
  ]);
  const { args } = decodeFunctionData({ abi, data: call?.data ?? "0x" });
  expect(call).toMatchObject({
    name: "propose",
    chain: 31_337,
    to: governor,
    value: 0n,
    signature: "propose(address[],uint256[],bytes[],string)",
  });
  expect(call?.args.map(({ value }) => value)).toEqual(args.map((arg) => (Array.isArray(arg) ? arg.join(", ") : arg)));
  expect(args[3]).toBe("Set the fee\r\n #1 🌞");
});

test("behavior: calls are made in the timelock's name where there is one, else in the Governor's", () => {
  const config = testConfig({ executors: { dao: { kind: "governor", chain: 31_337, governor, timelock: registry } } });
  expect(findExecutor(config, "dao")).toMatchObject({ address: governor, account: registry });
  expect(executor).toMatchObject({ address: governor, account: governor });
});

test("behavior: what has a timelock is queued before it is executed, what has none is not", () => {
  const names = (survey: Survey) => executor.prepare([action], "a", survey).map(({ name }) => name);
  expect(names({})).toEqual(["propose", "execute"]);
  expect(names({ timelock: "controller" })).toEqual(["propose", "queue", "execute"]);
  const seen = { state: "succeeded", facts: { queuing: "none" } } as const;
  expect(executor.prepare([action], "a", { timelock: "controller" }, seen).at(-1)).toMatchObject({
    name: "execute",
    due: ["succeeded"],
  });
});

test("behavior: without a timelock in the config no operation is promised", () => {
  expect(executor.predict([action], "a", {}).map(({ kind }) => kind)).toEqual(["governor-proposal"]);
});

test("behavior: every byte of what is frozen changes the id", () => {
  const id = (one: Partial<ExecutorAction>, description = "a") =>
    executor.predict([{ ...action, ...one }], description, {})[0]?.id;
  const ids = [id({}), id({}, "a "), id({ value: 1n }), id({ calldata: "0x1235" }), id({ target: governor })];
  const texts = [id({}, "a\r\n"), id({}, "a\n"), id({}, "🌞"), id({}, "e\u0301"), id({}, "\u00e9")];
  expect(new Set([...ids, ...texts]).size).toBe(ids.length + texts.length);
});

test("error: nothing to do, another chain and an unknown name are refused", () => {
  expect(() => executor.prepare([], "a", {})).toThrow(Refusal);
  expect(() => executor.predict([{ ...action, chain: 1 }], "a", {})).toThrow("only act on its own chain");
  expect(() => findExecutor(testConfig(), "toString")).toThrow(Refusal);
});

const known = [
  "support=bravo&quorum=for,abstain",
  "support=bravo&quorum=bravo",
  "support=bravo&quorum=for,abstain,against",
  "support=bravo&quorum=for&params=fractional",
  "support=bravo,fractional&quorum=for,abstain&params=fractional",
  "support=bravo,override&quorum=for,abstain&overridable=true",
];

test.each(known)("behavior: a Governor that counts %s is understood", (mode) => {
  expect(() => checkCountingMode(mode)).not.toThrow();
});

const unknown = [
  "",
  "quorum=for,abstain",
  "support=bravo",
  "support=quadratic&quorum=for,abstain",
  "support=bravo&quorum=for,veto",
  "support=bravo&quorum=for,abstain&params=ranked",
  "support=bravo&quorum=for,abstain&delay=2",
  "support=bravo&quorum=for,abstain&quorum=against",
];

test.each(unknown)("error: a Governor that counts %j is refused", (mode) => {
  expect(() => checkCountingMode(mode)).toThrow("counts in a way that Steward does not know");
});

test("behavior: a clock is told by its mode, and one nobody knows is refused", () => {
  expect(clockOf(undefined)).toBe("block");
  expect(clockOf("mode=blocknumber&from=default")).toBe("block");
  expect(clockOf("mode=blocknumber&from=eip155:1")).toBe("block");
  expect(clockOf("mode=timestamp")).toBe("timestamp");
  expect(clockOf("mode=livepeer_round")).toBe("round");
  expect(() => clockOf("mode=moon_phase")).toThrow("clock is one that Steward does not know");
});

const none = { failed: "no such function" };
const surveys: [string, unknown[], unknown[] | undefined, Survey][] = [
  [
    "a Governor of 4.x without a timelock",
    ["support=bravo&quorum=for,abstain", none, none, none],
    undefined,
    { counting: "support=bravo&quorum=for,abstain", clock: "block", ids: "content" },
  ],
  [
    "one that counts its proposals, on a TimelockController",
    ["support=bravo&quorum=for,abstain", "mode=timestamp", registry, 3n],
    [3_600n, none],
    { counting: "support=bravo&quorum=for,abstain", clock: "timestamp", ids: "sequential", timelock: "controller" },
  ],
  [
    "one on a Compound timelock",
    ["support=bravo&quorum=for,abstain", "mode=timestamp", registry, none],
    [none, 1_209_600n],
    { counting: "support=bravo&quorum=for,abstain", clock: "timestamp", ids: "content", timelock: "compound" },
  ],
];

test.each(surveys)("behavior: %s is surveyed", (_, first, second, survey) => {
  const read = executor.survey();
  read.next();
  const step = read.next(first);
  expect(second === undefined ? step : read.next(second)).toEqual({ done: true, value: survey });
});

test("error: what is no Governor, or has another timelock than the config says, is refused", () => {
  const read = executor.survey();
  read.next();
  expect(() => read.next([none, none, none, none])).toThrow("There is no OpenZeppelin Governor at");
  const config = testConfig({ executors: { dao: { kind: "governor", chain: 31_337, governor, timelock: registry } } });
  const other = findExecutor(config, "dao").survey();
  other.next();
  expect(() => other.next(["support=bravo&quorum=for", none, governor, none])).toThrow("timelock is");
});

test("behavior: a Governor that changed since the vote opened is not handed anything", () => {
  const survey = { counting: "a", clock: "block" };
  expect(executor.renew({}, survey)).toEqual({});
  expect(executor.renew(survey, { ...survey, timelock: "controller" })).toBe(survey);
  expect(() => executor.renew(survey, { ...survey, counting: "b" })).toThrow("its counting was a, it is b");
});

const steps: [string, unknown[], unknown][] = [
  ["an id it does not know", [0n, { failed: "reverted" }, 0n, 0n, "mode=timestamp"], { state: "waiting", facts: {} }],
  [
    "a block clock",
    [5n, 1, 9n, 0n, none],
    { state: "active", facts: { clock: "block", snapshot: "5", deadline: "9" } },
  ],
  [
    "a queued one",
    [5n, 5, 9n, 12n, "mode=timestamp"],
    { state: "queued", facts: { clock: "timestamp", snapshot: "5", deadline: "9", eta: "12" } },
  ],
  [
    "an expired one",
    [5n, 6, 9n, 12n, "mode=timestamp"],
    { state: "expired", facts: { clock: "timestamp", snapshot: "5", deadline: "9", eta: "12" } },
  ],
];

test.each(steps)("behavior: a Governor that answers for %s", (_, results, seen) => {
  const read = executor.follow("7", mandate);
  read.next();
  expect(read.next(results)).toEqual({ done: true, value: seen });
});

test("behavior: on a Compound timelock what is queued has a time when it expires", () => {
  const config = testConfig({ executors: { dao: { kind: "governor", chain: 31_337, governor, timelock: registry } } });
  const dao = findExecutor(config, "dao");
  const survey = { timelock: "compound" };
  expect(dao.predict([action], "a", survey)).toHaveLength(1);
  const read = dao.follow("7", { ...mandate, survey });
  read.next();
  const { value } = read.next([5n, 5, 9n, 12n, "mode=timestamp", true, 100n]);
  expect(value).toMatchObject({ state: "queued", facts: { eta: "12", expires: "112" } });
});

test("behavior: a Governor that counts its proposals is asked for the number by content", () => {
  const sequential = { ...mandate, survey: { ids: "sequential" } };
  const before = executor.follow("7", sequential);
  before.next();
  expect(before.next([{ failed: "reverted" }, 4n])).toEqual({ done: true, value: { state: "waiting", facts: {} } });
  const after = executor.follow("7", sequential);
  after.next();
  after.next([5n, 5n]);
  const { value } = after.next([5n, 1, 9n, 0n, "mode=timestamp"]);
  expect(value).toMatchObject({ state: "active", facts: { proposal: "5" } });
  const gone = executor.follow("7", sequential);
  gone.next();
  expect(() => gone.next([{ failed: "reverted" }, { failed: "gone" }])).toThrow("gone");
});

test("error: a state that cannot be read is not taken for one that is waiting", () => {
  const read = executor.follow("7", mandate);
  read.next();
  expect(() => read.next([5n, { failed: "state reverted" }, 9n, 0n, "mode=timestamp"])).toThrow("state reverted");
});
