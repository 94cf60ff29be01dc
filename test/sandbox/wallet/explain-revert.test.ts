import { encodeAbiParameters, encodeErrorResult, parseAbi } from "viem";
import { describe, expect, test } from "vitest";
import { artifact } from "../../../sandbox/chain/artifact.ts";
import { explainRevert } from "../../../sandbox/wallet/explain-revert.ts";

const text = (reason: string) => encodeErrorResult({ abi: parseAbi(["error Error(string)"]), args: [reason] });
const timelock = (args: unknown[]) =>
  encodeErrorResult({
    abi: artifact("TimelockController").abi,
    errorName: "TimelockUnexpectedOperationState",
    args,
  });

describe("a revert, explained", () => {
  test.each([
    ["a reason in text", text("Not today."), "Not today."],
    ["a code of the Safe", text("GS026"), /^A signature is not an owner's/],
    [
      "a timelock still waiting",
      timelock([`0x${"00".repeat(32)}`, `0x${"04".padStart(64, "0")}`]),
      /needs to be ready/,
    ],
    ["an overflow", `0x4e487b71${"11".padStart(64, "0")}`, "The contract failed inside itself (panic 17)."],
    ["a stranger's error", "0xdeadbeef", "The call reverts with an unknown error (0xdeadbeef)."],
    ["no reason", "0x", "The call reverts without saying why."],
    ["nothing", undefined, "The call reverts without saying why."],
  ])("default: %s", (_, data, expected) => {
    expect(explainRevert(data)).toMatch(expected);
  });

  test("error: a known error cut off in the middle is not a crash", () => {
    const cut = `0x08c379a0${encodeAbiParameters([{ type: "uint256" }], [32n]).slice(2)}`;
    expect(explainRevert(cut)).toBe("The call reverts with an unknown error (0x08c379a0).");
  });
});
