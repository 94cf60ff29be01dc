import fc from "fast-check";
import type { Address } from "viem";
import { expect, test } from "vitest";
import { published } from "../../../sandbox/chain/artifact.ts";
import { positionApp } from "../../support/position-app.ts";
import { startProtocolChain } from "../../support/protocol-chain.ts";
import { yieldFixture } from "../../support/yield-fixtures.ts";

const coin = published("@uniswap/merkle-distributor/build/TestERC20.json");
const ONE = 10n ** 18n;
const amount = fc.bigInt(1n, 40n * ONE);

test("law: however stETH is staked, moved and rebased, a rebase alone is income, and nothing is unexplained", async () => {
  const step = fc.record({ kind: fc.constantFrom("submit", "send", "receive", "grow", "slash"), amount });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      const chain = await startProtocolChain();
      const [whale, holder] = chain.accounts as [Address, Address];
      const steth = await chain.deploy(await yieldFixture("Steth"));
      await steth.send(whale, "submit", 1_000n * ONE);
      await steth.send(whale, "rebase", 77n * ONE + 7n);
      await steth.send(holder, "submit", 1_000n * ONE + 1n);
      const settings = { kind: "lido", contract: steth.address, holder, token: "steth" };
      const books = positionApp(chain.url, settings, ["steth"]);
      const worth = async () => steth.read<bigint>("getPooledEthByShares", await steth.read("sharesOf", holder));
      await books.read();
      for (const [index, one] of steps.entries()) {
        const before = await worth();
        if (one.kind === "submit") await steth.send(holder, "submit", one.amount);
        else if (one.kind === "send") await steth.send(holder, "transfer", whale, one.amount);
        else if (one.kind === "receive") await steth.send(whale, "transferShares", holder, one.amount / 4n);
        else await steth.send(whale, "rebase", one.kind === "grow" ? one.amount : -one.amount);
        await books.read();
        const { income, unexplained } = books.earned("", index, index + 1);
        expect(unexplained).toBe(0n);
        const isRebase = one.kind === "grow" || one.kind === "slash";
        const off = (income ?? 0n) - (isRebase ? (await worth()) - before : 0n);
        // Moving shares leaves the dust of two floors.
        expect(off <= 2n && off >= (isRebase ? 0n : -2n)).toBe(true);
      }
      expect(books.earned("").unexplained).toBe(0n);
    }),
    { numRuns: 4 },
  );
});

test("law: whatever is done to a farm, what it sent is what was taken out, and the stake never earns", async () => {
  const step = fc.record({ kind: fc.constantFrom("deposit", "withdraw", "harvest", "wait", "emergency"), amount });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      const chain = await startProtocolChain();
      const [payer, holder] = chain.accounts as [Address, Address];
      const sushi = await chain.deploy(coin, "Sushi", "SUSHI", 10n ** 30n);
      const farm = await chain.deploy(await yieldFixture("MasterChef"), sushi.address, ONE + 7n);
      await farm.send(payer, "add", sushi.address);
      await sushi.send(payer, "transfer", farm.address, 10n ** 24n);
      await sushi.send(payer, "transfer", holder, 10n ** 24n);
      for (const one of [payer, holder]) await sushi.send(one, "approve", farm.address, 10n ** 30n);
      await farm.send(payer, "deposit", 0n, 33n * ONE);
      const settings = { kind: "masterchef", contract: farm.address, reward: sushi.address, holder, pid: 0 };
      const books = positionApp(
        chain.url,
        { ...settings, token: "sushi", rewardToken: "sushi" },
        { sushi: sushi.address },
      );
      await books.read();
      for (const one of steps) {
        const [staked] = await farm.read<[bigint, bigint]>("userInfo", 0n, holder);
        if (one.kind === "deposit") await farm.send(holder, "deposit", 0n, one.amount);
        else if (one.kind === "withdraw")
          await farm.send(holder, "withdraw", 0n, one.amount < staked ? one.amount : staked);
        else if (one.kind === "harvest") await farm.send(holder, "deposit", 0n, 0n);
        else if (one.kind === "wait") await chain.rpc("evm_mine");
        else await farm.send(holder, "emergencyWithdraw", 0n);
      }
      await books.read();
      const [closing] = await farm.read<[bigint, bigint]>("userInfo", 0n, holder);
      const stake = books.earned("staked");
      expect(stake).toMatchObject({ closing, income: 0n });
      const [paidIn, takenOut] = [stake.paidIn ?? 0n, stake.takenOut ?? 0n];
      const harvested = (await sushi.read<bigint>("balanceOf", holder)) - 10n ** 24n + paidIn - takenOut;
      const pending = await farm.read<bigint>("pendingSushi", 0n, holder);
      expect(books.earned("earned")).toMatchObject({
        takenOut: harvested,
        closing: pending,
        income: harvested + pending,
      });
    }),
    { numRuns: 6 },
  );
});
