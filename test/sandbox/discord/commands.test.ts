import { ApplicationCommandOptionType, AttachmentBuilder, EmbedBuilder, MessageFlags } from "discord.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { messageOf } from "../../../sandbox/discord/person.ts";
import { textOf } from "../../../sandbox/discord/read-message.ts";
import { ROLES, SERVER } from "../../../sandbox/people.ts";
import { type Bot, connectBot, idOf, serve } from "./connect-bot.ts";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const general = { channel: SERVER.channels.general };
const { String: Text, Integer, User, Role, Subcommand, Boolean: YesNo, Attachment } = ApplicationCommandOptionType;

let bot: Bot;
const received: Record<string, unknown>[] = [];

beforeAll(async () => {
  bot = await connectBot();
  const commands = [
    {
      name: "reply",
      description: "says it",
      options: [{ type: Text, name: "text", description: "what", required: true }],
    },
    { name: "whisper", description: "only to you" },
    { name: "check", description: "a file", options: [{ type: Attachment, name: "file", description: "f" }] },
    { name: "chart", description: "takes time" },
    { name: "silent", description: "thinks", options: [{ type: YesNo, name: "ephemeral", description: "quiet" }] },
    { name: "resource", description: "asks for the message" },
    { name: "admin", description: "for maintainers", default_member_permissions: "32" },
    {
      name: "param",
      description: "parameters",
      options: [
        {
          type: Subcommand,
          name: "set",
          description: "set one",
          options: [
            { type: Text, name: "key", description: "which", required: true, autocomplete: true },
            { type: Integer, name: "value", description: "what", required: true, min_value: 1, max_value: 9 },
            { type: Text, name: "unit", description: "in", choices: [{ name: "Watt", value: "w" }] },
            { type: User, name: "who", description: "for whom" },
            { type: Role, name: "role", description: "for which" },
          ],
        },
      ],
    },
  ];
  await serve(bot, commands as never, async (interaction) => {
    if (interaction.isAutocomplete()) {
      await interaction.respond([{ name: `fee near ${interaction.options.getFocused()}`, value: "fee" }]);
    }
    if (!interaction.isChatInputCommand()) return;
    switch (interaction.commandName) {
      case "reply":
        return interaction.reply(interaction.options.getString("text", true));
      case "whisper":
        return interaction.reply({ content: "psst", flags: MessageFlags.Ephemeral });
      case "check": {
        const file = interaction.options.getAttachment("file", true);
        const bytes = await (await fetch(file.url)).text();
        return interaction.reply(`${file.name}: ${bytes}`);
      }
      case "chart": {
        await interaction.deferReply();
        return interaction.editReply({
          embeds: [new EmbedBuilder().setTitle("Income").setImage("attachment://chart.png")],
          files: [
            new AttachmentBuilder(PNG, { name: "chart.png", description: "a rising line" }),
            new AttachmentBuilder(Buffer.from("day,income\n1,2\n"), { name: "income.csv" }),
          ],
        });
      }
      case "silent": {
        const ephemeral = interaction.options.getBoolean("ephemeral") === true;
        await interaction.deferReply(ephemeral ? { flags: MessageFlags.Ephemeral } : {});
        return interaction.followUp("done");
      }
      case "resource": {
        const response = await interaction.reply({ content: "here", withResponse: true });
        received.push({ id: response.resource?.message?.id });
        return undefined;
      }
      case "param":
        received.push({
          sub: interaction.options.getSubcommand(),
          value: interaction.options.getInteger("value"),
          who: interaction.options.getUser("who")?.username,
          member: interaction.options.getMember("who"),
          role: interaction.options.getRole("role")?.name,
          permissions: interaction.memberPermissions?.has("SendMessages"),
          app: interaction.appPermissions.has("SendMessages"),
          locale: interaction.locale,
        });
        return interaction.reply({ content: "set", flags: MessageFlags.Ephemeral });
      default:
        return undefined;
    }
  });
});

afterAll(async () => {
  expect(bot.discord.state.rejections).toEqual([]);
  await bot.close();
});

