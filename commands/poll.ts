import { beginProposal } from "../src/actions/proposals/begin-proposal.ts";
import { nameRules } from "../src/actions/votes/describe-rules.ts";
import { begunReply } from "../src/discord/cards/begun.ts";
import { parameterChoices } from "../src/discord/cards/parameters.ts";
import { command } from "../src/discord/command.ts";

/** `/poll`: puts a question to the members, for or against or with choices; it changes nothing on chain. */
export const poll = command({
  data: {
    name: "poll",
    description: "Put a question to the members' vote; it changes nothing on chain",
    options: {
      question: { type: "string", description: "What is asked", required: true, maxLength: 100 },
      choices: {
        type: "string",
        description: "Between what? Separate with semicolons: Oak; Pine; Elm. Without any it is for or against",
        maxLength: 2_100,
      },
      rules: { type: "string", description: "By which rules; leave it out for the usual ones", maxLength: 32 },
      level: { type: "string", description: "Which level of the rules, where they have levels", maxLength: 16 },
      reason: { type: "string", description: "Why? Members read it on the card", maxLength: 2_000 },
      draft: { type: "boolean", description: "Keep it as a draft that only you see, until you submit it" },
    },
  },
  audience: "member",
  autocomplete: {
    rules: (app, { typed }) => parameterChoices(nameRules(app), typed),
    level: (app, { typed, given }) => {
      const pack = app.config.rulePacks[String(given["rules"] ?? app.config.voting.rulePack)]?.pack;
      const levels = pack === undefined || pack.counting === "two-house" ? {} : (pack.levels ?? {});
      const named = Object.entries(levels).map(([id, { title }]) => ({ id, title: title ?? id }));
      return parameterChoices(named, typed);
    },
  },
  async run(app, { member, interaction, options }) {
    const { question, choices = "", rules, level, reason, draft } = options;
    const asked = { question, choices: choices.split(/[;\n]/), rules, level, reason };
    const asker = { interaction, author: member.id, roles: member.roles };
    return begunReply(app, await beginProposal(app, { ...asker, draft, poll: asked }));
  },
});
