import {
  ActionRowBuilder,
  type BaseInteraction,
  ButtonBuilder,
  ButtonStyle,
  ContainerBuilder,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  RoleSelectMenuBuilder,
  SectionBuilder,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
  UserSelectMenuBuilder,
} from "discord.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { messageOf, modalOf } from "../../../sandbox/discord/person.ts";
import { buttonsOf, textOf } from "../../../sandbox/discord/read-message.ts";
import { ROLES, SERVER } from "../../../sandbox/people.ts";
import { type Bot, connectBot, idOf } from "./connect-bot.ts";

const general = SERVER.channels.general;
const button = (id: string) => new ButtonBuilder().setCustomId(id).setLabel(`Do ${id}`).setStyle(ButtonStyle.Primary);
const row = (...items: ButtonBuilder[]) => new ActionRowBuilder<ButtonBuilder>().addComponents(items);

function modal() {
  const reason = new TextInputBuilder().setCustomId("reason").setStyle(TextInputStyle.Paragraph).setMinLength(3);
  const kind = new StringSelectMenuBuilder()
    .setCustomId("kind")
    .addOptions({ label: "Fee", value: "fee" }, { label: "Cap", value: "cap" });
  const who = new UserSelectMenuBuilder().setCustomId("who").setRequired(false);
  return new ModalBuilder()
    .setCustomId("v1:why")
    .setTitle("Why?")
    .addLabelComponents(
      new LabelBuilder().setLabel("Reason").setTextInputComponent(reason),
      new LabelBuilder().setLabel("Kind").setStringSelectMenuComponent(kind),
      new LabelBuilder().setLabel("Who").setUserSelectMenuComponent(who),
    );
}

async function answer(interaction: BaseInteraction): Promise<unknown> {
  if (interaction.isModalSubmit()) {
    if (interaction.customId !== "v1:why") return interaction.reply(`outdated ${interaction.customId}`);
    const kinds = interaction.fields.getStringSelectValues("kind").join();
    const who = interaction.fields.getSelectedUsers("who")?.first()?.username;
    await interaction.reply({
      content: `${interaction.fields.getTextInputValue("reason")}/${kinds}/${who}/${interaction.isFromMessage()}`,
      flags: MessageFlags.Ephemeral,
    });
    return interaction.followUp({ content: "and more", flags: MessageFlags.Ephemeral });
  }
  if (interaction.isStringSelectMenu()) return interaction.update({ content: `chose ${interaction.values.join("+")}` });
  if (interaction.isUserSelectMenu()) return interaction.reply(`user ${interaction.users.first()?.username}`);
  if (interaction.isRoleSelectMenu()) return interaction.reply(`role ${interaction.roles.first()?.name}`);
  if (!interaction.isButton()) return undefined;
  switch (interaction.customId) {
    case "update":
      return interaction.update({ content: "updated", components: [row(button("update").setDisabled(true))] });
    case "later":
      await interaction.deferUpdate();
      return interaction.editReply("edited later");
    case "receipt":
      await interaction.deferUpdate();
      return interaction.followUp({ content: "receipt", flags: MessageFlags.Ephemeral });
    case "modal":
      return interaction.showModal(modal());
    case "gone":
      await interaction.reply({ content: "short", flags: MessageFlags.Ephemeral });
      return interaction.deleteReply();
    default:
      return interaction.reply({ content: `pressed ${interaction.customId}`, flags: MessageFlags.Ephemeral });
  }
}

let bot: Bot;
beforeAll(async () => {
  bot = await connectBot();
  bot.client.on("interactionCreate", (interaction) => void answer(interaction).catch(() => undefined));
});
afterAll(async () => {
  expect(bot.discord.state.rejections).toEqual([]);
  await bot.close();
});

async function posted(...rows: ActionRowBuilder<never>[]) {
  const { id } = await bot.channel.send({ content: "card", components: rows });
  const seen = (await bot.person("ada").messages(general)).find((message) => message.id === id);
  if (!seen) throw new Error("the card is not visible");
  return seen;
}

