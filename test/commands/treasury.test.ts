import { expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import { addFlow } from "../../db/flows.ts";
import { addQuote } from "../../db/quotes.ts";
import { addReading } from "../../db/readings.ts";
import { addRewards } from "../../db/rewards.ts";
import { messageOf } from "../../sandbox/discord/person.ts";
import { textOf } from "../../sandbox/discord/read-message.ts";
import { SERVER } from "../../sandbox/people.ts";
import { settleEpochs } from "../../src/actions/rewards/settle-epochs.ts";
import { blockAt, booksConfig, payment } from "../support/books.ts";
import { createDiscordWorld } from "../support/discord-world.ts";

const general = { channel: SERVER.channels.general };
const DAY = 86_400;
const DOLLAR = 1_000_000n;

/** A vault that was read on each of the last forty days and earned a dollar a day, a node paid daily, and a deposit a fortnight ago. */
async function worldWithBooks() {
  const world = await createDiscordWorld(commands);
  const { db, config, now } = world.app;
  const { rewards, tokens, prices, positions } = booksConfig();
  Object.assign(config, { rewards, tokens, prices, positions });
  Object.assign(config.tokens["dollar"] ?? {}, { peg: "USD" });
  const today = Math.floor(now() / 3_600) * 3_600;
  for (let day = 40; day >= 0; day -= 1) {
    const { number: block, hash: blockHash, timestamp: at } = blockAt(today - day * DAY);
    const amount = (1_000n + BigInt(40 - day) + (day < 14 ? 500n : 0n)) * DOLLAR;
    const leg = { position: "vault", leg: "", kind: "held", growth: null, shares: null } as const;
    addReading(db, { ...leg, chain: 31_337, block, blockHash, at, token: "dollar", amount });
    for (const price of ["dollar-usd", "helio-usd"])
      addQuote(db, {
        price,
        chain: 31_337,
        block,
        at,
        round: block,
        answer: 10n ** 8n,
        decimals: 8,
        updatedAt: at - 60,
      });
    if (day > 0 && day < 10) addRewards(db, "nodes", [payment(1, 10n ** 18n, at + 7_200)]);
  }
  const at = today - 14 * DAY + 3_600;
  const place = { chain: 31_337, transaction: `0x${"ab".repeat(32)}` as const, logIndex: 1, part: 0 };
  const moved = { position: "vault", leg: "", direction: "in", token: "dollar", amount: 500n * DOLLAR } as const;
  addFlow(db, { ...place, ...moved, block: blockAt(at).number, at });
  await settleEpochs(world.app, "nodes");
  return world;
}

test("default: a position, income and risk are options of one command, told privately; bare it shows the treasury", async () => {
  const { person } = await worldWithBooks();
  const ask = async (options: Record<string, unknown>) => {
    const deed = await person("ada").command("treasury", options as never, general);
    expect(deed.outcome).toMatchObject({ kind: "message", ephemeral: true });
    return textOf(messageOf(deed)).replaceAll("\\", "");
  };
  const position = await ask({ position: "vault" });
  for (const words of [
    "### Reserve vault · $1,540.00",
    "**7 d**",
    "**30 d** · return in USD about",
    "**40 d**",
    `0x${"ab".repeat(32)}`,
  ])
    expect(position).toContain(words);
  const income = await ask({ income: true });
  expect(income).toContain("### Income of 7 d · +$14.00");
  expect(income).toContain("**Node rewards** +$7.00");
  const risk = await ask({ risk: true });
  expect(risk).toContain("### Risk · $1,540.00 held");
  expect(risk).toContain("**tUSD** at one dollar: holds");
  expect(await ask({})).toContain("### Treasury · $1,540.00");
});

test("behavior: positions are offered while typing; one that is not there is refused", async () => {
  const { person } = await worldWithBooks();
  const ada = person("ada");
  expect(await ada.autocomplete("treasury", { position: "RES" }, "position", general)).toEqual([
    { name: "Reserve vault", value: "vault" },
  ]);
  expect(await ada.autocomplete("treasury", { position: "other" }, "position", general)).toEqual([]);
  const refused = await ada.command("treasury", { position: "gone" } as never, general);
  expect(textOf(messageOf(refused))).toContain("There is no position");
});
