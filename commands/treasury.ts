import { describeWhy } from "../src/actions/reports/describe-why.ts";
import { findFigures } from "../src/actions/reports/find-figures.ts";
import { describeIncome } from "../src/actions/treasury/describe-income.ts";
import { describePosition, listPositionNames } from "../src/actions/treasury/describe-position.ts";
import { describeRisk } from "../src/actions/treasury/describe-risk.ts";
import { describeTreasury } from "../src/actions/treasury/describe-treasury.ts";
import { explainTransaction } from "../src/actions/treasury/explain-transaction.ts";
import { bare } from "../src/core/sanitize.ts";
import { transactionCard } from "../src/discord/cards/transaction.ts";
import { incomeCard } from "../src/discord/cards/treasury/income.ts";
import { positionCard } from "../src/discord/cards/treasury/position.ts";
import { riskCard } from "../src/discord/cards/treasury/risk.ts";
import { treasuryCard } from "../src/discord/cards/treasury/treasury.ts";
import { whyCard } from "../src/discord/cards/treasury/why.ts";
import { command } from "../src/discord/command.ts";
import { limits } from "../src/discord/limits.ts";
import { Refusal } from "../src/errors.ts";

/** `/treasury`: what the treasury holds now; or what one transaction meant for it, one position in full, its income, its risks, or why a report's figure is what it is. */
export const treasury = command({
  data: {
    name: "treasury",
    description: "See what the treasury holds, what it is worth, and what it earned in 30 days",
    options: {
      tx: { type: "string", description: "A transaction's hash: what it meant for the treasury", maxLength: 100 },
      position: { type: "string", description: "One position in full, over 7, 30 and 90 days", maxLength: 40 },
      income: { type: "boolean", description: "What each source earned in 7 and 30 days, and what of it is in hand" },
      why: {
        type: "string",
        description: "A figure of a report: entries, transactions and prices behind it",
        maxLength: 100,
      },
      risk: { type: "boolean", description: "How safe debts and pegs are, what unlocks when, and how long it lasts" },
    },
  },
  audience: "everyone",
  autocomplete: {
    position: (app, { typed }) =>
      listPositionNames(app, typed, limits.choices).map(({ label, name }) => ({
        name: bare(label, limits.choiceName),
        value: name,
      })),
    why: (app, { typed }) =>
      findFigures(app, typed)
        .slice(0, limits.choices)
        .map(({ name, value }) => ({ name: bare(name, limits.choiceName), value })),
  },
  async run(app, { options }) {
    const hash = options.tx?.trim();
    if (hash !== undefined && hash !== "") return transactionCard(await explainTransaction(app, readHash(hash)));
    if (options.position !== undefined) return positionCard(describePosition(app, options.position.trim()));
    if (options.why !== undefined) return whyCard(describeWhy(app, options.why.trim()));
    if (options.income === true) return incomeCard(describeIncome(app));
    if (options.risk === true) return riskCard(describeRisk(app));
    return treasuryCard(describeTreasury(app));
  },
});

/** The hash itself, or the end of a link to it on an explorer. */
function readHash(text: string): `0x${string}` {
  const found = /0x([0-9a-f]{64})$/i.exec(text)?.[1];
  if (found !== undefined) return `0x${found.toLowerCase()}`;
  throw new Refusal("This is no transaction's hash: it is 0x and 64 hexadecimal digits.");
}
