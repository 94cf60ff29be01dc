import fc from "fast-check";
import { type AbiEvent, decodeEventLog, type Hex, parseAbiItem } from "viem";
import { expect, test } from "vitest";
import { requireEvent } from "../../src/sources/event-text.ts";
import { eventWords } from "../../src/sources/log-words.ts";
import { account, rawLog } from "../support/reward-logs.ts";

const EVENTS = [
  "event A(address indexed who, uint256 first, uint256 second)",
  "event A(address indexed who, bytes blob, uint256 first, string text, uint256 second)",
  "event A(uint256 first, uint256[] list, address indexed who, uint256 second)",
  "event A(uint256 indexed first, string text, address indexed who, uint256 second)",
  // What stands after a list of fixed length is not where counting words would look.
  "event A(uint256 first, uint256[3] three, address who, uint256 second)",
] as const;
const big = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
const bytes = fc.uint8Array({ maxLength: 70 }).map((array): Hex => `0x${Buffer.from(array).toString("hex")}`);

test.each(EVENTS)("law: arguments read by their place are what viem decodes: %s", (signature) => {
  const words = eventWords(requireEvent(signature));
  const [first, second, who] = [words.integer("first"), words.integer("second"), words.address("who")];
  const args = fc.record({
    ...{ first: big, second: big, who: fc.integer({ min: 1, max: 9 }).map(account), blob: bytes, text: fc.string() },
    ...{ list: fc.array(big, { maxLength: 4 }), three: fc.array(big, { minLength: 3, maxLength: 3 }) },
  });
  fc.assert(
    fc.property(args, (values) => {
      const log = rawLog(signature, account(1), values);
      words.check(log);
      const abi = [parseAbiItem(signature) as AbiEvent];
      const { args: decoded } = decodeEventLog({ abi, topics: log.topics as [Hex, ...Hex[]], data: log.data });
      const { first: one, second: two, who: owner } = decoded as unknown as Record<string, unknown>;
      expect([first(log), second(log), who(log)]).toEqual([one, two, owner]);
    }),
  );
});

test.each([
  ["a topic too few", { topics: 1 }],
  ["a topic cut off", { cut: true }],
  ["a word too few", { data: 64 }],
])(
  "error: a log with %s is refused by name",
  (_, { topics, cut, data }: { topics?: number; cut?: boolean; data?: number }) => {
    const words = eventWords(requireEvent(EVENTS[0]));
    const log = rawLog(EVENTS[0], account(1), { who: account(2), first: 1n, second: 2n });
    const kept = log.topics.slice(0, topics ?? 2).map((topic) => (cut ? (topic.slice(0, 60) as Hex) : topic));
    const bad = { ...log, topics: kept, data: data === undefined ? log.data : (log.data.slice(0, 2 + data) as Hex) };
    expect(() => words.check(bad)).toThrow("does not fit A");
    expect(() => words.check(log)).not.toThrow();
  },
);
