import type { Rule } from "../facts.ts";
import { tell } from "../legs.ts";

/** Whatever no rule explains: transfers as they stand. */
export const plain: Rule = {
  protocol: "plain",
  explain: ({ moves }) =>
    moves.map((move) => {
      const told = { subtype: "none", protocol: undefined } as const;
      switch (move.way) {
        case "in":
          return tell(move, {
            type: "receive",
            ...told,
            reason: `A transfer from ${move.from} that no rule explains.`,
          });
        case "out":
          return tell(move, { type: "spend", ...told, reason: `A transfer to ${move.to} that no rule explains.` });
        default:
          return tell(move, {
            type: "transfer",
            ...told,
            reason: `A transfer to ${move.to}, another of the accounts.`,
          });
      }
    }),
};
