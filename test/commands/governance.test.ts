import { expect, test } from "vitest";
import { commands } from "../../commands/index.ts";
import { messageOf, modalOf } from "../../sandbox/discord/person.ts";
import { buttonsOf, textOf } from "../../sandbox/discord/read-message.ts";
import { SERVER, walletOf } from "../../sandbox/people.ts";
import { closeVote } from "../../src/actions/votes/close-vote.ts";
import { createDiscordWorld, personNamed } from "../support/discord-world.ts";

const general = { channel: SERVER.channels.general };
const HELIO = 10n ** 18n;

/** A world in which these people have linked their wallets, by the ceremony members go through. */
async function worldOf(...names: string[]) {
  const world = await createDiscordWorld(commands);
  for (const name of names) {
    const account = walletOf(personNamed(name));
    world.app.votes.set(account.address, personNamed(name).helio * HELIO);
    const asked = messageOf(
      await world.person(name).command("wallet", { address: account.address }, { ...general, subcommand: "link" }),
    );
    const message = /```\n([\s\S]+?)\n```/.exec(textOf(asked))?.[1] ?? "";
    const form = await world.person(name).click(asked, "Paste signature");
    const signature = await account.signMessage({ message });
    expect(modalOf(form).title).toBe("Paste the signature");
    expect(textOf(messageOf(await world.person(name).submit(form, { signature })))).toContain("Wallet linked");
  }
  const propose = async (name: string, value = "12 %") => {
    const options = {
      parameter: "operator-fee",
      value,
      reason: "Nodes earn **too little** @everyone [look](https://evil.example)",
    };
    const answer = messageOf(await world.person(name).command("propose", options, general));
    await world.deliver();
    return { answer, card: await card() };
  };
  const card = async () => {
    const posted = (await world.person("nils").messages(SERVER.channels.proposals))[0];
    if (posted === undefined) throw new Error("no card was posted");
    return posted;
  };
  return { ...world, propose, card };
}

