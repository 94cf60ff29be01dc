import { reportNow } from "../src/actions/reports/report-now.ts";
import { command } from "../src/discord/command.ts";
import { limits } from "../src/discord/limits.ts";
import { say } from "../src/discord/reply.ts";
import { Refusal } from "../src/errors.ts";

/** `/report`: an income report of the running period, now. */
export const report = command({
  data: {
    name: "report",
    description: "Post an income report of the running period, up to now",
    options: {
      name: { type: "string", description: "Which report; the first one if you leave this out", maxLength: 32 },
    },
  },
  audience: "maintainer",
  autocomplete: {
    name: (app, { typed }) =>
      Object.entries(app.config.reports)
        .filter(([name, { title }]) => `${name} ${title}`.toLowerCase().includes(typed.trim().toLowerCase()))
        .slice(0, limits.choices)
        .map(([name, { title }]) => ({ name: title, value: name })),
  },
  async run(app, { member, interaction, options: { name } }) {
    const chosen = name ?? Object.keys(app.config.reports)[0];
    if (chosen === undefined) throw new Refusal("The config names no reports.");
    const result = await reportNow(app, { name: chosen, member: member.id, interaction });
    const channel = app.config.reports[chosen]?.channel ?? app.config.channels.reports;
    return result.state === "written"
      ? say("good", `The report is made; it appears in <#${channel}> in a moment.`)
      : say("quiet", `Nothing has become final since your last report in <#${channel}>.`);
  },
});
