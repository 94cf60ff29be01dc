import { Refusal } from "../../../errors.ts";
import type { Counting, QuorumPart, RulePack, ScoredPack, SidesPack } from "../rule-pack.ts";

type PollPack = RulePack<Exclude<Counting, "two-house">>;

const TAKES_SIDES: readonly Counting[] = ["for-against-abstain", "optimistic"];
const SIDES: readonly QuorumPart[] = ["for", "against", "abstain", "veto"];

/** Refuses declarations that do not go together, because no reader could tell which of them holds. */
export function checkDeclarations(pack: PollPack): void {
  const refuse = (why: string) => new Refusal(`The rule pack "${pack.title}" ${why}.`);
  checkQuorumParts(pack, refuse);
  checkEnd(pack, refuse);
  if (pack.quorum.virtual) checkVirtual(pack, refuse);
  const { winners, majority, minimum, tie } = pack as Partial<ScoredPack>;
  if (winners === "each" && majority === undefined && minimum === undefined) {
    throw refuse("elects each choice that has the majority, but asks for no majority");
  }
  if (winners === "each" && tie === "lowest-index")
    throw refuse("elects each choice, so that a tie needs no rule; say tie none");
  if (pack.counting === "ranked" && majority?.of !== undefined)
    throw refuse("says majority.of; of a runoff majorityBase says it");
  if (pack.counting !== "ranked" && majority?.of === "continuing")
    throw refuse("measures a majority of ballots that still count; only a runoff has them");
  if (pack.counting === "quadratic" && majority?.of === "electorate")
    throw refuse("measures squared support against all weight");
}

function checkQuorumParts(pack: PollPack, refuse: (why: string) => Refusal): void {
  const takesSides = TAKES_SIDES.includes(pack.counting);
  const wrong = pack.quorum.counts.find((part) => (takesSides ? part === "leader" : SIDES.includes(part)));
  if (wrong !== undefined) {
    throw refuse(
      `counts "${wrong}" toward its quorum; ${pack.counting} has ${takesSides ? "for, against, abstain, cast" : "cast and leader"}`,
    );
  }
  const counts = new Set(pack.quorum.counts);
  if (counts.has("cast") && counts.size > 1)
    throw refuse("counts all weight cast toward its quorum, and parts of it again");
  if (counts.has("veto") && pack.counting === "for-against-abstain" && pack.veto === undefined) {
    throw refuse("counts ballots to veto, but declares no veto");
  }
  if (pack.counting !== "for-against-abstain" && pack.levels) {
    const changed = Object.values(pack.levels).some(({ approval }) => approval !== undefined);
    if (changed) throw refuse("has levels that ask for an approval, which only For and Against have");
  }
}

/** What may end a vote before its end, or move the end. */
function checkEnd(pack: PollPack, refuse: (why: string) => Refusal): void {
  const isSides = pack.counting === "for-against-abstain";
  const superQuorum = isSides && pack.superQuorum !== undefined;
  if ((pack.early || superQuorum) && pack.ballots !== "final") {
    throw refuse("ends early, but lets ballots be changed, so that nothing is settled before the end");
  }
  if (pack.secret && (pack.early || superQuorum || pack.lateQuorum))
    throw refuse("is secret, but its end would tell how the count stands");
  if (pack.early) {
    const { winners } = pack as Partial<ScoredPack>;
    const can =
      isSides ||
      pack.counting === "optimistic" ||
      ((pack.counting === "single-choice" || pack.counting === "weighted" || pack.counting === "approval") &&
        (winners ?? 1) === 1);
    if (!can) throw refuse(`ends early, which ${pack.counting} counting of this kind cannot`);
    if (pack.cap !== undefined) throw refuse("ends early, but its cap leaves open how much weight remains");
    if (pack.delegation?.override) throw refuse("ends early, but delegators could still take their weight back");
    if (pack.quorum.virtual || (isSides && pack.approval.abstainPasses))
      throw refuse("ends early, but its quorum or abstentions can still turn it either way");
  }
  if (pack.lateQuorum && pack.delegation)
    throw refuse("extends for a late quorum, but delegations would move the moment it was reached");
  if (pack.lateQuorum && pack.quorum.counts.includes("leader"))
    throw refuse("extends for a late quorum that follows whoever leads");
  if (pack.lateQuorum && pack.counting === "optimistic")
    throw refuse("extends for a late quorum, but its quorum is what rejects it");
}

function checkVirtual(pack: PollPack, refuse: (why: string) => Refusal): void {
  if (
    pack.counting === "optimistic" ||
    pack.counting === "quadratic" ||
    pack.counting === "condorcet" ||
    pack.counting === "approval"
  ) {
    throw refuse(`has a virtual quorum, which ${pack.counting} counting has no meaning for`);
  }
  const measure = pack.counting === "for-against-abstain" ? (pack as SidesPack).approval.of : "sides";
  if (measure === "open" || measure === "electorate")
    throw refuse("has a virtual quorum, but measures For of all weight anyway");
  const counts = pack.quorum.counts as readonly string[];
  if (!counts.includes("cast") && !counts.includes("against"))
    throw refuse("has a virtual quorum that ballots against could not fill");
  const isChoosing = pack.counting !== "for-against-abstain";
  if (isChoosing && (pack as Partial<ScoredPack>).majority === undefined)
    throw refuse("has a virtual quorum, but asks for no majority");
}