test("default: a member proposes, others vote on the card, and the card says how it stands", async () => {
  const { person, propose, card, deliver, discord } = await worldOf("ada", "ben");
  const { answer, card: opened } = await propose("ada");
  expect(answer.ephemeral).toBe(true);
  expect(textOf(answer)).toContain("Proposal #1 is open");
  expect(textOf(opened)).toContain("**Operator fee**: 10 % → **12 %**");
  expect(buttonsOf(opened).map(({ label, disabled }) => [label, disabled])).toEqual([
    ["For", false],
    ["Against", false],
    ["Abstain", false],
  ]);

  const receipt = messageOf(await person("ben").click(opened, "For"));
  expect(receipt.ephemeral).toBe(true);
  expect(textOf(receipt)).toContain("Your vote counts: For");
  expect(textOf(receipt)).toContain("With 80,000 HELIO");
  const changed = messageOf(await person("ben").command("vote", { proposal: 1, choice: "against" }, general));
  expect(textOf(changed)).toContain("It was For before.");
  expect(textOf(messageOf(await person("ada").click(await card(), "For")))).toContain("With 120,000 HELIO");

  await deliver();
  expect(textOf(await card())).toMatch(/`█{6}░{4}` \*\*For\*\* 60 %\n-# 120,000 HELIO · 1 voter\n/);
  expect(textOf(await card())).toMatch(/`█{4}░{6}` \*\*Against\*\* 40 %\n-# 80,000 HELIO · 1 voter\n/);
  expect(textOf(await card())).toContain("**Quorum** reached\n-# 120,000 HELIO of 8,000 HELIO needed");
  expect(discord.state.rejections).toEqual([]);
});

test("behavior: a reason pings nobody, links nowhere and stays on the card as written", async () => {
  const { propose } = await worldOf("ada");
  const { card } = await propose("ada");
  expect(textOf(card)).toContain(
    "> Nodes earn \\*\\*too little\\*\\* \\@everyone \\[look\\]\\(hxxps\\[\\:\\]//evil.example\\)",
  );
  expect(card.mention_everyone).toBe(false);
  expect(card.mentions).toEqual([]);
});

test("default: once it is closed the card says why, its buttons are off, and a post tells the result", async () => {
  const { app, person, propose, card, deliver } = await worldOf("ada");
  const { card: opened } = await propose("ada");
  await person("ada").click(opened, "For");
  app.pass(3_700);
  closeVote(app, 1);
  await deliver();
  expect(textOf(await card())).toContain("**Passed**");
  expect(buttonsOf(await card()).every(({ disabled }) => disabled)).toBe(true);
  const posts = await person("ben").messages(SERVER.channels.proposals);
  expect(textOf(posts.at(-1) ?? opened)).toContain("For has 100 % of For and Against");
  expect(textOf(posts.at(-1) ?? opened)).toContain("Next: a treasurer takes it to the chain with `/execute`.");
});

test("default: a treasurer gets the whole call, and so does the channel; others do not", async () => {
  const { app, person, propose, deliver } = await worldOf("ada");
  const { card } = await propose("ada");
  await person("ada").click(card, "For");
  app.pass(3_700);
  closeVote(app, 1);
  const refused = messageOf(await person("ada").command("execute", { proposal: 1 }, general));
  expect(textOf(refused)).toContain("This is for treasurers only.");
  const prepared = messageOf(await person("theo").command("execute", { proposal: 1 }, general));
  expect(prepared.ephemeral).toBe(true);
  expect(textOf(prepared)).toContain("0x3000000000000000000000000000000000000003");
  expect(prepared.attachments[0]).toMatchObject({ filename: "calldata-1.txt" });
  await deliver();
  const [posted] = await person("nils").messages(SERVER.channels.executions);
  expect(posted && textOf(posted)).toContain("setOperatorFeeBps(value: 1200)");
  expect(posted && textOf(posted)).toContain(`cast send 0x3000000000000000000000000000000000000003`);
});

test("behavior: choices offered while typing are the ones that can be meant", async () => {
  const { person, propose } = await worldOf("ada");
  await propose("ada");
  expect(await person("ada").autocomplete("propose", { parameter: "fee", value: "1 %" }, "parameter", general)).toEqual(
    [{ name: "Operator fee", value: "operator-fee" }],
  );
  expect(await person("ada").autocomplete("vote", { proposal: "", choice: "for" }, "proposal", general)).toEqual([
    { name: "#1 · Set Operator fee to 12 % · Open for votes", value: 1 },
  ]);
  expect(await person("ada").autocomplete("vote", { proposal: "9", choice: "for" }, "proposal", general)).toEqual([]);
  const own = await person("ada").autocomplete("wallet", { address: "0x" }, "address", {
    ...general,
    subcommand: "unlink",
  });
  expect(own.map(({ value }) => value)).toEqual([walletOf(personNamed("ada")).address]);
});

test("default: lists, one in full, parameters, wallets, reminders and help answer in private", async () => {
  const { person, propose } = await worldOf("ada");
  await propose("ada");
  const ask = async (name: string, options = {}, subcommand?: string) => {
    const answer = messageOf(
      await person("ada").command(name, options, { ...general, ...(subcommand && { subcommand }) }),
    );
    expect(answer.ephemeral).toBe(true);
    return textOf(answer);
  };
  expect(await ask("proposals")).toContain("**#1 · Set Operator fee to 12 %**");
  expect(await ask("proposals", { state: "failed" })).toContain("There is no proposal that did not pass.");
  expect(await ask("proposals", { number: 1 })).toContain("Actions hash");
  expect(await ask("parameters")).toContain("**Operator fee**: **10 %** · last vote #1");
  expect(await ask("parameters", { parameter: "operator-fee" })).toContain("Allowed: 0 % to 30 %, in steps of 0.25 %");
  expect(await ask("wallet", {}, "list")).toContain(walletOf(personNamed("ada")).address);
  expect(await ask("notify", {}, "on")).toContain("Reminders are on");
  expect(await ask("notify", {}, "status")).toContain("Reminders are on");
  expect(await ask("notify", {}, "off")).toContain("Reminders are off");
  const help = await ask("help");
  for (const { data } of commands.filter(({ data }) => data.name !== "help"))
    expect(help).toContain(`\`/${data.name}\``);
});

test("error: each refusal says what to do next", async () => {
  const { person, propose } = await worldOf("ada");
  await propose("ada");
  const said = async (name: string, command: string, options: Record<string, string | number>, subcommand?: string) =>
    textOf(messageOf(await person(name).command(command, options, { ...general, ...(subcommand && { subcommand }) })));
  expect(await said("nils", "vote", { proposal: 1, choice: "for" })).toMatch(
    /members only.\n-# Ask for the role <@&\d+>/,
  );
  expect(await said("ben", "vote", { proposal: 1, choice: "for" })).toContain("/wallet link");
  expect(await said("ada", "propose", { parameter: "operator-fee", value: "9 %" })).toContain(
    "under way already: #1.\n-# Propose again when that has ended, or withdraw one that is not open for votes yet",
  );
  expect(await said("ben", "propose", { parameter: "operator-fee", value: "99 %" })).toContain("30 %");
  expect(await said("ben", "propose", { parameter: "nothing", value: "1" })).toContain("`operator-fee`");
  expect(await said("ben", "proposals", { number: 77 })).toContain("There is no proposal #77.");
});

test("error: another's signature links nothing", async () => {
  const { app, person } = await worldOf();
  const { address } = walletOf(personNamed("ada"));
  const asked = messageOf(await person("ada").command("wallet", { address }, { ...general, subcommand: "link" }));
  const form = await person("ada").click(asked, "Paste signature");
  const signature = await walletOf(personNamed("ben")).signMessage({ message: "something else" });
  expect(textOf(messageOf(await person("ada").submit(form, { signature })))).toContain(`Sign it with ${address}`);
  expect(app.db.$client.prepare("select count(*) as n from wallet").get()).toEqual({ n: 0 });
});
