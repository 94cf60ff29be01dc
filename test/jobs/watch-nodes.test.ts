import { expect, test } from "vitest";
import { notify } from "../../commands/notify.ts";
import { addWallet } from "../../db/wallets.ts";
import { watchNodes } from "../../jobs/watch-nodes.ts";
import { messageOf } from "../../sandbox/discord/person.ts";
import { textOf } from "../../sandbox/discord/read-message.ts";
import { SERVER, walletOf } from "../../sandbox/people.ts";
import { START } from "../support/app.ts";
import { createDiscordWorld, personNamed } from "../support/discord-world.ts";
import { addNodes, booked, DAY, fleetConfig, history, named, pay, TODAY } from "../support/fleet.ts";

const { alarms, general } = SERVER.channels;

/** A server whose fleet has a node of Ada's that is silent. */
async function createWorld() {
  const world = await createDiscordWorld([notify]);
  const { server, channels, roles } = world.app.config;
  Object.assign(world.app.config, fleetConfig({ missedInRow: 2 }, { server, channels, roles }));
  world.app.set(START);
  const { address } = walletOf(personNamed("ada"));
  addWallet(world.app.db, { address, member: personNamed("ada").id, linkedAt: 1, message: "", signature: "0x" });
  addNodes(world.app, named(6), "north");
  addNodes(world.app, ["@everyone"], "north", address);
  const nodes = [...named(6), "@everyone"];
  await history(world.app, nodes, 20, (node, ago) => (node === "@everyone" && ago > 0 && ago < 3 ? 0 : undefined));
  const said = async (channel: string) => (await world.person("ada").messages(channel)).map(textOf);
  return { ...world, said, nodes };
}

test("default: a silent node is said once in the alarm channel, though the answer of Discord is lost and Steward starts anew", async () => {
  const { app, deliver, fault, said, discord, nodes } = await createWorld();
  expect(await watchNodes.run(app)).toEqual({ did: { alerts: 1 } });
  await fault({ kind: "store-then-502", match: { method: "POST", path: "/messages" } });
  await deliver();
  app.pass(60);
  expect(await watchNodes.run({ ...app })).toEqual({ did: { alerts: 0 } });
  await deliver();
  const [first = "", ...others] = await said(alarms);
  expect(others).toEqual([]);
  expect(first).toContain("- north: node \\@everyone (2 in a row)");
  app.pass(DAY);
  pay(app, TODAY + 1, Object.fromEntries(nodes.map((node) => [node, 10])));
  await booked(app);
  await watchNodes.run(app);
  await deliver();
  expect((await said(alarms)).join("\n")).toContain("### Nodes are back\n**Back: paid again** · 1 node");
  expect(discord.state.rejections).toEqual([]);
});

test("behavior: an owner who asked for it reads of their own node in a direct message", async () => {
  const { app, deliver, person, client, said } = await createWorld();
  const on = messageOf(await person("ada").command("notify", {}, { channel: general, subcommand: "on" }));
  expect(textOf(on)).toContain("- when one of your nodes needs a look, and when it is back.");
  await person("ben").command("notify", {}, { channel: general, subcommand: "on" });
  await watchNodes.run(app);
  await deliver();
  const body = { recipient_id: personNamed("ada").id };
  const { id } = (await client.rest.post("/users/@me/channels", { body })) as { id: string };
  const [told = "", ...others] = await said(id);
  expect(others).toEqual([]);
  expect(told).toContain("### ⚠ Your nodes that need a look\n**Missed payments** · 1 node\n- north: node \\@everyone");
  expect(await said(alarms)).toHaveLength(1);
});
