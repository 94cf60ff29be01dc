import { describeTreasury } from "../src/actions/books/describe-treasury.ts";
import { explainTransaction } from "../src/actions/books/explain-transaction.ts";
import { transactionCard } from "../src/discord/cards/transaction.ts";
import { treasuryCard } from "../src/discord/cards/treasury.ts";
import { command } from "../src/discord/command.ts";
import { Refusal } from "../src/errors.ts";

/** `/treasury`: what the treasury holds now; with a transaction, what that meant for it. */
export const treasury = command({
  data: {
    name: "treasury",
    description: "See what the treasury holds, what it is worth, and what it earned in 30 days",
    options: {
      tx: { type: "string", description: "A transaction's hash: what it meant for the treasury", maxLength: 100 },
    },
  },
  audience: "everyone",
  async run(app, { options }) {
    const hash = options.tx?.trim();
    if (hash === undefined || hash === "") return treasuryCard(describeTreasury(app));
    return transactionCard(await explainTransaction(app, readHash(hash)));
  },
});

/** The hash itself, or the end of a link to it on an explorer. */
function readHash(text: string): `0x${string}` {
  const found = /0x([0-9a-f]{64})$/i.exec(text)?.[1];
  if (found !== undefined) return `0x${found.toLowerCase()}`;
  throw new Refusal("This is no transaction's hash: it is 0x and 64 hexadecimal digits.");
}
