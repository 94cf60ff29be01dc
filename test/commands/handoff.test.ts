import { expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import { addWallet } from "../../db/wallets.ts";
import { messageOf } from "../../sandbox/discord/person.ts";
import { buttonsOf, textOf } from "../../sandbox/discord/read-message.ts";
import { SERVER, walletOf } from "../../sandbox/people.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import { createDiscordWorld, personNamed } from "../support/discord-world.ts";

const general = { channel: SERVER.channels.general };
const tess = walletOf(personNamed("tess"));

/** A vote that crew members have passed, where hand-offs take so many treasurers; Tess's wallet has been linked for long. */
async function passed(treasurers: 1 | 2) {
  const world = await createDiscordWorld(commands, {
    handoffs: { treasurers },
    electorates: { crew: { kind: "role", roles: [...personNamed("ada").roles] } },
    rulePacks: { crew: { title: "Crew", quorum: { kind: "absolute", weight: "1" } } },
    voting: { rulePack: "crew", electorate: "crew", periodSeconds: 3_600 },
  });
  const { app, person, deliver, discord } = world;
  addWallet(app.db, {
    address: tess.address,
    member: personNamed("tess").id,
    linkedAt: 0,
    message: "",
    signature: "0x",
  });
  messageOf(await person("ada").command("propose", { parameter: "operator-fee", value: "12 %" }, general));
  messageOf(await person("ada").command("vote", { proposal: 1, choice: "for" }, general));
  app.pass(3_700);
  closeVote(app, 1);
  const posts = async () => {
    await deliver();
    return person("nils").messages(SERVER.channels.executions);
  };
  const execute = async (name: string) => messageOf(await person(name).command("execute", { proposal: 1 }, general));
  return { ...world, posts, execute, accepted: () => expect(discord.state.rejections).toEqual([]) };
}

test("default: a second treasurer permits a hand-off with a wallet's signature, and the call appears", async () => {
  const { person, posts, execute, accepted } = await passed(2);
  const asked = await execute("theo");
  expect(textOf(asked)).toContain("#1 waits for a second treasurer");
  expect(textOf(asked)).not.toContain("cast send");
  const [card] = await posts();
  if (card === undefined) throw new Error("nobody was asked");
  expect(textOf(card)).toContain("10 % → **12 %**");
  const own = messageOf(await person("theo").click(card, "Permit with your wallet"));
  expect(textOf(own)).toContain("You asked for it yourself");
  expect(textOf(messageOf(await person("ada").click(card, "Permit with your wallet")))).toContain(
    "for treasurers only",
  );
  const permit = messageOf(await person("tess").click(card, "Permit with your wallet"));
  const json = /```json\n([\s\S]+?)\n```/.exec(textOf(permit))?.[1] ?? "";
  expect(textOf(permit)).toContain(tess.address);
  const form = await person("tess").click(permit, "Paste signature");
  const signature = await tess.signTypedData(JSON.parse(json));
  const prepared = messageOf(await person("tess").submit(form, { signature }));
  expect(textOf(prepared)).toContain("cast send");
  const [done, handedOff] = await posts();
  expect(done && textOf(done)).toContain("Permitted by a second treasurer");
  expect(done && buttonsOf(done)).toEqual([]);
  expect(handedOff && textOf(handedOff)).toContain("setOperatorFeeBps(value: 1200)");
  accepted();
});

test("default: a freeze takes the call back from its post, is told everywhere, and two treasurers lift it", async () => {
  const { person, posts, execute, accepted } = await passed(1);
  await execute("theo");
  const lift = async (name: string) =>
    textOf(messageOf(await person(name).command("freeze", {}, { ...general, subcommand: "lift" })));
  const start = (name: string) =>
    person(name).command(
      "freeze",
      { reason: "Theo lost his **phone** @everyone" },
      { ...general, subcommand: "start" },
    );
  expect(textOf(messageOf(await start("ada")))).toContain("for treasurers only");
  expect(textOf(messageOf(await start("tess")))).toContain("All hand-offs are frozen.");
  const [handedOff, told] = await posts();
  expect(handedOff && textOf(handedOff)).toContain("Frozen: sign nothing");
  expect(handedOff?.attachments).toEqual([]);
  expect(told && textOf(told)).toContain("Theo lost his \\*\\*phone\\*\\* \\@everyone");
  expect(textOf(await execute("theo"))).toContain("All hand-offs are frozen since");
  expect(await lift("tess")).toContain("A second treasurer lifts it");
  expect(await lift("tess")).toContain("it takes a second treasurer");
  expect(await lift("theo")).toContain("Hand-offs go on.");
  const [again] = await posts();
  expect(again && textOf(again)).toContain("cast send");
  accepted();
});
