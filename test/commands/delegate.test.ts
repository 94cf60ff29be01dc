import { expect, test } from "vitest";
import { delegate } from "../../commands/delegate.ts";
import { notify } from "../../commands/notify.ts";
import { vote } from "../../commands/vote.ts";
import { listDelegations } from "../../db/delegations.ts";
import { listUnposted } from "../../db/outbox.ts";
import { addWallet } from "../../db/wallets.ts";
import { messageOf, type OptionValues } from "../../sandbox/discord/person.ts";
import { buttonsOf, textOf } from "../../sandbox/discord/read-message.ts";
import { SERVER, walletOf } from "../../sandbox/people.ts";
import { beginProposal } from "../../src/actions/proposals/begin-proposal.ts";
import { renderNotice } from "../../src/discord/notices.ts";
import { interactionAt } from "../support/app.ts";
import { createDiscordWorld, personNamed } from "../support/discord-world.ts";
import { shownText } from "../support/message-check.ts";

const general = { channel: SERVER.channels.general };
const quorum = { kind: "share", share: "4 %" };
const delegation = { depth: "one-hop", override: true };

const idOf = (name: string) => personNamed(name).id;

/** A world whose usual rules know delegation, in which Ada and Ben have linked their wallets. */
async function createWorld(rules: Record<string, unknown> = { delegation }) {
  const world = await createDiscordWorld([delegate, notify, vote], {
    rulePacks: { standard: { title: "Standard", quorum, ...rules } },
  });
  const { app, person } = world;
  for (const [name, votes] of [
    ["ada", 60n],
    ["ben", 40n],
  ] as const) {
    const { address } = walletOf(personNamed(name));
    addWallet(app.db, { address, member: idOf(name), linkedAt: app.now(), message: "", signature: "0x" });
    app.votes.set(address, votes);
  }
  const ask = async (name: string, subcommand: string, options: OptionValues = {}) => {
    const deed = await person(name).command("delegate", options, { ...general, subcommand });
    return { message: messageOf(deed), text: textOf(messageOf(deed)) };
  };
  return { ...world, ask };
}

test("default: a member lets another vote, both see it, and the member takes it back from the list", async () => {
  const { ask, person, app, discord } = await createWorld();
  const given = await ask("ada", "to", { member: idOf("ben"), share: "40 %", for: "90 d" });
  expect(given.message.ephemeral).toBe(true);
  expect(given.text).toContain(`<@${idOf("ben")}> votes with 40 % of your weight`);
  expect(given.text).toContain("- **Standard**:");
  expect((await ask("ben", "list")).text).toContain(`<@${idOf("ada")}>, with 40 % of their weight`);
  const { message: list, text } = await ask("ada", "list");
  expect(text).toContain(`<@${idOf("ben")}>, with 40 % of your weight`);
  expect(buttonsOf(list).map(({ label }) => label)).toEqual(["Take it back"]);
  const ended = textOf(messageOf(await person("ada").click(list, "Take it back")));
  expect(ended).toContain(`<@${idOf("ben")}> no longer votes with 40 % of your weight.`);
  expect(listDelegations(app.db, app.now())).toEqual([]);
  expect(textOf(messageOf(await person("ada").click(list, "Take it back")))).toContain("You do not let");
  expect(discord.state.rejections).toEqual([]);
});

test("default: a delegation is taken back by its member's name", async () => {
  const { ask } = await createWorld();
  await ask("ada", "to", { member: idOf("ben") });
  expect((await ask("ada", "end", { member: idOf("ben") })).text).toContain("no longer votes with all of your weight");
  expect((await ask("ada", "end", { member: idOf("ben") })).text).toContain(
    `You do not let <@${idOf("ben")}> vote for you.`,
  );
});

test("error: oneself and a circle are refused in plain words, with people and not numbers", async () => {
  const { ask } = await createWorld();
  expect((await ask("ada", "to", { member: idOf("ada") })).text).toContain("You vote with your own weight already.");
  await ask("ada", "to", { member: idOf("ben") });
  const { text } = await ask("ben", "to", { member: idOf("ada") });
  expect(text).toContain(`These delegate in a circle: <@${idOf("ada")}> → <@${idOf("ben")}> → <@${idOf("ada")}>.`);
});