describe("slash commands", () => {
  it("default: a reply is seen by everybody in the channel", async () => {
    const deed = await bot.person("ada").command("reply", { text: "hello" }, general);
    expect(messageOf(deed).content).toBe("hello");
    const seen = await bot.person("ben").messages(general.channel);
    expect(seen.at(-1)).toMatchObject({ content: "hello", interaction_metadata: { name: "reply" } });
    expect(seen.at(-1)?.ephemeral).toBeUndefined();
  });

  it("behavior: an ephemeral reply is seen by its reader only, never by REST", async () => {
    const deed = await bot.person("ada").command("whisper", {}, general);
    expect(deed.outcome).toMatchObject({ kind: "message", ephemeral: true, message: { content: "psst" } });
    const { id } = messageOf(deed);
    const ids = async (name: string) => (await bot.person(name).messages(general.channel)).map((message) => message.id);
    expect(await ids("ada")).toContain(id);
    expect(await ids("ben")).not.toContain(id);
    expect((await bot.channel.messages.fetch({ limit: 100 })).has(id)).toBe(false);
    await expect(bot.channel.messages.fetch(id)).rejects.toMatchObject({ code: 10008 });
  });

  it("behavior: a deferred reply shows that it thinks, then gets text, picture and table", async () => {
    const early = await bot.person("ada").command("chart", {}, { ...general, early: true });
    expect(early.outcome).toEqual({ kind: "deferred", ephemeral: false });
    const message = messageOf(await bot.person("ada").command("chart", {}, general));
    const picture = message.embeds[0]?.image;
    expect(picture).toMatchObject({ width: 1, height: 1 });
    expect(message.attachments.map((file) => [file.filename, file.content_type])).toEqual([
      ["income.csv", "text/csv; charset=utf-8"],
    ]);
    const served = await fetch(picture?.url ?? "");
    expect(served.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await served.arrayBuffer()).equals(PNG)).toBe(true);
    expect(textOf(message)).toContain("Income");
  });

  it("behavior: the first follow-up after deferring becomes the reply and keeps its ephemeral state", async () => {
    const quiet = await bot.person("ada").command("silent", { ephemeral: true }, general);
    expect(quiet.outcome).toMatchObject({ kind: "message", ephemeral: true, message: { content: "done" } });
    const loud = await bot.person("ada").command("silent", {}, general);
    expect(loud.outcome).toMatchObject({ kind: "message", ephemeral: false });
    expect((messageOf(loud).flags ?? 0) & 128).toBe(0);
  });

  it("behavior: with_response gives the message", async () => {
    const deed = await bot.person("ada").command("resource", {}, general);
    await expect.poll(() => received.at(-1)).toEqual({ id: messageOf(deed).id });
  });

  it("behavior: options arrive with their types and with what they point at", async () => {
    const options = { key: "fee", value: 5, unit: "w", who: idOf("ben"), role: ROLES.treasurer };
    await bot.person("mara").command("param", options, { ...general, subcommand: "set" });
    expect(received.at(-1)).toMatchObject({
      sub: "set",
      value: 5,
      who: "ben",
      role: "treasurer",
      permissions: true,
      app: true,
      locale: "en-US",
    });
    expect(received.at(-1)?.member).not.toBeNull();
  });

  it("behavior: a file given to a command can be fetched by the bot", async () => {
    const file = { filename: "bundle.json", base64: Buffer.from("{}").toString("base64") };
    const deed = await bot.person("ada").command("check", { file }, general);
    expect(messageOf(deed).content).toBe("bundle.json: {}");
  });

  it("behavior: choices are offered while typing", async () => {
    const target = { ...general, subcommand: "set" };
    const choices = await bot.person("ada").autocomplete("param", { key: "fe" }, "key", target);
    expect(choices).toEqual([{ name: "fee near fe", value: "fee" }]);
  });

  it.each([
    [{ value: 5 }, "The option key is required."],
    [{ key: "fee", value: 10 }, "The option value takes at most 9."],
    [{ key: "fee", value: 0 }, "The option value takes at least 1."],
    [{ key: "fee", value: 1.5 }, "The option value takes a whole number."],
    [{ key: "fee", value: 5, unit: "kg" }, "The option unit takes one of its choices."],
    [{ key: "fee", value: 5, who: "123" }, "The option who takes somebody or something that exists here."],
    [{ key: "fee", value: 5, colour: "red" }, "There is no option colour."],
  ])("error: %j is stopped before it is sent", async (options, sentence) => {
    const call = bot.person("ada").command("param", options, { ...general, subcommand: "set" });
    await expect(call).rejects.toThrow(sentence);
  });

  it("behavior: a command is offered to those whose permissions allow it", async () => {
    const names = async (name: string) => (await bot.person(name).commands()).map((command) => command.name);
    expect(await names("mara")).toContain("admin");
    expect(await names("ada")).not.toContain("admin");
    await expect(bot.person("ada").command("admin", {}, general)).rejects.toThrow(/no command \/admin/);
  });

  it("behavior: registered commands can be read back, changed and taken away", async () => {
    const commands = await bot.client.application.commands.fetch({ guildId: SERVER.guild });
    expect(commands.map((command) => command.name)).toContain("param");
    const global = await bot.client.application.commands.create({ name: "everywhere", description: "yes" });
    const edited = await global.edit({ description: "changed" });
    expect(edited.description).toBe("changed");
    await global.delete();
    expect((await bot.client.application.commands.fetch()).size).toBe(0);
  });
});
