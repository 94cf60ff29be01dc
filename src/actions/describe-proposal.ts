import type { Action, FrozenElectorate, Prediction, ProposalState } from "../core/governance/proposal.ts";
import type { RulePack } from "../core/governance/rule-pack.ts";
import type { Tally } from "../core/governance/tally.ts";

/** One change a proposal asks for, in words: what the card shows. */
export type ChangeView = {
  action: Action;
  /** `Operator fee`, `Region multiplier · north`. */
  title: string;
  /** Values as members read them: `10 %`, `500 HELIO`, `14 d`. */
  before: string;
  after: string;
  /** `−2 %-points`, `+20 %`; undefined where a change has no size. */
  change: string | undefined;
  /** `0 % to 30 %, in steps of 0.25 %`; undefined without guardrails. */
  bounds: string | undefined;
  /** `setOperatorFeeBps(uint256 value = 1200)`. */
  call: string;
  chainName: string;
};

/** A hand-off as it stands. */
export type HandoffView = {
  id: number;
  executor: string;
  onchainId: string;
  /** Newest state seen at a final block: `proposed`, `active`, `succeeded`, `queued`, `executed` …; undefined before the first. */
  state: string | undefined;
};

/** Everything any card, list or post says about a proposal, derived from stored facts. */
export type ProposalView = {
  id: number;
  title: string;
  body: string;
  author: string;
  state: ProposalState;
  openedAt: number;
  closesAt: number;
  changes: readonly ChangeView[];
  actionsHash: string;
  hash: string;
  rulePack: RulePack;
  electorate: FrozenElectorate;
  tally: Tally;
  /** Ids that follow from the actions, known before the vote opens. */
  predicted: readonly Prediction[];
  handoff: HandoffView | undefined;
};
