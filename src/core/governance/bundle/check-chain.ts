import type { Hex } from "viem";
import { canonical } from "../../canonical.ts";
import { digestEvent, linkEvent } from "../../event-chain.ts";
import { type Bundle, type BundleEvent, ownEvents } from "./bundle.ts";
import { sumUpHistory } from "./history.ts";

/** What is wrong with the events: their hashes, their links, their order, or which of them there are. */
export function checkChain(bundle: Bundle): string[] {
  return [...checkLinks(bundle), ...checkKinds(bundle)];
}

function checkLinks({ before, events }: Bundle): string[] {
  const problems: string[] = [];
  let previous: Hex = before;
  let seq = events[0]?.seq ?? 0;
  for (const [index, event] of events.entries()) {
    if (event.seq !== seq) problems.push(`events row ${index + 1} is event ${event.seq}, where ${seq} had to follow.`);
    const hash = linkEvent(previous, "digest" in event ? event.digest : digestOf(event));
    if ("hash" in event && event.hash !== hash) {
      problems.push(
        `events row ${index + 1} (event ${event.seq}, ${event.kind}) is not what its hash says, or what stands between it and the vote's event before was changed.`,
      );
    }
    // Goes on from what is claimed, so that one changed row is one problem.
    previous = "hash" in event ? event.hash : hash;
    seq = event.seq + 1;
  }
  return problems;
}

function digestOf({ seq, at, kind, proposal, actor, body }: BundleEvent): Hex {
  return digestEvent({ seq, at, kind, proposal, actor, body: canonical(body) });
}

function checkKinds(bundle: Bundle): string[] {
  const { proposal, events } = bundle;
  const own = ownEvents(bundle);
  const foreign = own.filter((event) => event.proposal !== proposal.id);
  const count = (kind: string) => own.filter((event) => event.kind === kind).length;
  const isFramed = events[0] === own[0] && own[0]?.kind === "proposal-opened" && events.at(-1) === own.at(-1);
  const closed = own.at(-1);
  const problems = foreign.map(({ seq }) => `Event ${seq} is about another proposal.`);
  if (!isFramed || closed?.kind !== "vote-closed" || count("proposal-opened") !== 1 || count("vote-closed") !== 1)
    return [...problems, "The events do not begin with the proposal's one opening and end with its one closing."];
  const history = sumUpHistory(own.slice(0, -1).map(({ hash }) => hash));
  if (canonical(closed.body["history"] ?? null) !== canonical(history)) {
    problems.push(
      `When the vote closed, ${describeHistory(closed.body["history"])} had been recorded of it; here are ${history.events}, or others.`,
    );
  }
  return problems;
}

function describeHistory(history: unknown): string {
  const { events } = Object(history) as { events?: unknown };
  return typeof events === "number" ? `${events} events` : "an unknown number of events";
}
