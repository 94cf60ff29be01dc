import {
  type ChatInputCommandInteraction,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";
import { type Bot, serve } from "./connect-bot.ts";
import { card, files, reportEmbed } from "./page-cards.ts";

const COMMANDS = [
  new SlashCommandBuilder()
    .setName("vote")
    .setDescription("Vote on an open proposal")
    .addStringOption((option) =>
      option.setName("proposal").setDescription("Which proposal").setRequired(true).setAutocomplete(true),
    )
    .addStringOption((option) =>
      option
        .setName("choice")
        .setDescription("Your choice")
        .setRequired(true)
        .addChoices(
          { name: "For", value: "for" },
          { name: "Against", value: "against" },
          { name: "Abstain", value: "abstain" },
        ),
    )
    .addIntegerOption((option) =>
      option.setName("weight").setDescription("Part of your weight, in percent").setMinValue(1).setMaxValue(100),
    )
    .addUserOption((option) => option.setName("delegate").setDescription("For whom")),
  new SlashCommandBuilder()
    .setName("proposal")
    .setDescription("Proposals")
    .addSubcommand((sub) => sub.setName("create").setDescription("Propose a change of a parameter"))
    .addSubcommand((sub) => sub.setName("show").setDescription("Show the card of a proposal")),
  new SlashCommandBuilder().setName("report").setDescription("Post the income report of last week"),
  new SlashCommandBuilder().setName("link").setDescription("Link your wallet"),
  new SlashCommandBuilder().setName("slow").setDescription("Takes a while"),
  new SlashCommandBuilder().setName("silent").setDescription("Never answers"),
].map((command) => command.toJSON());

const PROPOSALS = ["#12 Reward per node: 12 → 10 HELIO", "#13 Fee: 30 → 25 bps", "#14 Slashing delay: 3 → 5 days"];

/** A bot that knows only how to look rich: every kind of card and answer the page has to show. */
export async function servePageBot(bot: Bot): Promise<void> {
  await serve(bot, COMMANDS, (interaction) => answer(interaction as Interaction));
}

async function answer(interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused().toLowerCase();
    const found = PROPOSALS.filter((name) => name.toLowerCase().includes(typed));
    return interaction.respond(found.map((name) => ({ name, value: name.slice(1, 3) })));
  }
  if (interaction.isChatInputCommand()) return answerCommand(interaction);
  if (interaction.isButton() && interaction.customId === "reason") return void interaction.showModal(reasonModal());
  if (interaction.isButton() && interaction.customId === "for") {
    await interaction.reply({ content: "You voted **For** with 120,000 HELIO.", flags: MessageFlags.Ephemeral });
  } else if (interaction.isButton() && interaction.customId === "count") {
    await interaction.update({ components: [card(2)], flags: MessageFlags.IsComponentsV2 });
  } else if (interaction.isStringSelectMenu()) {
    await interaction.reply({ content: `Picked ${interaction.values.join(" and ")}.`, flags: MessageFlags.Ephemeral });
  } else if (interaction.isModalSubmit()) {
    const reason = interaction.fields.getTextInputValue("reason");
    const kind = interaction.fields.getStringSelectValues("kind")[0];
    await interaction.reply({ content: `Reason (${kind}): ${reason}` });
  }
}

async function answerCommand(interaction: ChatInputCommandInteraction): Promise<void> {
  const name = [interaction.commandName, interaction.options.getSubcommand(false)].filter(Boolean).join(" ");
  switch (name) {
    case "vote": {
      const said = ["proposal", "choice"].map((option) => interaction.options.getString(option));
      const weight = interaction.options.getInteger("weight");
      const content = `Receipt: ${said.join(" ")}${weight === null ? "" : ` at ${weight} %`}`;
      return void interaction.reply({ content, flags: MessageFlags.Ephemeral });
    }
    case "proposal create":
      return void interaction.showModal(reasonModal());
    case "proposal show":
      return void interaction.reply({ components: [card(1)], files: files(), flags: MessageFlags.IsComponentsV2 });
    case "report":
      return void interaction.reply({ embeds: [reportEmbed()], files: files() });
    case "link":
      return void interaction.reply({ content: LINK_TEXT, flags: MessageFlags.Ephemeral });
    case "slow":
      await interaction.deferReply();
      await new Promise((resolve) => setTimeout(resolve, 600));
      return void interaction.editReply("Done at last.");
    default:
      return undefined;
  }
}

const LINK_TEXT = "Sign this text with your wallet:\n```\nheliogrid.example wants you to sign in\nNonce: 8f21\n```";

function reasonModal(): ModalBuilder {
  const reason = new TextInputBuilder()
    .setCustomId("reason")
    .setStyle(TextInputStyle.Paragraph)
    .setMinLength(10)
    .setMaxLength(200);
  const kind = new StringSelectMenuBuilder()
    .setCustomId("kind")
    .addOptions({ label: "Cost", value: "cost", description: "It saves money" }, { label: "Safety", value: "safety" });
  return new ModalBuilder()
    .setCustomId("reason-modal")
    .setTitle("Say why")
    .addLabelComponents(
      new LabelBuilder().setLabel("Reason").setDescription("In your own words").setTextInputComponent(reason),
      new LabelBuilder().setLabel("Kind").setStringSelectMenuComponent(kind),
    );
}
