import { expect, test } from "vitest";
import type { RawLog } from "../../src/chain/chain.ts";
import type { ExecutorAction } from "../../src/executors/executor.ts";
import { findExecutor } from "../../src/executors/index.ts";
import { governor as at, registry, testConfig } from "../support/test-config.ts";

const executor = findExecutor(
  testConfig({ executors: { council: { kind: "timelock", chain: 31_337, timelock: at } }, parameters: {} }),
  "council",
);

const action: ExecutorAction = { chain: 31_337, target: registry, value: 0n, calldata: "0x1234" };
const survey = { delay: "600" };
const mandate = { actions: [action], description: "a", survey };
const id = executor.predict([action], "a", survey)[0]?.id ?? "";

test("default: one call is scheduled as such, several as a batch, with the frozen delay and the description as salt", () => {
  const [schedule, execute] = executor.prepare([action], "a", survey);
  expect(schedule).toMatchObject({
    name: "schedule",
    to: at,
    signature: "schedule(address,uint256,bytes,bytes32,bytes32,uint256)",
  });
  expect(schedule?.args.at(-1)).toEqual({ name: "delay", type: "uint256", value: "600" });
  expect(execute?.signature).toBe("execute(address,uint256,bytes,bytes32,bytes32)");
  const batch = executor.prepare([action, action], "a", survey).map(({ signature }) => signature);
  expect(batch).toEqual([
    "scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)",
    "executeBatch(address[],uint256[],bytes[],bytes32,bytes32)",
  ]);
});

test("behavior: every byte of what is frozen changes the id, and the delay does not", () => {
  const of = (one: Partial<ExecutorAction>, words = "a") =>
    executor.predict([{ ...action, ...one }], words, survey)[0]?.id;
  const batch = executor.predict([action, action], "a", survey)[0]?.id;
  const ids = [
    of({}),
    of({}, "a\r\n"),
    of({}, "🌞"),
    of({ value: 1n }),
    of({ calldata: "0x" }),
    of({ target: at }),
    batch,
  ];
  expect(new Set(ids).size).toBe(ids.length);
  expect(executor.predict([action], "a", { delay: "1" })[0]?.id).toBe(id);
});

const seen: [string, unknown[], string | undefined, string][] = [
  ["nothing of it", [0n, false], undefined, "waiting"],
  ["nothing of it yet", [0n, false], "waiting", "waiting"],
  ["nothing of it any more", [0n, false], "queued", "canceled"],
  ["nothing of it still", [0n, false], "canceled", "canceled"],
  ["that it waits", [1_800_000_000n, false], undefined, "queued"],
  ["that it waits again", [1_800_000_000n, false], "canceled", "queued"],
  ["that it is ready", [1_800_000_000n, true], "queued", "ready"],
  ["that it is done", [1n, false], "ready", "executed"],
];

test.each(seen)("behavior: a timelock that knows %s", (_, results, last, state) => {
  const read = executor.follow(id, mandate, last === undefined ? undefined : { state: last as never, facts: {} });
  read.next();
  expect(read.next(results).value).toMatchObject({ state });
});

test("behavior: logs of other operations tell nothing of this one", () => {
  const { find } = executor.milestones(id, mandate);
  const log = (operation: string) => ({ topics: [CANCELLED, operation], address: at, data: "0x" }) as unknown as RawLog;
  expect(find([log(id)], { state: "canceled", facts: {} })?.log).toBeDefined();
  expect(find([log(`0x${"11".repeat(32)}`)], { state: "canceled", facts: {} })?.log).toBeUndefined();
});

test("error: what is no timelock is refused, and a shortest delay that has grown", () => {
  const read = executor.survey();
  read.next();
  expect(() => read.next([{ failed: "no such function" }, 0n])).toThrow("There is no TimelockController at");
  expect(executor.renew(survey, { delay: "600" })).toBe(survey);
  expect(executor.renew(survey, { delay: "10" })).toBe(survey);
  expect(() => executor.renew(survey, { delay: "601" })).toThrow("it was 600 s, it is 601 s");
});

const CANCELLED = "0xbaa1eb22f2a492ba1a5fea61b8df4d27c6c8b5f3971e63bb58fa14ff72eedb70";
