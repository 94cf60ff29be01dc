import { parseAbi } from "viem";
import { expect, test } from "vitest";
import type { Call, Read } from "../../src/chain/chain.ts";
import { runReads } from "../../src/chain/rounds.ts";
import { together } from "../../src/chain/together.ts";
import { Refusal } from "../../src/errors.ts";

const [abi] = parseAbi(["function ask(uint256 number) view returns (uint256)"]);
const asked = (number: number): Call => ({
  address: "0x1000000000000000000000000000000000000001",
  abi,
  args: [number],
});

/** Asks so many numbers one after the other, and gives the sum of the answers. */
function* counting(first: number, rounds: number): Read<number> {
  let sum = 0;
  for (let round = 0; round < rounds; round += 1) {
    const [answer] = yield [asked(first + round)];
    sum += answer as number;
  }
  return sum;
}

async function run(reads: Read<number>[]) {
  const rounds: number[] = [];
  const outcomes = await runReads([together(reads)], async (calls) => {
    rounds.push(calls.length);
    return calls.map(({ args }) => Number(args[0]) * 10);
  });
  return { rounds, outcome: outcomes[0] };
}

test("default: reads side by side take the rounds of the longest, and each gets its own answers", async () => {
  const { rounds, outcome } = await run([counting(1, 1), counting(100, 3), counting(5, 0), counting(7, 2)]);
  expect(rounds).toEqual([3, 2, 1]);
  expect(outcome).toEqual({ ok: true, value: [10, 3_030, 0, 150] });
});

test("boundary: no reads take no round", async () => {
  expect(await run([])).toEqual({ rounds: [], outcome: { ok: true, value: [] } });
});

test("error: where one refuses, all are refused with its reason", async () => {
  function* refusing(): Read<number> {
    yield [asked(1)];
    throw new Refusal("No.");
  }
  expect((await run([counting(1, 3), refusing()])).outcome).toEqual({ ok: false, reason: "No." });
});
