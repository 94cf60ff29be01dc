import type { Ask } from "./ask.ts";
import type { Outcome } from "./decision.ts";
import type { Source } from "./electorate/source.ts";
import type { Life } from "./life.ts";
import type { Action } from "./proposal.ts";
import type { Counting, RulePack } from "./rule-pack.ts";
import type { Scrutiny } from "./scrutiny.ts";

/** Where a proposal is in its life. What came of its vote follows from its ballots and is kept nowhere. */
export type Stage =
  /** Written, and seen by its author alone. */
  | "draft"
  /** Shown, and looking for sponsors. */
  | "sponsoring"
  | "review"
  /** Decided upon to be voted on, but not open yet. */
  | "pending"
  | "voting"
  /** Counted. */
  | "closed"
  | "withdrawn"
  | "cancelled"
  | "vetoed";

/** Stages before a vote, in their order. */
export const stagesBefore = ["draft", "sponsoring", "review", "pending"] as const satisfies readonly Stage[];

/** Who may vote on a proposal, as the config said when it was written: later changes of the config move nothing. */
export type ElectoratePlan = {
  name: string;
  source: PlannedSource;
  excluded?: readonly string[] | undefined;
};

/** A source before its snapshot: what is made of parts holds the parts' plans. */
export type PlannedSource =
  | Exclude<Source, { kind: "sum" } | { kind: "houses" }>
  | { kind: "sum"; symbol: string; decimals: number; of: readonly { times: bigint; electorate: ElectoratePlan }[] }
  | { kind: "houses"; houses: Readonly<Record<string, ElectoratePlan>> };

/** What a proposal asks for, and by which rules it is to be decided. */
export type ProposalContent = {
  title: string;
  body: string;
  /** Names of what can be chosen; empty where ballots take sides. */
  choices: readonly string[];
  /** What the chain is asked for, as it was typed; nothing where it is a poll. */
  asks: readonly Ask[];
  /** The calls that follow, with the values seen when they were written. */
  actions: readonly Action[];
  /** Name of the rules in the config. */
  rules: string;
  /** With its level taken, if it has levels. */
  rulePack: RulePack<Counting>;
  electorate: ElectoratePlan;
  /** Seconds for which its vote is open. */
  votingSeconds: number;
  /** What was found in its calls when they were written; left out where there are none, and in what was written before Steward looked. */
  scrutiny?: Scrutiny | undefined;
};

/** What comes first, and what follows each stage before a vote: `open` is the vote itself. */
export function nextStage(
  life: Life | undefined,
  after: "draft" | "sponsoring" | "review" | "pending",
): Stage | "open" {
  const order = [
    ...(life?.sponsorship ? (["sponsoring"] as const) : []),
    ...(life?.reviewSeconds ? (["review"] as const) : []),
    ...(life?.votingDelaySeconds ? (["pending"] as const) : []),
  ];
  return order.find((stage) => stagesBefore.indexOf(stage) > stagesBefore.indexOf(after)) ?? "open";
}

/** How long a stage before the vote lasts by the rules; undefined where it ends when something happens. */
export function stageSeconds(life: Life | undefined, stage: Stage): number | undefined {
  if (stage === "review") return life?.reviewSeconds;
  return stage === "pending" ? (life?.votingDelaySeconds ?? 0) : undefined;
}

/** What a proposal is, at a moment, by its stored facts: what cards and lists say. */
export type ProposalState = Exclude<Stage, "closed"> | "counting" | Outcome | "handed-off" | "executed";

/** The facts a state follows from. */
export type StateFacts = {
  now: number;
  stage: Stage;
  /** When the vote ends; undefined before it is open. */
  closesAt: number | undefined;
  /** What the ballots give; undefined before there is a vote. */
  outcome: Outcome | undefined;
  handedOff: boolean;
  executed: boolean;
};

/** The state that follows from the facts: what was recorded wins over what a clock says. */
export function proposalState({ now, stage, closesAt, outcome, handedOff, executed }: StateFacts): ProposalState {
  if (executed) return "executed";
  if (stage === "voting") return closesAt !== undefined && now >= closesAt ? "counting" : "voting";
  if (stage !== "closed") return stage;
  if (handedOff) return "handed-off";
  return outcome ?? "counting";
}

/** Outcomes after which the chain is asked for what was voted. */
export function hasPassed(outcome: Outcome): boolean {
  return outcome === "passed" || outcome === "won";
}