test("error: where no rules know delegation the command says so and does nothing; only members may ask", async () => {
  const { ask, app } = await createWorld({});
  expect((await ask("ada", "to", { member: idOf("ben") })).text).toContain(
    "No rules of this community know delegation",
  );
  expect((await ask("ada", "list")).text).toContain("No rules of this community know delegation");
  expect((await ask("ada", "end", { member: idOf("ben") })).text).toContain("No rules of this community know");
  expect(listDelegations(app.db, app.now())).toEqual([]);
  expect((await ask("nils", "list")).text).toContain("This is for members only.");
});

test("behavior: shares and spans are offered while typing", async () => {
  const { person } = await createWorld();
  const offered = async (options: Record<string, string>, focused: string) => {
    const values = { member: idOf("ben"), ...options };
    const choices = await person("ada").autocomplete("delegate", values, focused, { ...general, subcommand: "to" });
    return choices.map(({ value }) => value);
  };
  expect(await offered({ share: "1" }, "share")).toEqual(["100 %", "1/3", "10 %"]);
  expect(await offered({ for: "" }, "for")).toEqual(["30 d", "90 d", "180 d", "365 d"]);
});

test("default: who asked for it gets a message when the delegate votes, which follows what happens next", async () => {
  const { ask, person, app, client, deliver } = await createWorld();
  const on = messageOf(await person("ada").command("notify", {}, { ...general, subcommand: "on" }));
  expect(textOf(on)).toContain("when a member whom you let vote for you has voted");
  await ask("ada", "to", { member: idOf("ben") });
  const { id: author, roles } = personNamed("ada");
  const asks = [{ kind: "parameter", parameter: "operator-fee", value: "12 %" }] as const;
  await beginProposal(app, { interaction: interactionAt(Date.now()), author, roles, asks });
  await person("ben").command("vote", { proposal: 1, choice: "for" }, general);
  const queued = listUnposted(app.db).find(({ kind }) => kind === "delegate-voted");
  expect(queued?.destination).toBe(`member:${author}`);
  const said = async () => shownText(await renderNotice(app, "delegate-voted", queued?.refs ?? {}, "mark"));
  expect(await said()).toContain(`Your delegate <@${idOf("ben")}> voted **For** on **#1 · Set Operator fee to 12 %**`);
  await person("ben").command("vote", { proposal: 1, choice: "against" }, general);
  expect(await said()).toContain("voted **Against**");
  await deliver();
  const { id: channel } = (await client.rest.post("/users/@me/channels", { body: { recipient_id: author } })) as {
    id: string;
  };
  const [posted] = await person("ada").messages(channel);
  expect(posted && textOf(posted)).toContain("voted **Against**");
  await person("ada").command("vote", { proposal: 1, choice: "for" }, general);
  await deliver();
  const [edited] = await person("ada").messages(channel);
  expect(edited && textOf(edited)).toContain("Your own vote counts, and has taken your weight back.");
  app.pass(3_700);
  expect(await said()).toContain("Voting has ended.");
});

test("error: a notice about a delegation or a ballot that is not there is refused, one without its reference is a fault", async () => {
  const { app } = await createWorld();
  const { id: author, roles } = personNamed("ada");
  const asks = [{ kind: "parameter", parameter: "operator-fee", value: "12 %" }] as const;
  await beginProposal(app, { interaction: interactionAt(Date.now()), author, roles, asks });
  const refs = { proposal: 1, delegator: author, delegate: idOf("ben") };
  await expect(renderNotice(app, "delegate-voted", refs, "m")).rejects.toThrow(
    "Nobody voted on #1 by this delegation.",
  );
  await expect(renderNotice(app, "delegate-voted", { proposal: 1 }, "m")).rejects.toThrow(
    'lacks its reference "delegator"',
  );
});
