import type { Decision } from "../decision.ts";
import { type Bundle, ownEvents } from "./bundle.ts";
import { endOf, momentsIn } from "./end-of.ts";

/** What is wrong with a vote's moved end: the rules, the ballots and the outages recorded have to give the very same one. */
export function checkEnd(bundle: Bundle, decision: Decision | undefined): string[] {
  if (decision === undefined) return ["The end cannot be checked, because the vote could not be counted."];
  const end = endOf(bundle);
  const { settledAt } = momentsIn(bundle);
  if (settledAt !== undefined) {
    const why = ownEvents(bundle).find(({ kind, body }) => kind === "end-moved" && body["closesAt"] === settledAt)
      ?.body["why"];
    const isLast = end === settledAt;
    return isLast && decision.early?.why === why
      ? []
      : ["The vote was ended early, but its ballots did not settle it."];
  }
  const found = decision.deadline?.closesAt ?? bundle.proposal.closesAt;
  return found === end ? [] : [`The end was moved to unix second ${end}; by the rules it is ${found}.`];
}
