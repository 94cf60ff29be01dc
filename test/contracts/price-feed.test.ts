import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Contract, type ContractChain, startContractChain } from "../support/contract-chain.ts";

const START = 1_800_000_000;
const PHASE = 1n << 64n;
type Round = readonly [bigint, bigint, bigint, bigint, bigint];

let chain: ContractChain;
let feed: Contract;

beforeAll(async () => {
  chain = await startContractChain(START);
  feed = await chain.deploy("PriceFeed", 8, "HELIO / USD", chain.account(0));
});
afterAll(() => chain.stop());

describe("the price feed", () => {
  test("error: a feed without an answer says so instead of answering zero", async () => {
    await expect(feed.send(chain.account(0), "latestRoundData")).rejects.toThrow("NoDataPresent(0)");
  });

  test("default: answers as Chainlink's feeds do, with the phase in the round's id", async () => {
    await chain.at(START + 100);
    expect(await feed.send(chain.account(0), "push", 42_000_000n)).toEqual([
      `NewRound(1,${chain.account(0)},${START + 100})`,
      `AnswerUpdated(42000000,1,${START + 100})`,
    ]);
    await chain.at(START + 200);
    await feed.send(chain.account(0), "push", 43_000_000n);
    expect(await feed.read("decimals")).toBe(8);
    expect(await feed.read("description")).toBe("HELIO / USD");
    expect(await feed.read("version")).toBe(4n);
    expect(await feed.read("aggregator")).toBe(feed.address);
    const time = BigInt(START) + 200n;
    expect(await feed.read<Round>("latestRoundData")).toEqual([PHASE + 2n, 43_000_000n, time, time, PHASE + 2n]);
    expect((await feed.read<Round>("getRoundData", PHASE + 1n))[1]).toBe(42_000_000n);
  });

  test("behavior: in a new phase rounds count from 1 again and old ones stay readable", async () => {
    expect(await feed.send(chain.account(0), "startPhase")).toEqual(["PhaseStarted(2)"]);
    expect((await feed.read<Round>("latestRoundData"))[0]).toBe(PHASE + 2n);
    expect((await feed.send(chain.account(0), "push", 44_000_000n))[1]).toMatch(/^AnswerUpdated\(44000000,1,/);
    expect((await feed.read<Round>("latestRoundData"))[0]).toBe(2n * PHASE + 1n);
    expect((await feed.read<Round>("getRoundData", PHASE + 2n))[1]).toBe(43_000_000n);
  });

  test("error: an unknown round is refused, and so is a stranger's answer", async () => {
    const missing = feed.send(chain.account(0), "getRoundData", PHASE + 3n);
    await expect(missing).rejects.toThrow(`NoDataPresent(${PHASE + 3n})`);
    const refusal = `OwnableUnauthorizedAccount(${chain.account(1)})`;
    await expect(feed.send(chain.account(1), "push", 1n)).rejects.toThrow(refusal);
    await expect(feed.send(chain.account(1), "startPhase")).rejects.toThrow(refusal);
  });
});
