import { expect, test } from "vitest";
import { treasury } from "../../../commands/treasury.ts";
import type { Reply } from "../../../src/discord/command.ts";
import { outgoing } from "../../../src/discord/message-body.ts";
import { Refusal } from "../../../src/errors.ts";
import { createTestApp, interactionAt, type TestApp } from "../../support/app.ts";
import { expectAccepted, shownText } from "../../support/message-check.ts";
import { at, ME, OTHER, transfer } from "../../support/receipts.ts";
import { ids, testConfig } from "../../support/test-config.ts";

const HASH = `0x${"cd".repeat(32)}` as const;
const TOKEN = at(0xab);

function appWith(logs: readonly ReturnType<typeof transfer>[], accounts = [ME]): TestApp {
  const app = createTestApp({
    config: testConfig({
      chains: { "31337": { name: "Local chain", explorer: "https://explorer.example" } },
      treasury: accounts.map((address) => ({ chain: 31_337, address, label: "Treasury *Safe*" })),
    }),
  });
  app.values.set("decimals", 6);
  app.chain.wholeReceipts.set(HASH, {
    ...{
      transactionHash: HASH,
      from: ME,
      to: OTHER,
      status: "0x1",
      gasUsed: "0x5208",
      effectiveGasPrice: "0x3b9aca00",
    },
    logs: logs.map((log, index) => ({ ...log, logIndex: `0x${(index + 1).toString(16)}` })),
  });
  return app;
}

async function ask(app: TestApp, tx: string | undefined): Promise<string> {
  const member = { id: ids.ada, username: "ada", displayName: "Ada", roles: [] };
  const interaction = interactionAt(1_772_366_400_000);
  const call = { member, interaction, seal: () => "x", subcommand: undefined, options: { tx } };
  const message = outgoing((await treasury.run(app, call as never)) as Reply);
  expectAccepted(message);
  return shownText(message);
}

test("default: each line in words, with its amount by the chain's decimals, the account's label and the reason", async () => {
  const text = await ask(appWith([transfer(TOKEN, OTHER, ME, 1_500_000n)]), HASH);
  expect(text).toContain("**Fee paid** · 0.000021 ETH");
  expect(text).toContain("**Reward** · 1.5 ");
  expect(text).toContain("Treasury \\*Safe\\*");
  expect(text).toContain("and was paid this by");
  expect(text).toContain(`https://explorer.example/tx/${HASH}`);
});

test("behavior: a link to an explorer is as good as the hash, and bare it shows the treasury", async () => {
  const app = appWith([]);
  expect(await ask(app, `https://explorer.example/tx/${HASH.toUpperCase().replace("0X", "0x")}`)).toContain("Fee paid");
  expect(await ask(app, undefined)).toContain("No treasury positions are watched");
});

test("boundary: many lines fit on one card, and what lies beyond is counted", async () => {
  const logs = Array.from({ length: 40 }, (_, index) => transfer(at(0x100 + index), at(0x500 + index), ME, 2n ** 255n));
  const text = await ask(appWith(logs), HASH);
  expect(text).toContain("…and 32 more lines");
  expect(text).toContain("without limit");
});

test("behavior: where it does not touch the treasury that is said", async () => {
  expect(await ask(appWith([], [at(7)]), HASH)).toContain(
    "Nothing in this transaction touches the treasury's accounts.",
  );
});

test.each([
  ["0x12", "no transaction's hash"],
  [`0x${"00".repeat(32)}`, "No chain that Steward knows"],
])("error: %s is refused in a sentence", async (tx, sentence) => {
  await expect(ask(appWith([]), tx)).rejects.toThrow(sentence);
});

test("error: without an account of the treasury there is nothing to explain for", async () => {
  await expect(ask(appWith([], []), HASH)).rejects.toThrow(Refusal);
});