describe("components", () => {
  it("default: a button is answered for the presser alone", async () => {
    const card = await posted(row(button("any")) as never);
    expect(buttonsOf(card)).toMatchObject([{ label: "Do any", customId: "any", disabled: false }]);
    const deed = await bot.person("ada").click(card, "Do any");
    expect(deed.outcome).toMatchObject({ kind: "message", ephemeral: true, message: { content: "pressed any" } });
  });

  it("behavior: update changes the card for everybody and a disabled button cannot be pressed", async () => {
    const card = await posted(row(button("update")) as never);
    const deed = await bot.person("ada").click(card, "update");
    expect(deed.outcome).toMatchObject({ kind: "updated", message: { id: card.id, content: "updated" } });
    await expect(bot.person("ben").click(card, "update")).rejects.toThrow("disabled");
  });

  it("behavior: deferUpdate then edit changes the card; a follow-up comes as its own message", async () => {
    const card = await posted(row(button("later"), button("receipt")) as never);
    expect((await bot.person("ada").click(card, "later")).outcome).toMatchObject({
      kind: "updated",
      message: { id: card.id, content: "edited later" },
    });
    const receipt = await bot.person("ada").click(card, "receipt");
    expect(receipt.outcome).toMatchObject({ kind: "message", ephemeral: true, message: { content: "receipt" } });
    expect(messageOf(receipt).id).not.toBe(card.id);
  });

  it("behavior: selects of text, people and roles arrive with their values", async () => {
    const text = new StringSelectMenuBuilder()
      .setCustomId("pick")
      .setMaxValues(2)
      .addOptions({ label: "A", value: "a" }, { label: "B", value: "b" });
    const card = await posted(
      new ActionRowBuilder<never>().addComponents(text as never),
      new ActionRowBuilder<never>().addComponents(new UserSelectMenuBuilder().setCustomId("who") as never),
      new ActionRowBuilder<never>().addComponents(new RoleSelectMenuBuilder().setCustomId("role") as never),
    );
    const ada = bot.person("ada");
    expect(messageOf(await ada.select(card, [idOf("ben")], "who")).content).toBe("user ben");
    expect(messageOf(await ada.select(card, [ROLES.treasurer], "role")).content).toBe("role treasurer");
    await expect(ada.select(card, ["c"])).rejects.toThrow("does not offer c");
    await expect(ada.select(card, [])).rejects.toThrow("Choose 1 to 2");
    expect(messageOf(await ada.select(card, ["a", "b"])).content).toBe("chose a+b");
  });

  it("behavior: a button opens a modal, its submission is answered and followed up", async () => {
    const card = await posted(row(button("modal")) as never);
    const opened = await bot.person("ada").click(card, "modal");
    expect(modalOf(opened)).toMatchObject({ custom_id: "v1:why", title: "Why?" });
    const ada = bot.person("ada");
    await expect(ada.submit(opened, { reason: "", kind: ["fee"] })).rejects.toThrow("“Reason” is required.");
    await expect(ada.submit(opened, { reason: "no", kind: ["fee"] })).rejects.toThrow("at least 3");
    await expect(ada.submit(opened, { reason: "because", kind: ["x"] })).rejects.toThrow("does not offer x");
    await expect(bot.person("ben").submit(opened, { reason: "because" })).rejects.toThrow("No modal is open.");
    const deed = await ada.submit(opened, { reason: "because", kind: ["fee"], who: [idOf("ben")] });
    expect(messageOf(deed).content).toBe("because/fee/ben/true");
    await expect.poll(async () => (await ada.messages(general)).at(-1)?.content).toBe("and more");
  });

  it("behavior: a deleted ephemeral reply is gone for its reader", async () => {
    const card = await posted(row(button("gone")) as never);
    const { id } = messageOf(await bot.person("ada").click(card, "gone"));
    const ids = async () => (await bot.person("ada").messages(general)).map((message) => message.id);
    await expect.poll(ids).not.toContain(id);
  });

  it("behavior: forged ids and other people's ephemeral messages reach the bot only by force", async () => {
    const card = await posted(row(button("any")) as never);
    const mine = messageOf(await bot.person("ada").click(card, "any"));
    const ben = bot.person("ben");
    await expect(ben.click(card, "v1:forged")).rejects.toThrow("has no button");
    expect(messageOf(await ben.forge(card, "v1:forged")).content).toBe("pressed v1:forged");
    expect((await ben.forge(mine, "x")).outcome.kind).toBe("message");
    const modalCard = await posted(row(button("modal")) as never);
    const forged = await ben.forgeSubmit(await ben.click(modalCard, "modal"), "v0:why", {
      reason: "abc",
      kind: ["fee"],
    });
    expect(messageOf(forged).content).toBe("outdated v0:why");
  });

  it("behavior: a container with a section is shown, pressed and edited", async () => {
    const section = new SectionBuilder()
      .addTextDisplayComponents(new TextDisplayBuilder().setContent("## Proposal 1"))
      .setButtonAccessory(button("v1:yes"));
    const container = new ContainerBuilder().addSectionComponents(section);
    const sent = await bot.channel.send({ flags: MessageFlags.IsComponentsV2, components: [container] });
    const card = (await bot.person("ada").messages(general)).at(-1);
    if (!card) throw new Error("no card");
    expect(textOf(card)).toBe("## Proposal 1");
    const ids = JSON.stringify(card.components).match(/"id":\d+/g) ?? [];
    expect(new Set(ids).size).toBe(4);
    expect(messageOf(await bot.person("ada").click(card, "v1:yes")).content).toBe("pressed v1:yes");
    const closed = new TextDisplayBuilder().setContent("closed");
    const edited = await sent.edit({ components: [closed] });
    expect(edited.flags.has(MessageFlags.IsComponentsV2)).toBe(true);
  });
});
