import { describeRules, nameRules } from "../src/actions/votes/describe-rules.ts";
import { parameterChoices } from "../src/discord/cards/parameters.ts";
import { rulesCard } from "../src/discord/cards/rules.ts";
import { command } from "../src/discord/command.ts";

/** `/rules`: how votes count and pass, in plain words. */
export const rules = command({
  data: {
    name: "rules",
    description: "Read in plain words how votes count and pass",
    options: { rules: { type: "string", description: "Other rules than the usual ones", maxLength: 32 } },
  },
  audience: "everyone",
  autocomplete: { rules: (app, { typed }) => parameterChoices(nameRules(app), typed) },
  async run(app, { options }) {
    return rulesCard(describeRules(app, options.rules));
  },
});
