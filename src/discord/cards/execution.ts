import type { ExecutionView } from "../../actions/describe-execution.ts";
import type { OutgoingMessage } from "../../app.ts";
import { code, plain } from "../../core/sanitize.ts";
import { type Accent, container, link, row, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { when } from "../timestamp.ts";
import { changeLine } from "./proposal.ts";

type Facts = ExecutionView["facts"];

type Step = { title: string; accent: Accent; next?: (facts: Facts) => string | undefined };

const steps: Readonly<Record<string, Step>> = {
  waiting: {
    title: "Not on chain any more",
    accent: "waiting",
    next: () => "The chain no longer knows it. A treasurer can send the same call again.",
  },
  pending: {
    title: "Proposed on chain",
    accent: "open",
    next: (facts) => `Voting on chain opens ${moment(facts, "snapshot")}.`,
  },
  active: {
    title: "Being voted on, on chain",
    accent: "open",
    next: (facts) => `Voting on chain ends ${moment(facts, "deadline")}.`,
  },
  succeeded: { title: "Passed on chain", accent: "good", next: carriedOn },
  queued: { title: "Queued on chain", accent: "waiting", next: eta },
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
    next: () => "It can no longer be executed. The parameter stays as it is.",
  },
  expired: {
    title: "Expired on chain",
    accent: "bad",
    next: () => "It can no longer be executed. The parameter stays as it is.",
  },
};

/** The way every hand-off should go, in order. */
const path = ["pending", "active", "succeeded", "queued", "executed"];

const pathNames: Readonly<Record<string, string>> = { pending: "proposed" };

/** The post for one state of a hand-off's life on chain. */
export function executionCard(view: ExecutionView, marker: string): OutgoingMessage {
  const { proposal, chainName, explorer, state, block, at, transaction, facts } = view;
  const step = steps[state] ?? { title: `On chain: ${plain(state, 40)}`, accent: "quiet" as const };
  const url = explorer === undefined || transaction === undefined ? undefined : `${explorer}/tx/${transaction}`;
  return outgoing({
    components: [
      container(
        step.accent,
        text(
          `## #${proposal.id} · ${step.title}`,
          ...proposal.changes.slice(0, 3).map(changeLine),
          progress(state, facts),
          step.next?.(facts),
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

function progress(state: string, facts: Facts): string | undefined {
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

function needsQueuing(facts: Facts): boolean {
  return facts["queuing"] !== "none";
}

function eta(facts: Facts): string | undefined {
  const seconds = Number(facts["eta"]);
  if (!Number.isSafeInteger(seconds) || seconds <= 0)
    return "Next: anybody's wallet can execute it once its delay has passed.";
  return `It can be executed from ${when(seconds)} on, ${when(seconds, "R")}.`;
}

function moment(facts: Facts, name: string): string {
  const value = facts[name];
  if (value === undefined) return "at a time the chain has not told";
  return facts["clock"] === "timestamp" ? `${when(Number(value))}, ${when(Number(value), "R")}` : `at block ${value}`;
}
