import type { Moments } from "./count-vote.ts";
import type { Deadline } from "./passing/deadline.ts";
import type { Counting, RulePack } from "./rule-pack.ts";

/** Why the end of a vote was moved: later for what was lost or came late, earlier where nothing could change any more. */
export type MoveReason = "outage" | "late-quorum" | "super-quorum" | "settled" | "veto";

/** Reasons that make a vote longer; any other ends it at once. */
const EXTENDING: readonly unknown[] = ["outage", "late-quorum"] satisfies readonly MoveReason[];

/** What moves an end, from a vote's own events in their order. */
export function momentsOf(events: readonly { kind: string; body: Readonly<Record<string, unknown>> }[]): Moments {
  const outages = events
    .filter(({ kind }) => kind === "outage-noted")
    .map(({ body }) => ({ from: Number(body["from"]), to: Number(body["to"]) }));
  const moved = events.filter(({ kind }) => kind === "end-moved").map(({ body }) => body);
  const ended = moved.find(({ why }) => !EXTENDING.includes(why));
  const extensions = moved
    .filter(({ why }) => EXTENDING.includes(why))
    .map(({ why, closesAt }) => ({ why, closesAt: Number(closesAt) })) as Deadline["extensions"];
  return { outages, extensions, ...(ended === undefined ? {} : { settledAt: Number(ended["closesAt"]) }) };
}

/** Whether a vote by these rules can be over before its end; never one whose count is secret. */
export function canSettle(pack: RulePack<Counting>): boolean {
  if (pack.counting === "two-house" || pack.secret || pack.ballots !== "final") return false;
  if (pack.early) return true;
  return pack.counting === "for-against-abstain" && (pack.superQuorum !== undefined || pack.veto !== undefined);
}

/** Whether a ballot stands once it is cast. */
export function isFinal(pack: RulePack<Counting>): boolean {
  if (pack.counting !== "two-house") return pack.ballots === "final";
  return Object.values(pack.houses).some(({ ballots }) => ballots === "final");
}

/** The longest time that a late quorum adds; nothing where the rules know none. */
export function lateQuorumSeconds(pack: RulePack<Counting>): number {
  return pack.counting === "two-house" ? 0 : (pack.lateQuorum?.seconds ?? 0);
}
