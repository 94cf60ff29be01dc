import { listEventsBeside } from "../../../db/events.ts";
import { listVotes, type VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import type { Block } from "../../chain/chain.ts";
import { remindsFrom } from "../../core/governance/reminder.ts";
import { describeProposal, executable } from "../proposals/describe-proposal.ts";
import { listWatched } from "./follow-executions.ts";
import { UNASKED, type Unasked } from "./unasked.ts";

/** Why a passed vote may come to nothing if nobody does anything, by one word each. */
export type WindowKind = "rules" | "deadline" | "expires" | "nonce" | "idle";

/** A time within which something has to be done for a passed vote. */
export type Window = {
  kind: WindowKind;
  /** What tells it from others of its kind: a hand-off, and the state or the deed it is about. */
  name: string;
  proposal: number;
  /** From when on the treasurers are told. */
  warnFrom: number;
  /** When it is too late; undefined where nothing ends. */
  closesAt: number | undefined;
  /** Since when the next step is due, for one that waits. */
  since?: number;
  /** The event that tells of the other transaction. */
  event?: number;
};

/** How a chain's blocks follow each other, for clocks that count them: its newest final one, and an older one. */
export type Pace = { newest: Block; older: Block };

/** States in which the next step is a matter of sending it, and the treasurers can see that it is sent. */
const DUE = ["waiting", "approving", "approved", "succeeded", "ready"];

/** Every window that is open, whether or not it is time to warn. */
export function findWindows(app: App, paces: ReadonlyMap<number, Pace>): Window[] {
  return [...listVotes(app.db).flatMap((vote) => byRules(app, vote)), ...onChain(app, paces)];
}

/** Chains on which a Governor counts blocks and votes on something of ours: their times can be told only by the pace of their blocks. */
export function countingChains(app: App): number[] {
  const counting = listWatched(app).filter(
    ({ newest }) => newest?.state === "active" && newest.facts["clock"] === "block",
  );
  return [...new Set(counting.map(({ executor }) => executor.chain))];
}

function byRules(app: App, vote: VoteRow): Window[] {
  const { executableFrom, executableUntil } = executable(app, vote);
  if (vote.actions.length === 0 || executableFrom === undefined || executableUntil === undefined) return [];
  const now = app.now();
  const { closingNoticeSeconds } = app.config.handoffs;
  const warnFrom = remindsFrom({ openedAt: executableFrom, closesAt: executableUntil }, closingNoticeSeconds);
  if (now >= executableUntil) return [];
  const { state } = describeProposal(app, vote.id);
  if (!["passed", "won", "handed-off"].includes(state)) return [];
  return [{ kind: "rules", name: `rules:${vote.id}`, proposal: vote.id, warnFrom, closesAt: executableUntil }];
}

function onChain(app: App, paces: ReadonlyMap<number, Pace>): Window[] {
  const { closingNoticeSeconds, idleNoticeSeconds } = app.config.handoffs;
  return listWatched(app).flatMap(({ row, proposal, executor, newest }) => {
    const state = newest?.state ?? "waiting";
    const facts = newest?.facts ?? {};
    const about = (kind: WindowKind, what: string | number) => ({
      kind,
      name: `${kind}:${row.id}:${what}`,
      proposal: proposal.id,
    });
    const closing = (kind: WindowKind, from: number, to: number): Window => {
      const warnFrom = remindsFrom({ openedAt: from, closesAt: to }, closingNoticeSeconds);
      return { ...about(kind, state), warnFrom, closesAt: to };
    };
    const windows: Window[] = [];
    const [snapshot, deadline] = [facts["snapshot"], facts["deadline"]].map((text) =>
      momentOf(text, facts["clock"], paces.get(executor.chain)),
    );
    if (state === "active" && snapshot !== undefined && deadline !== undefined)
      windows.push(closing("deadline", snapshot, deadline));
    const [eta, expires] = [Number(facts["eta"] ?? Number.NaN), Number(facts["expires"] ?? Number.NaN)];
    if (state === "queued" && eta > 0 && expires > eta) windows.push(closing("expires", eta, expires));
    // A Governor's timelock is not asked again while nothing happens: its time alone says that it is ready.
    const since =
      state === "queued" && eta > 0 ? eta : DUE.includes(state) ? (newest?.at ?? row.preparedAt) : undefined;
    if (since !== undefined)
      windows.push({ ...about("idle", state), warnFrom: since + idleNoticeSeconds, closesAt: undefined, since });
    if (executor.kind === "safe")
      for (const { seq, hash, at } of othersApproved(app, executor.address, proposal.openedAt))
        windows.push({ ...about("nonce", hash), warnFrom: at, closesAt: undefined, event: seq });
    return windows;
  });
}

/** Unix seconds of a moment on a Governor's clock; undefined where it cannot be told. Rounded down. */
function momentOf(text: string | undefined, clock: string | undefined, pace: Pace | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (clock === "timestamp") return Number(text);
  if (clock !== "block" || pace === undefined) return undefined;
  const { newest, older } = pace;
  const blocks = newest.number - older.number;
  if (blocks <= 0n) return undefined;
  const seconds = BigInt(newest.timestamp - older.timestamp);
  return newest.timestamp + Number(((BigInt(text) - newest.number) * seconds) / blocks);
}

/** Hashes of other transactions that owners approved and that nobody has executed since: they may take the nonce. */
function othersApproved(app: App, safe: string, since: number): { seq: number; hash: string; at: number }[] {
  const seen = listEventsBeside(app.db, [UNASKED]).map(({ seq, body }) => ({ seq, ...(JSON.parse(body) as Unasked) }));
  const here = seen.filter(({ contract, at }) => contract === safe && at >= since);
  const used = new Set(here.filter(({ step }) => step === "executed" || step === "failed").map(({ id }) => id));
  return here
    .filter(({ step, id }) => step === "approved" && !used.has(id))
    .map(({ seq, id, at }) => ({ seq, hash: id, at }));
}
