import type { Address } from "viem";
import { expect, test } from "vitest";
import { positionApp } from "../../support/position-app.ts";
import { startProtocolChain } from "../../support/protocol-chain.ts";
import { flowsOf } from "../../support/rows.ts";
import { yieldFixture } from "../../support/yield-fixtures.ts";

const ONE = 10n ** 18n;
const RAY = 10n ** 27n;

async function startLido() {
  const chain = await startProtocolChain();
  const [whale, holder, other] = chain.accounts as [Address, Address, Address];
  const steth = await chain.deploy(await yieldFixture("Steth"));
  const wsteth = await chain.deploy(await yieldFixture("Wsteth"), steth.address);
  const queue = await chain.deploy(await yieldFixture("Queue"), steth.address);
  await steth.send(whale, "submit", 1_000n * ONE);
  await steth.send(whale, "rebase", 1_234_567_890_123_456_789n);
  const books = (settings: Record<string, unknown>) =>
    positionApp(chain.url, { kind: "lido", holder, token: "steth", ...settings }, ["steth", "ether"]);
  return { chain, whale, holder, other, steth, wsteth, queue, books };
}

test("default: a rebase is income to the wei, what is staked and moved by shares is principal", async () => {
  const { whale, holder, other, steth, books } = await startLido();
  const here = books({ contract: steth.address });
  await steth.send(holder, "submit", 100n * ONE + 3n);
  await here.read();
  const before = await steth.read<bigint>("getPooledEthByShares", await steth.read("sharesOf", holder));
  await steth.send(whale, "rebase", 5n * ONE + 1n);
  await here.read();
  const after = await steth.read<bigint>("getPooledEthByShares", await steth.read("sharesOf", holder));
  expect(here.earned()).toMatchObject({ opening: before, closing: after, income: after - before, unexplained: 0n });
  expect(after - before).toBeGreaterThan(ONE / 4n);
  await steth.send(holder, "transferShares", other, 7n * ONE + 1n);
  await steth.send(holder, "transfer", other, 11n * ONE + 1n);
  await steth.send(whale, "transfer", holder, 2n * ONE + 1n);
  await steth.send(holder, "submit", ONE + 1n);
  await here.read();
  const quiet = here.earned("", 1, 2);
  expect(quiet.unexplained).toBe(0n);
  // Each movement is floored, and so is what is left: a wei of dust for each of them at most.
  expect(quiet.income).toBeLessThanOrEqual(4n);
  expect(quiet.income).toBeGreaterThanOrEqual(-4n);
  expect(flowsOf(here.app.db, "here").map(({ direction }) => direction)).toEqual(["in", "out", "out", "in", "in"]);
});

test("behavior: a slashing is negative income, never clipped", async () => {
  const { whale, holder, steth, books } = await startLido();
  const here = books({ contract: steth.address });
  await steth.send(holder, "submit", 100n * ONE);
  await here.read();
  const pool = await steth.read<bigint>("totalPooledEther");
  await steth.send(whale, "rebase", -(pool / 2n));
  await here.read();
  const { income, unexplained } = here.earned();
  expect(income).toBeLessThan(-49n * ONE);
  expect(unexplained).toBe(0n);
});

test("behavior: wstETH is counted in stETH at each block, and wrapping is principal", async () => {
  const { whale, holder, other, steth, wsteth, books } = await startLido();
  const here = books({ contract: wsteth.address, wrapped: true });
  await steth.send(holder, "submit", 100n * ONE);
  await wsteth.send(holder, "wrap", 60n * ONE);
  await here.read();
  await steth.send(whale, "rebase", 20n * ONE);
  await wsteth.send(holder, "transfer", other, 5n * ONE);
  await wsteth.send(holder, "unwrap", 10n * ONE);
  await here.read();
  const shares = await wsteth.read<bigint>("balanceOf", holder);
  const closing = await steth.read<bigint>("getPooledEthByShares", shares);
  const taken = await steth.read<bigint>("getPooledEthByShares", 5n * ONE);
  const unwrapped = await steth.read<bigint>("getPooledEthByShares", 10n * ONE);
  expect(here.earned()).toMatchObject({ closing, takenOut: taken + unwrapped, unexplained: 0n });
  expect(here.earned().income).toBeGreaterThan(ONE);
});

test("behavior: what is asked back is locked until it is claimed, and its loss on the way is a loss", async () => {
  const { whale, holder, other, steth, queue, books } = await startLido();
  const here = books({ contract: steth.address, queue: queue.address, queueToken: "ether" });
  await steth.send(holder, "submit", 100n * ONE);
  await here.read();
  await queue.send(holder, "requestWithdrawal", 30n * ONE, holder);
  await queue.send(holder, "requestWithdrawal", 20n * ONE, holder);
  await queue.send(holder, "requestWithdrawal", 10n * ONE, holder);
  await steth.send(whale, "rebase", 10n * ONE);
  await here.read();
  // The pool grew, and what is asked back has no part in it.
  expect(here.earned("withdrawals")).toMatchObject({ paidIn: 60n * ONE, closing: 60n * ONE, income: 0n });
  const rate = await steth.read<bigint>("getPooledEthByShares", RAY);
  await queue.send(whale, "finalize", 1n, rate);
  const pool = await steth.read<bigint>("totalPooledEther");
  await steth.send(whale, "rebase", -(pool / 10n));
  await here.read();
  const slashed = here.earned("withdrawals", 1, 2);
  expect(slashed.income).toBeLessThan(-2n * ONE);
  await queue.send(whale, "finalize", 2n, await steth.read<bigint>("getPooledEthByShares", RAY));
  await queue.send(holder, "claim", 1n, other);
  await queue.send(holder, "claim", 2n, holder);
  await queue.send(holder, "transferFrom", holder, other, 3n);
  await here.read();
  const { closing, takenOut, income, paidIn, unexplained } = here.earned("withdrawals");
  expect([closing, unexplained]).toEqual([0n, 0n]);
  expect(income).toBe((takenOut ?? 0n) - (paidIn ?? 0n));
  expect(takenOut).toBeLessThan(60n * ONE);
  expect(here.earned("").unexplained).toBe(0n);
});

test("error: a contract that is not Lido's is not read, and says so", async () => {
  const { wsteth, books } = await startLido();
  expect(await books({ contract: wsteth.address }).read()).toContain("sharesOf of");
});
