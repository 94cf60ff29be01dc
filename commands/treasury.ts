import { describeTreasury } from "../src/actions/books/describe-treasury.ts";
import { treasuryCard } from "../src/discord/cards/treasury.ts";
import { command } from "../src/discord/command.ts";

/** `/treasury`: what the treasury holds now. */
export const treasury = command({
  data: {
    name: "treasury",
    description: "See what the treasury holds, what it is worth, and what it earned in 30 days",
  },
  audience: "everyone",
  run: (app) => treasuryCard(describeTreasury(app)),
});
