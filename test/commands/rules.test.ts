import { expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import { messageOf } from "../../sandbox/discord/person.ts";
import { textOf } from "../../sandbox/discord/read-message.ts";
import { SERVER } from "../../sandbox/people.ts";
import { createDiscordWorld } from "../support/discord-world.ts";

const general = { channel: SERVER.channels.general };

test("default: the usual rules are said in plain words, to the asker alone", async () => {
  const world = await createDiscordWorld(commands);
  const deed = await world.person("nils").command("rules", {}, general);
  const { pack } = world.app.config.rulePacks[world.app.config.voting.rulePack] ?? {};
  expect(deed.outcome).toMatchObject({ kind: "message", ephemeral: true });
  const shown = textOf(messageOf(deed));
  expect(shown).toContain(pack?.title);
  expect(shown).toMatch(/For/);
  expect(shown).toContain("every vote");
  expect(shown).toContain("Who votes: linked wallets");
  expect(pack).toHaveProperty("quorum");
});

test("error: rules of another name are refused with the names there are", async () => {
  const world = await createDiscordWorld(commands);
  const shown = textOf(messageOf(await world.person("ada").command("rules", { rules: "no-such" }, general)));
  expect(shown).toContain("There are no rules of that name.");
  expect(shown).toContain(world.app.config.voting.rulePack);
});
