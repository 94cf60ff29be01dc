import { type Audience, type Command, command } from "../src/discord/command.ts";
import { container, text } from "../src/discord/components.ts";

const notes: Readonly<Record<Audience, string>> = {
  everyone: "",
  member: "",
  maintainer: " (maintainers)",
  treasurer: " (treasurers)",
};

/** `/help`: how things go here, and every command there is. */
export function createHelp(others: readonly Command[]): Command {
  return command({
    data: { name: "help", description: "How Steward works, and what you can do" },
    audience: "everyone",
    run: (app) => ({
      components: [
        container(
          "quiet",
          text(
            "### How it goes",
            "1. Link the wallet that holds your votes: `/wallet link`.",
            `2. Vote with the buttons in <#${app.config.channels.proposals}>. You can change your vote until it closes.`,
            "3. What passes is prepared for a treasurer's own wallet. Steward holds no key and moves no money.",
            "4. Steward follows it on chain, and posts whether the chain holds what was voted.",
          ),
          text("### Commands", ...others.map(line)),
        ),
      ],
    }),
  });
}

function line({ data, audience }: Command): string {
  return `\`/${data.name}\`${notes[audience]}: ${data.description}`;
}
