import type { Decision } from "../decision.ts";
import { type Bundle, type BundleEvent, ownEvents } from "./bundle.ts";
import { endOf } from "./end-of.ts";
import { recountBundle } from "./recount-bundle.ts";

/**
 * What is wrong with a vote's end: each time it was moved, the rules and what had been recorded until then have to give the very
 * same end; nothing recorded may ask for a later one; and the vote was closed after it.
 */
export function checkEnd(bundle: Bundle, decision: Decision | undefined): string[] {
  if (decision === undefined) return ["The end cannot be checked, because the vote could not be counted."];
  const [end, closed] = [endOf(bundle), ownEvents(bundle).at(-1)];
  const found = decision.deadline?.closesAt ?? bundle.proposal.closesAt;
  return [
    ...ownEvents(bundle)
      .filter(({ kind }) => kind === "end-moved")
      .flatMap((event) => checkMove(bundle, event)),
    ...(found === end ? [] : [`The end was moved to unix second ${end}; by the rules it is ${found}.`]),
    ...(closed !== undefined && closed.at < end ? ["The vote was closed before its end."] : []),
  ];
}

function checkMove(bundle: Bundle, { seq, body }: BundleEvent): string[] {
  const { why, closesAt } = body;
  const { early, deadline } = recountBundle(bundle, seq);
  if (why !== "outage" && why !== "late-quorum")
    return early?.why === why ? [] : ["The vote was ended early, but its ballots did not settle it."];
  const moved = deadline?.extensions.at(-1);
  return moved?.closesAt === closesAt && moved?.why === why
    ? []
    : [`The end was moved to unix second ${closesAt} by event ${seq}, which the rules did not give it then.`];
}
