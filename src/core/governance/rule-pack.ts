import type { Life } from "./life.ts";
import type { Share } from "./share.ts";

/** `more-than`: exactly the threshold is not enough; `at-least`: it is. */
export type Comparison = "more-than" | "at-least";

/** A weight that has to be met (`at-least` unless told): a share of the electorate's whole weight (floored unless told), or fixed. */
export type Threshold =
  | { kind: "share"; share: Share; rounding?: "floor" | "ceil"; comparison?: Comparison }
  | { kind: "absolute"; weight: bigint; comparison?: Comparison };

/** What a quorum measures: sides where ballots take sides; else all weight cast, or the leading choice's alone. */
export type QuorumPart = "for" | "against" | "abstain" | "veto" | "cast" | "leader";

/** How much weight must take part for a vote to count. Under `optimistic` it is what has to object. */
export type Quorum = Threshold & {
  counts: readonly QuorumPart[];
  /** Below quorum it still counts if it would pass with all that is missing cast against it (DIP-1). */
  virtual?: true;
};

/** What share must be For. */
export type Approval = {
  share: Share;
  comparison: Comparison;
  /** Of what: For + Against (+ Veto) unless told; `open` is the electorate less Abstain. */
  of?: "sides" | "cast" | "open" | "electorate";
  /** Rounds the asked weight as some contracts do; without it nothing is rounded. */
  rounding?: "floor" | "ceil";
  /** Passes when ballots took part, but none for or against. Without it that is a rejection. */
  abstainPasses?: true;
};

/** What share the leading choice must have: of all weight cast unless told, of ballots that still count, or of the electorate. */
export type Majority = { share: Share; comparison: Comparison; of?: "cast" | "continuing" | "electorate" };

/** How much may be delegated onward, and whether a delegator who votes takes the weight back. */
export type DelegationRule = { depth: "one-hop" | "cascade"; override: boolean };

/** What every pack may declare. */
type Common = {
  title: string;
  quorum: Quorum;
  /** It can pass without a single ballot. Without this word such a pack is refused. */
  silencePasses?: true;
  /** Whether a ballot may be changed until the close (as unless told), or stands once cast. */
  ballots?: "changeable" | "final";
  /** Nothing of the count is shown before the end. */
  secret?: true;
  /** Ends as soon as no remaining ballot could change the outcome; only where ballots are final. */
  early?: true;
  /** The first time the quorum is reached, at least so long must remain. */
  lateQuorum?: { seconds: number };
  /** What Steward could not be reached for is added to the end, if an outage is longer than one and up to the other. */
  outage?: { longerThanSeconds: number; atMostSeconds: number };
  /** Most weight one voter may vote with, as a share of the electorate's whole weight, floored. */
  cap?: Share;
  /** Each row of the electorate weighs its square root, floored, before rows are summed. */
  root?: true;
  delegation?: DelegationRule;
  /** Variants by name; a proposal takes one of them. */
  levels?: Readonly<Record<string, Level>>;
  life?: Life;
};

/** What a level changes of its pack. */
export type Level = { title?: string; quorum?: Quorum; approval?: Approval; majority?: Majority; minimum?: Threshold };

/** For, Against, Abstain, and Veto where a veto is declared. */
export type SidesPack = Common & {
  counting: "for-against-abstain";
  approval: Approval;
  /** What For alone must reach. */
  minimum?: Threshold;
  /** For at this weight and above passes before the end. */
  superQuorum?: Threshold;
  /** Veto ballots at this weight end it; they count against otherwise. */
  veto?: Threshold;
};

/** Passes unless its quorum objects. */
export type OptimisticPack = Common & { counting: "optimistic" };

/** What packs have that choose among several. */
type Choosing = Common & {
  majority?: Majority;
  /** What the leading choice alone must reach. */
  minimum?: Threshold;
};

/** The choice or choices with the most support; `each` elects every one that has the majority. */
export type ScoredPack = Choosing & {
  counting: "single-choice" | "approval" | "weighted";
  tie: "none" | "lowest-index";
  winners?: number | "each";
  /** The name of a choice that takes part but never wins. */
  abstainChoice?: string;
};

/** Each choice's support is the square of the sum of roots, each root floored at so many decimals. */
export type QuadraticPack = Omit<ScoredPack, "counting"> & { counting: "quadratic"; rootDecimals: number };

/** Instant runoff. `earliest-round`: of those tied, who had least in the earliest round that tells them apart, then the lowest index. */
export type RankedPack = Choosing & {
  counting: "ranked";
  partial: boolean;
  elimination: "lowest-index" | "highest-index" | "earliest-round" | "none";
  /** What a majority ends the count of: ballots that still name a remaining choice, or all. */
  majorityBase: "continuing" | "all";
};

/** Copeland: two points for each pairwise win, one for a tie; then what is declared here. */
export type CondorcetPack = Choosing & {
  counting: "condorcet";
  partial: boolean;
  /** `support`: the sum of weights that prefer a choice, over all pairs. */
  tieBreak: "none" | "lowest-index" | "support" | "first-preferences";
};

/** Passes only if every house passes it; an optimistic house that objects vetoes. */
export type TwoHousePack = {
  title: string;
  counting: "two-house";
  houses: Readonly<Record<string, RulePack<"for-against-abstain" | "optimistic">>>;
  secret?: true;
  life?: Life;
};

type Packs = {
  "for-against-abstain": SidesPack;
  optimistic: OptimisticPack;
  "single-choice": ScoredPack & { counting: "single-choice" };
  approval: ScoredPack & { counting: "approval" };
  weighted: ScoredPack & { counting: "weighted" };
  quadratic: QuadraticPack;
  ranked: RankedPack;
  condorcet: CondorcetPack;
  "two-house": TwoHousePack;
};

/** Every way to count. */
export const countings = [
  "for-against-abstain",
  "optimistic",
  "single-choice",
  "approval",
  "weighted",
  "quadratic",
  "ranked",
  "condorcet",
  "two-house",
] as const satisfies readonly (keyof Packs)[];

/** How ballots are counted. */
export type Counting = keyof Packs;

/** How votes count and pass, frozen into every proposal; `RulePack<Counting>` is any of them. */
export type RulePack<C extends Counting = "for-against-abstain"> = Packs[C];
