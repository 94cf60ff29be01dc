import { Resvg } from "@resvg/resvg-js";
import { AttachmentBuilder, ButtonBuilder, ContainerBuilder, EmbedBuilder, StringSelectMenuBuilder } from "discord.js";

/** What the picture says, for those who do not see it. */
export const CHART_WORDS = "Line chart: the reward fell from 12 to 8 over six weeks";

/** Text that must stay text. */
export const HOSTILE =
  '<img src=x onerror="window.hurt=1"> <script>window.hurt=1</script> [x](javascript:window.hurt=1)';

/** The card of a proposal in Components V2, with every part the page knows. */
export function card(version: number): ContainerBuilder {
  const container = new ContainerBuilder()
    .setAccentColor(0xf0b232)
    .addSectionComponents((section) =>
      section
        .addTextDisplayComponents(
          (text) => text.setContent(`## #12 Reward per node${version > 1 ? `, version ${version}` : ""}`),
          (text) => text.setContent("`rewardPerNode` **12 → 10 HELIO** · ends <t:1795500000:R>"),
        )
        .setThumbnailAccessory((thumb) => thumb.setURL("attachment://chart.png").setDescription(CHART_WORDS)),
    )
    .addSeparatorComponents((separator) => separator)
    .addTextDisplayComponents((text) =>
      text.setContent(
        `For **312,000** ▰▰▰▰▰▰▰▱▱▱ 71 %\nAgainst 127,000\n> Voted by <@&700000000000000101>, watched by <@700000000000000306>\n- needs \`/vote\`, or press below\n  - see </vote:1> and <#700000000000000203>\n-# Rules frozen at block 19,220,114`,
      ),
    );
  if (version === 1) {
    container
      .addMediaGalleryComponents((gallery) =>
        gallery.addItems((item) => item.setURL("attachment://chart.png").setDescription(CHART_WORDS)),
      )
      .addFileComponents((file) => file.setURL("attachment://rewards.csv"));
  }
  return withControls(container);
}

function withControls(container: ContainerBuilder): ContainerBuilder {
  return container
    .addActionRowComponents((row) =>
      row.addComponents(
        new ButtonBuilder({ style: 3, label: "For", custom_id: "for" }),
        new ButtonBuilder({ style: 4, label: "Against", custom_id: "against" }),
        new ButtonBuilder({ style: 2, label: "Abstain", custom_id: "abstain", disabled: true }),
        new ButtonBuilder({ style: 1, label: "Give a reason", custom_id: "reason", emoji: { name: "✍️" } }),
        new ButtonBuilder({ style: 5, label: "Recount it", url: "https://heliogrid.example/12" }),
      ),
    )
    .addActionRowComponents((row) =>
      row.addComponents(new ButtonBuilder({ style: 2, label: "Count again", custom_id: "count" })),
    )
    .addActionRowComponents((row) =>
      row.addComponents(
        new StringSelectMenuBuilder()
          .setCustomId("topics")
          .setPlaceholder("Follow topics")
          .setMinValues(1)
          .setMaxValues(2)
          .addOptions(
            { label: "Rewards", value: "rewards", description: "What nodes earn" },
            { label: "Fees", value: "fees" },
            { label: "Slashing", value: "slashing" },
          ),
      ),
    );
}

/** A report in the older kind of card. */
export function reportEmbed(): EmbedBuilder {
  return new EmbedBuilder()
    .setColor(0x57f287)
    .setTitle("Income, week 46")
    .setDescription("From block **19,220,114** to **19,270,514**. *Unknown is said, never zero.*")
    .addFields(
      { name: "Node rewards", value: "4,120.50 HELIO", inline: true },
      { name: "Yields", value: "1,204.11 tUSD", inline: true },
      { name: "Residual", value: "0.00", inline: true },
      { name: "Notes", value: "||price of rvUSD unknown|| on one day" },
    )
    .setImage("attachment://chart.png")
    .setFooter({ text: "Steward" })
    .setTimestamp(new Date());
}

/** A picture with words and a table. */
export function files(): AttachmentBuilder[] {
  return [
    new AttachmentBuilder(chart(), { name: "chart.png", description: CHART_WORDS }),
    new AttachmentBuilder(Buffer.from('week,node,reward\n45,"Roof, east",12.50\n46,"Roof, east",8.25\n'), {
      name: "rewards.csv",
    }),
  ];
}

/** A real picture, so that a broken one is seen. */
export function chart(): Buffer {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="400"><rect width="800" height="400" fill="#1b2a3a"/>
    <path d="M40 80 180 110 320 100 460 190 600 230 760 300" stroke="#f0b232" stroke-width="8" fill="none"/></svg>`;
  return new Resvg(svg).render().asPng();
}
