import type { ProposalState } from "../../core/governance/life-stage.ts";
import type { Accent } from "../components.ts";
import type { StateTag } from "../state-tags.ts";

type Said = {
  /** As cards and lists say it. */
  name: string;
  /** The tag of a forum's post, which a community gives its forum by this name. */
  tag: StateTag;
  accent: Accent;
};

/** Every state a proposal can be in, as it is said and shown. */
export const states: Readonly<Record<ProposalState, Said>> = {
  draft: { name: "Draft", tag: "Draft", accent: "quiet" },
  sponsoring: { name: "Looking for sponsors", tag: "Sponsoring", accent: "waiting" },
  review: { name: "In review", tag: "Review", accent: "waiting" },
  pending: { name: "Voting opens soon", tag: "Pending", accent: "waiting" },
  voting: { name: "Open for votes", tag: "Voting", accent: "open" },
  counting: { name: "Ended, being counted", tag: "Counting", accent: "waiting" },
  passed: { name: "Passed", tag: "Passed", accent: "good" },
  rejected: { name: "Rejected", tag: "Rejected", accent: "bad" },
  "no-quorum": { name: "Not decided: no quorum", tag: "No quorum", accent: "quiet" },
  vetoed: { name: "Vetoed", tag: "Vetoed", accent: "bad" },
  won: { name: "Decided", tag: "Decided", accent: "good" },
  tied: { name: "Not decided: tied", tag: "Tied", accent: "quiet" },
  "no-winner": { name: "Not decided: nobody won", tag: "No winner", accent: "quiet" },
  withdrawn: { name: "Withdrawn", tag: "Withdrawn", accent: "quiet" },
  cancelled: { name: "Cancelled", tag: "Cancelled", accent: "bad" },
  "handed-off": { name: "Passed, on its way to the chain", tag: "Handed off", accent: "good" },
  executed: { name: "Executed on chain", tag: "Executed", accent: "good" },
};
