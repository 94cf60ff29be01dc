import { decodeFunctionData, parseAbi } from "viem";
import { expect, test } from "vitest";
import type { RawLog } from "../../src/chain/chain.ts";
import type { ExecutorAction, Mandate } from "../../src/executors/executor.ts";
import { findExecutor } from "../../src/executors/index.ts";
import { safeTopics } from "../../src/executors/safe-abi.ts";
import { domainHash } from "../../src/executors/safe-hash.ts";
import { governor as at, registry, testConfig } from "../support/test-config.ts";

const bind = (multiSend?: string) =>
  findExecutor(
    testConfig({
      executors: { treasury: { kind: "safe", chain: 31_337, safe: at, ...(multiSend && { multiSend }) } },
      parameters: {},
    }),
    "treasury",
  );
const executor = bind();

const action: ExecutorAction = { chain: 31_337, target: registry, value: 5n, calldata: "0x1234" };
const survey = { version: "1.4.1", nonce: "7", threshold: "2" };
const mandate: Mandate = { actions: [action], description: "a", survey };
const id = executor.predict([action], "a", survey)[0]?.id ?? "";
const other = `0x${"ee".repeat(32)}`;
const owners = [
  "0xBbbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB",
  "0xaAaAaAaaAaAaAaaAaAAAAAAAAaaaAaAaAaaAaaAa",
  "0xCcCCccCcCCCCcCCCCccccCCCCCCCccCCCCcCCCcC",
] as const;

const execAbi = parseAbi([
  "function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)",
]);

test("default: owners approve the hash; once enough did, anybody executes with their approvals in the order of addresses", () => {
  const [approve, none] = executor.prepare([action], "a", survey);
  expect(approve).toMatchObject({ name: "approve", to: at, args: [{ value: id }], due: ["waiting", "approving"] });
  expect(none).toBeUndefined();
  const facts = { threshold: "2", approvers: owners.join(",") };
  const execute = executor.prepare([action], "a", survey, { state: "approved", facts })[1];
  const { args } = decodeFunctionData({ abi: execAbi, data: execute?.data ?? "0x" });
  expect(args.slice(0, 8)).toEqual([registry, 5n, "0x1234", 0, 0n, 0n, 0n, `0x${"0".repeat(40)}`]);
  const word = (one: string) => `${one.slice(2).toLowerCase().padStart(64, "0")}${"0".repeat(64)}01`;
  expect(args[9]).toBe(`0x${word(owners[1])}${word(owners[0])}`);
});

test("behavior: only a batch runs other code in the Safe's name, and that only from its version's MultiSendCallOnly", () => {
  expect(executor.borrowed(mandate)).toEqual([]);
  const batch = { ...mandate, actions: [action, action] };
  expect(executor.borrowed(batch)).toEqual([
    {
      address: "0x9641d764fc13c8B624c04430C7356C1C7C8102e2",
      codeHashes: ["0xecd5bd14a08c5d2122379900b2f272bdf107a7e92423c10dd5fe3254386c9939"],
    },
  ]);
  expect(bind(registry).borrowed(batch)[0]?.address).toBe(registry);
});

test("behavior: the nonce is part of the hash and the description is not", () => {
  const of = (nonce: string, words = "a") => executor.predict([action], words, { ...survey, nonce })[0]?.id;
  expect(new Set([of("7"), of("8"), of("0")]).size).toBe(3);
  expect(of("7", "b")).toBe(of("7"));
});

test("behavior: the Transaction Builder's file has every call, and names nonce and hash", () => {
  const [file] = executor.files({ ...mandate, actions: [action, { ...action, value: 0n }] });
  const batch = { ...mandate, actions: [action, { ...action, value: 0n }] };
  const hash = executor.predict(batch.actions, "a", survey)[0]?.id;
  expect(JSON.parse(file?.text ?? "")).toEqual({
    version: "1.0",
    chainId: "31337",
    createdAt: 0,
    meta: { name: "Steward", description: `Nonce 7; safeTxHash ${hash}`, createdFromSafeAddress: at },
    transactions: [
      { to: registry, value: "5", data: "0x1234", contractMethod: null, contractInputsValues: null },
      { to: registry, value: "0", data: "0x1234", contractMethod: null, contractInputsValues: null },
    ],
  });
});

const none = { failed: "no such function" };
const refused: [string, unknown[], string][] = [
  ["no Safe", [none, none, none, none], "There is no Safe at"],
  ["a Safe too old", ["1.2.0", domain(), 0n, 1n], "version 1.2.0"],
  ["a Safe of another chain", ["1.3.0", domainHash({ chain: 1, safe: at }), 0n, 1n], "for another chain"],
];

test.each(refused)("error: %s is refused", (_, results, why) => {
  const read = executor.survey();
  read.next();
  expect(() => read.next(results)).toThrow(why);
});

test("default: a Safe is surveyed by version, nonce and threshold", () => {
  const read = executor.survey();
  read.next();
  expect(read.next(["1.3.0", domain(), 4n, 2n]).value).toEqual({ version: "1.3.0", nonce: "4", threshold: "2" });
  expect(executor.renew(survey, { ...survey, threshold: "3" })).toBe(survey);
  expect(executor.renew(survey, { ...survey, nonce: "9" })).toMatchObject({ nonce: "9" });
  expect(() => executor.renew(survey, { ...survey, version: "1.5.0" })).toThrow("it was version 1.4.1, it is 1.5.0");
});

const looks: [string, bigint, bigint[], string, string][] = [
  ["nobody approved", 7n, [0n, 0n, 0n], "waiting", "0/2"],
  ["one approved", 7n, [0n, 1n, 0n], "approving", "1/2"],
  ["enough approved", 7n, [1n, 1n, 1n], "approved", "2/2"],
  ["its nonce is used", 9n, [1n, 0n, 0n], "replaced", "1/2"],
];

test.each(looks)("behavior: a Safe where %s", (_, nonce, approvals, state, progress) => {
  const read = executor.follow(id, mandate);
  read.next();
  read.next([nonce, 2n, owners]);
  expect(read.next(approvals).value).toMatchObject({ state, facts: { progress } });
});

const log = (topic: string, hash: string, indexed = true) =>
  ({
    ...{ address: at, topics: indexed ? [topic, hash] : [topic] },
    data: indexed ? "0x" : `${hash}${"0".repeat(64)}`,
    transactionHash: hash,
  }) as unknown as RawLog;

const used = { state: "replaced", facts: { nonce: "7", current: "9" } } as const;

test.each([true, false])("behavior: which transaction used the nonce, only logs tell (hash indexed: %s)", (indexed) => {
  const { find } = executor.milestones(id, mandate);
  const uses = [log(safeTopics.executed, `0x${"01".repeat(32)}`, indexed), log(safeTopics.failed, other, indexed)];
  const last = log(safeTopics.executed, `0x${"03".repeat(32)}`, indexed);
  expect(find([...uses, last], used)).toEqual({ state: "replaced", log: uses[1] });
  const own = log(safeTopics.executed, id, indexed);
  expect(find([...uses, own], used)).toEqual({ state: "executed", log: own });
  const failed = log(safeTopics.failed, id, indexed);
  expect(find([failed, last], used)).toEqual({ state: "failed", log: failed });
});

test("error: without the logs of every use nothing is said", () => {
  const { find } = executor.milestones(id, mandate);
  expect(find([], used)).toBeUndefined();
  expect(find([log(safeTopics.executed, other)], used)).toBeUndefined();
  expect(find([log(safeTopics.approved, id)], used)).toBeUndefined();
});

function domain() {
  return domainHash({ chain: 31_337, safe: at });
}
