import type { Counting, RankedPack, RulePack, ScoredPack } from "../rule-pack.ts";

type PollPack = RulePack<Exclude<Counting, "two-house">>;

const ELIMINATION: Readonly<Record<RankedPack["elimination"], string>> = {
  "lowest-index": "Of several with equally little, the one listed first leaves.",
  "highest-index": "Of several with equally little, the one listed last leaves.",
  "earliest-round":
    "Of several with equally little, the one leaves that had least in the earliest round that tells them apart; where none does, the one listed first.",
  none: "Where several have equally little and it matters who leaves, nobody wins.",
};

/** How ballots become a count, and what happens in a tie. */
export function explainCounting(pack: PollPack): string[] {
  switch (pack.counting) {
    case "for-against-abstain":
      return [pack.veto ? "Ballots say For, Against, Abstain or Veto." : "Ballots say For, Against or Abstain."];
    case "optimistic":
      return ["Ballots say For, Against or Abstain; only objections decide."];
    case "single-choice":
      return ["A ballot names one choice; the most weight wins.", ...explainScored(pack)];
    case "approval":
      return [
        "A ballot approves any number of choices, each with its whole weight; the most weight wins.",
        ...explainScored(pack),
      ];
    case "weighted":
      return ["A ballot divides its weight among choices, exactly; the most weight wins.", ...explainScored(pack)];
    case "quadratic":
      return [
        "A ballot divides its weight among choices; a choice's support is the square of the sum of its ballots' square roots.",
        `Each root is rounded down at ${pack.rootDecimals} decimals.`,
        ...explainScored(pack),
      ];
    case "ranked":
      return [
        `A ballot ranks ${pack.partial ? "as many choices as it likes" : "all choices"}; round by round the choice with least leaves, and its ballots go to their next.`,
        `It ends with ${pack.majority ? "the majority asked for" : "more than half"} of ${pack.majorityBase === "all" ? "all ballots" : "the ballots that still count"}, or with two left. Two that are equal at the end: nobody wins.`,
        ELIMINATION[pack.elimination],
      ];
    case "condorcet":
      return [
        `A ballot ranks ${pack.partial ? "as many choices as it likes; those it leaves out come last" : "all choices"}. Every two choices are compared over all ballots: two points for a win, one for a tie; the most points win.`,
        pack.tieBreak === "none"
          ? "Of several with equal points nobody wins."
          : `Of several with equal points ${{ "lowest-index": "the one listed first wins", support: "the one preferred with more weight over all pairs wins", "first-preferences": "the one with more first preferences wins" }[pack.tieBreak]}.`,
      ];
  }
}

function explainScored({
  tie,
  winners,
  abstainChoice,
}: Pick<ScoredPack, "tie" | "winners" | "abstainChoice">): string[] {
  const several =
    winners === undefined || winners === 1
      ? []
      : [winners === "each" ? "Every choice that has the majority wins." : `${winners} choices win.`];
  return [
    ...several,
    ...(winners === "each"
      ? []
      : [tie === "none" ? "Equal choices are tied, and nobody wins." : "Of equal choices the one listed first wins."]),
    ...(abstainChoice === undefined ? [] : [`"${abstainChoice}" takes part, but never wins.`]),
  ];
}
