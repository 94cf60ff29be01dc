import { decodeFunctionData, parseAbi } from "viem";
import { expect, test } from "vitest";
import type { Action } from "../../src/core/governance/proposal.ts";
import { Refusal } from "../../src/errors.ts";
import { findExecutor } from "../../src/executors/index.ts";
import { governor, registry, testConfig } from "../support/test-config.ts";

const executor = findExecutor(testConfig(), "dao");

const action: Action = {
  parameter: "operator-fee",
  executor: "dao",
  chain: 31_337,
  target: registry,
  value: 0n,
  calldata: "0x1234",
  codeHash: "0x",
  before: "1000",
  after: "1200",
};

test("default: the prepared call is a proposal to the Governor, its words the same as its bytes", () => {
  const call = executor.prepare([action], "Set the fee\r\n #1 ");
  const abi = parseAbi([
    "function propose(address[] targets, uint256[] values, bytes[] calldatas, string description)",
  ]);
  const { args } = decodeFunctionData({ abi, data: call.data });
  expect(call).toMatchObject({
    chain: 31_337,
    to: governor,
    value: 0n,
    signature: "propose(address[],uint256[],bytes[],string)",
  });
  expect(call.args.map(({ value }) => value)).toEqual(args.map((arg) => (Array.isArray(arg) ? arg.join(", ") : arg)));
  expect(args[3]).toBe("Set the fee\r\n #1 ");
});

test("behavior: without a timelock in the config no operation is promised", () => {
  expect(executor.predict([action], "a").map(({ kind }) => kind)).toEqual(["governor-proposal"]);
});

test("behavior: every byte of what is frozen changes the id", () => {
  const id = (one: Partial<Action>, description = "a") => executor.predict([{ ...action, ...one }], description)[0]?.id;
  const ids = [id({}), id({}, "a "), id({ value: 1n }), id({ calldata: "0x1235" }), id({ target: governor })];
  expect(new Set(ids).size).toBe(ids.length);
});

test("error: nothing to do, another chain and an unknown name are refused", () => {
  expect(() => executor.prepare([], "a")).toThrow(Refusal);
  expect(() => executor.predict([{ ...action, chain: 1 }], "a")).toThrow("only act on its own chain");
  expect(() => findExecutor(testConfig(), "toString")).toThrow(Refusal);
});

const steps: [string, unknown[], unknown][] = [
  ["an id it does not know", [0n, { failed: "reverted" }, 0n, 0n, "mode=timestamp"], { state: "waiting", facts: {} }],
  [
    "a block clock",
    [5n, 1, 9n, 0n, { failed: "no such function" }],
    { state: "active", facts: { clock: "block", snapshot: "5", deadline: "9" } },
  ],
  [
    "a queued one",
    [5n, 5, 9n, 12n, "mode=timestamp"],
    { state: "queued", facts: { clock: "timestamp", snapshot: "5", deadline: "9", eta: "12" } },
  ],
];

test.each(steps)("behavior: a Governor that answers for %s", (_, results, seen) => {
  const read = executor.follow("7", []);
  read.next();
  expect(read.next(results)).toEqual({ done: true, value: seen });
});

test("error: a state that cannot be read is not taken for one that is waiting", () => {
  const read = executor.follow("7", []);
  read.next();
  expect(() => read.next([5n, { failed: "state reverted" }, 9n, 0n, "mode=timestamp"])).toThrow("state reverted");
});
