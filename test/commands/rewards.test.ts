import { expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import { putNode } from "../../db/nodes.ts";
import { addRewards } from "../../db/rewards.ts";
import { addWallet } from "../../db/wallets.ts";
import { messageOf } from "../../sandbox/discord/person.ts";
import { textOf } from "../../sandbox/discord/read-message.ts";
import { SERVER } from "../../sandbox/people.ts";
import { settleEpochs } from "../../src/actions/rewards/settle-epochs.ts";
import { booksConfig, OTHER, OWNER, payment } from "../support/books.ts";
import { createDiscordWorld, personNamed } from "../support/discord-world.ts";

const general = { channel: SERVER.channels.general };
const DAY = 86_400;
const HELIO = 10n ** 18n;

/** Three nodes in two regions, paid on each of the last ten days; the first two are Ada's, and the second missed the day before the last. */
async function worldWithNodes() {
  const world = await createDiscordWorld(commands);
  const { db, config, now } = world.app;
  const { rewards, tokens } = booksConfig();
  Object.assign(config, { rewards, tokens });
  const today = Math.floor(now() / DAY);
  for (const [node, owner, region] of [
    ["1", OWNER, "north"],
    ["2", OWNER, "south"],
    ["3", OTHER, "north"],
  ] as const)
    putNode(db, { source: "nodes", node, owner, region, class: null, since: 1 });
  for (let day = today - 10; day < today; day += 1) {
    const paid = day === today - 2 ? [1, 3] : [1, 2, 3];
    addRewards(
      db,
      "nodes",
      paid.map((node) => payment(node, BigInt(node) * HELIO, day * DAY + 60)),
    );
  }
  await settleEpochs(world.app, "nodes");
  const proof = { linkedAt: 1, message: "signed", signature: "0x01" } as const;
  addWallet(db, { address: OWNER, member: personNamed("ada").id, ...proof });
  return world;
}

test("default: a bare call shows a member their nodes at once, with a picture that is also told in words", async () => {
  const { person } = await worldWithNodes();
  const deed = await person("ada").command("rewards", {}, general);
  expect(deed.outcome).toMatchObject({ kind: "message", ephemeral: true });
  const shown = messageOf(deed);
  expect(textOf(shown)).toContain("**1 of 2 missed** in 7 days: 2 (1)");
  expect(textOf(shown)).toContain("Bars show what was earned in each day, a line the middle of the cohort.");
  expect(shown.attachments).toMatchObject([{ filename: "nodes.png" }]);
  const nils = textOf(messageOf(await person("nils").command("rewards", {}, general)));
  expect(nils).toContain("You have no linked wallet yet");
});

test("default: one node, the fleet, a board and a file are options of the same command", async () => {
  const { person } = await worldWithNodes();
  const ask = async (options: Record<string, unknown>) =>
    messageOf(await person("ada").command("rewards", options as never, general));
  expect(textOf(await ask({ node: "3" }))).toContain(`owner \`${OTHER}\``);
  expect(textOf(await ask({ fleet: true }))).toContain("**1 node missed** in 7 days: 2 (1)");
  expect(textOf(await ask({ board: "all" }))).toContain("node 3 · 30 HELIO");
  const file = await ask({ csv: true });
  expect(textOf(file)).toContain("19 rewards, the newest first");
  expect(file.attachments).toMatchObject([{ filename: "rewards.csv" }]);
  expect(textOf(await ask({ node: "99" }))).toContain("There is no such node.");
});

test("behavior: nodes and regions are offered while typing", async () => {
  const { person } = await worldWithNodes();
  const ada = person("ada");
  expect(await ada.autocomplete("rewards", { node: "nor" }, "node", general)).toEqual([
    { name: "1 · north", value: "1" },
    { name: "3 · north", value: "3" },
  ]);
  expect(await ada.autocomplete("rewards", { board: "s" }, "board", general)).toEqual([
    { name: "south", value: "south" },
  ]);
});
