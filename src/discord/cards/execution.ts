import type { ExecutionView } from "../../actions/handoffs/describe-execution.ts";
import type { OutgoingMessage } from "../../app.ts";
import { code, plain } from "../../core/sanitize.ts";
import { type Accent, container, link, row, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { when } from "../timestamp.ts";
import { changeLine } from "./proposal.ts";

type Facts = ExecutionView["facts"];

type Step = { title: string; accent: Accent; next?: (facts: Facts, before: Facts) => string | undefined };

const steps: Readonly<Record<string, Step>> = {
  waiting: {
    title: "Not on chain any more",
    accent: "waiting",
    next: (facts) =>
      facts["threshold"] === undefined
        ? "The chain no longer knows it. A treasurer can send the same call again."
        : "No owner of the Safe approves it any more.",
  },
  pending: {
    title: "Proposed on chain",
    accent: "open",
    next: (facts) => `Voting on chain opens ${moment(facts, "snapshot")}.`,
  },
  active: {
    title: "Being voted on, on chain",
    accent: "open",
    next: (facts, before) =>
      `${isExtended(facts, before) ? "Votes came late, so that its end was moved. " : ""}Voting on chain ends ${moment(facts, "deadline")}.`,
  },
  approving: { title: "Being approved by the Safe's owners", accent: "open", next: approvals },
  approved: {
    title: "Approved by the Safe's owners",
    accent: "good",
    next: (facts) => `${approvals(facts)} Next: anybody's wallet can execute it.`,
  },
  succeeded: { title: "Passed on chain", accent: "good", next: carriedOn },
  queued: { title: "Queued on chain", accent: "waiting", next: eta },
  ready: { title: "Ready to be executed", accent: "good", next: () => "Its delay has passed. Next: execute it." },
  executed: {
    title: "Executed on chain",
    accent: "good",
    next: () => "Next: Steward compares the chain with the vote.",
  },
  defeated: {
    title: "Defeated on chain",
    accent: "bad",
    next: () => "It can no longer be executed. The parameter stays as it is.",
  },
  canceled: {
    title: "Canceled on chain",
    accent: "bad",
    next: (facts) =>
      facts["again"] === undefined
        ? "It can no longer be executed. The parameter stays as it is."
        : "The timelock has forgotten it. Whoever is proposer there can schedule the same call again.",
  },
  expired: {
    title: "Expired on chain",
    accent: "bad",
    next: () => "It can no longer be executed. The parameter stays as it is.",
  },
  failed: {
    title: "Failed on chain",
    accent: "bad",
    next: () => "The Safe made the call, and the call failed. Its nonce is used, so that it cannot be made again.",
  },
  replaced: {
    title: "Replaced on chain",
    accent: "bad",
    next: (facts) =>
      `Another transaction of the Safe has used nonce ${plain(facts["nonce"] ?? "?", 80)}, so that this one can never be executed. Treasurers can hand it off anew, with \`/execute\`.`,
  },
};

/** The way a hand-off should go with each kind of executor, in order. */
const paths: Readonly<Record<string, readonly string[]>> = {
  governor: ["pending", "active", "succeeded", "queued", "executed"],
  timelock: ["queued", "ready", "executed"],
  safe: ["approving", "approved", "executed"],
};

const pathNames: Readonly<Record<string, string>> = { pending: "proposed" };

/** The post for one state of a hand-off's life on chain. */
export function executionCard(view: ExecutionView, marker: string): OutgoingMessage {
  const { proposal, kind, chainName, explorer, state, block, at, transaction, facts, before } = view;
  const step = steps[state] ?? { title: `On chain: ${plain(state, 40)}`, accent: "quiet" as const };
  const url = explorer === undefined || transaction === undefined ? undefined : `${explorer}/tx/${transaction}`;
  return outgoing({
    components: [
      container(
        step.accent,
        text(
          `## #${proposal.id} · ${step.title}`,
          ...proposal.changes.slice(0, 3).map(changeLine),
          progress(kind, state, facts),
          step.next?.(facts, before),
        ),
        ...(url === undefined ? [] : [row(link("Transaction on the explorer", url))]),
        text(
          `-# Seen at ${plain(chainName, 40)} block ${block}, final, ${when(at)}`,
          transaction === undefined ? undefined : `-# Transaction ${code(transaction)}`,
          markerLine(marker),
        ),
      ),
    ],
  });
}

function progress(kind: string, state: string, facts: Facts): string | undefined {
  const path = paths[kind] ?? [];
  const ahead = needsQueuing(facts) ? path : path.filter((step) => step !== "queued");
  const reached = ahead.indexOf(state);
  if (reached < 0) return undefined;
  return ahead
    .map((step, index) => {
      const name = pathNames[step] ?? step;
      return index < reached ? `${name} ✓` : index === reached ? `**${name}**` : name;
    })
    .join(" → ");
}

function carriedOn(facts: Facts): string {
  return `Next: anybody's wallet can ${needsQueuing(facts) ? "queue" : "execute"} it.`;
}

function approvals({ approvals: given, threshold, owners }: Facts): string {
  const [count, needed, all] = [given, threshold, owners].map((one) => plain(one ?? "?", 10));
  return `Approved by ${count} of ${needed} needed; it has ${all} owners.`;
}

function isExtended(facts: Facts, before: Facts): boolean {
  return before["deadline"] !== undefined && before["deadline"] !== facts["deadline"];
}

function needsQueuing(facts: Facts): boolean {
  return facts["queuing"] !== "none";
}

function eta(facts: Facts): string | undefined {
  const seconds = Number(facts["eta"]);
  if (!Number.isSafeInteger(seconds) || seconds <= 0)
    return "Next: anybody's wallet can execute it once its delay has passed.";
  const from = `It can be executed from ${when(seconds)} on, ${when(seconds, "R")}.`;
  const until = Number(facts["expires"]);
  return Number.isSafeInteger(until) && until > 0 ? `${from} It expires ${when(until)}.` : from;
}

function moment(facts: Facts, name: string): string {
  const value = facts[name];
  if (value === undefined) return "at a time the chain has not told";
  if (facts["clock"] === "round") return `in round ${value}`;
  return facts["clock"] === "timestamp" ? `${when(Number(value))}, ${when(Number(value), "R")}` : `at block ${value}`;
}
