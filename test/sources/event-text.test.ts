import { stringToHex } from "viem";
import { expect, test } from "vitest";
import { missingArguments, nameText, parseEvent } from "../../src/sources/event-text.ts";

test.each([
  [stringToHex("north", { size: 32 }), "bytes32", "north"],
  [`0x${"ff".repeat(32)}`, "bytes32", `0x${"ff".repeat(32)}`],
  [`0x${"00".repeat(32)}`, "bytes32", `0x${"00".repeat(32)}`],
  [`0x6e0a${"00".repeat(30)}`, "bytes32", `0x6e0a${"00".repeat(30)}`],
  [12n, "uint256", "12"],
  ["0xca11bde05977b3631167028862be2a173976ca11", "address", "0xcA11bde05977b3631167028862bE2a173976CA11"],
  ["meter-7", "string", "meter-7"],
])("default: %s of type %s is called %s", (value, type, name) => expect(nameText(value, type)).toBe(name));

test("boundary: only an event's signature is one", () => {
  expect(parseEvent("event Paid(uint256 node)")?.name).toBe("Paid");
  expect([parseEvent("function paid(uint256 node)"), parseEvent("event Paid("), parseEvent("")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("behavior: arguments the event lacks are named", () => {
  expect(missingArguments("event Paid(uint256 node)", ["node", "amount", undefined])).toEqual([
    'the event has no argument "amount"',
  ]);
});
