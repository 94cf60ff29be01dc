import type { Address } from "viem";
import { expect, test } from "vitest";
import { rayPower } from "../../../src/core/treasury/maths/pot.ts";
import { positionApp } from "../../support/position-app.ts";
import { startProtocolChain } from "../../support/protocol-chain.ts";
import { flowsOf } from "../../support/rows.ts";
import { yieldFixture } from "../../support/yield-fixtures.ts";

const ONE = 10n ** 18n;
const RAY = 10n ** 27n;
const DAY = 86_400;
const FIVE_A_YEAR = 1_000_000_001_547_125_957_863_212_448n;

async function startPot(dsr = FIVE_A_YEAR) {
  const chain = await startProtocolChain();
  const [anybody, other] = chain.accounts as [Address, Address];
  const pot = await chain.deploy(await yieldFixture("Pot"));
  const manager = await chain.deploy(await yieldFixture("Manager"), pot.address);
  const saver = await chain.deploy(await yieldFixture("Saver"), pot.address);
  await pot.send(anybody, "dripAndFile", dsr);
  const books = (settings: Record<string, unknown>) =>
    positionApp(chain.url, { kind: "dsr", pot: pot.address, holder: saver.address, token: "dai", ...settings }, [
      "dai",
    ]);
  const now = async () =>
    Number((await chain.rpc<{ timestamp: string }>("eth_getBlockByNumber", "latest", false)).timestamp);
  const wait = async (seconds: number) => {
    await chain.rpc("evm_setNextBlockTimestamp", (await now()) + seconds);
    await chain.rpc("evm_mine");
  };
  return { chain, anybody, other, pot, manager, saver, books, wait };
}

test("default: savings of a year at five per cent, with nobody having dripped, are five per cent", async () => {
  const { anybody, saver, pot, books, wait } = await startPot();
  const here = books({});
  await saver.send(anybody, "join", 100_000n * ONE);
  await here.read();
  const stored = await pot.read<bigint>("chi");
  await wait(365 * DAY);
  await here.read();
  expect(await pot.read<bigint>("chi")).toBe(stored);
  const year = await pot.read<bigint>("power", FIVE_A_YEAR, BigInt(365 * DAY));
  const closing = (100_000n * ONE * ((year * stored) / RAY)) / RAY;
  const opening = (100_000n * ONE * stored) / RAY;
  expect(here.earned()).toMatchObject({ opening, closing, income: closing - opening, unexplained: 0n });
  expect(closing - opening).toBeGreaterThan(4_999n * ONE);
  // The logarithm of 1.05 is what a second's rate comes to in a year.
  expect(Number(here.reading()?.quoted) / 1e27).toBeCloseTo(Math.log(1.05), 9);
});

test("default: joins and exits are flows of exactly what the Pot moved, and only the savings are income", async () => {
  const { anybody, saver, pot, books, wait } = await startPot();
  const here = books({});
  await saver.send(anybody, "join", 1_000n * ONE + 7n);
  await here.read();
  await wait(100 * DAY);
  await saver.send(anybody, "join", 500n * ONE + 1n);
  await wait(100 * DAY);
  await saver.send(anybody, "exit", 300n * ONE + 1n, true);
  await here.read();
  const earned = here.earned();
  expect(earned.unexplained).toBe(0n);
  await saver.send(anybody, "exit", 1_200n * ONE + 7n, true);
  await here.read();
  const whole = here.earned();
  expect(whole).toMatchObject({ closing: 0n, unexplained: 0n });
  const moved = flowsOf(here.app.db, "here").reduce(
    (sum, { direction, amount }) => sum + (direction === "in" ? -amount : amount),
    0n,
  );
  const dai = (await pot.read<bigint>("moved", saver.address)) / RAY;
  // Four flows, each floored from a scale of 1e45.
  expect(moved - dai).toBeLessThanOrEqual(2n);
  expect(moved - dai).toBeGreaterThanOrEqual(-2n);
});

test("behavior: who leaves without a drip leaves the savings since the last one behind: a loss, and told as one", async () => {
  const { anybody, saver, books, wait } = await startPot();
  const here = books({});
  await saver.send(anybody, "join", 1_000n * ONE);
  await wait(50 * DAY);
  await here.read();
  await saver.send(anybody, "exit", 1_000n * ONE, false);
  await here.read();
  expect(here.earned().income).toBeLessThan(-6n * ONE);
});

test("behavior: through the manager, joins and exits to oneself are told, and an exit to another is unexplained", async () => {
  const { anybody, other, manager, books, wait } = await startPot();
  const here = books({ manager: manager.address, holder: anybody });
  await manager.send(other, "join", anybody, 1_000n * ONE);
  await here.read();
  await wait(30 * DAY);
  await manager.send(anybody, "join", anybody, 200n * ONE);
  await manager.send(anybody, "exit", anybody, 100n * ONE);
  await here.read();
  expect(here.earned()).toMatchObject({ paidIn: 200n * ONE, unexplained: 0n });
  expect(here.earned().income).toBeGreaterThan(4n * ONE);
  await manager.send(anybody, "exit", other, 400n * ONE);
  await here.read();
  const { unexplained, income } = here.earned("", 1, 2);
  expect(unexplained).toBeLessThan(-399n * ONE);
  expect(income).toBeLessThan(ONE);
  expect(income).toBeGreaterThan(-ONE);
});

test("law: our power is the contract's, digit by digit", async () => {
  const { pot } = await startPot();
  for (const seconds of [0n, 1n, 2n, 3n, 86_399n, 31_536_000n, 315_360_001n]) {
    expect(rayPower(FIVE_A_YEAR, seconds)).toBe(await pot.read<bigint>("power", FIVE_A_YEAR, seconds));
  }
});

test("error: a contract that is no Pot is not read, and says so", async () => {
  const { manager, books } = await startPot();
  expect(await books({ pot: manager.address }).read()).toContain("pie of");
});
