import { Refusal } from "../../../errors.ts";
import type { Counting, RulePack, ScoredPack, SidesPack } from "../rule-pack.ts";
import { asFraction, type Share } from "../share.ts";
import { checkDeclarations } from "./check-declarations.ts";
import { takeLevel } from "./take-level.ts";

type PollPack = RulePack<Exclude<Counting, "two-house">>;

/** Refuses rules that nothing can pass, that silence passes without saying so, or that contradict each other; each with its reason. */
export function checkPack(pack: RulePack<Counting>): void {
  if (pack.counting === "two-house") {
    for (const house of Object.values(pack.houses)) checkPack(house);
    if (Object.values(pack.houses).every(({ counting }) => counting === "optimistic")) {
      throw refuse(pack.title, "consists of vetoing houses only, so that silence passes it");
    }
    return;
  }
  const names = Object.keys(pack.levels ?? {});
  for (const one of names.length === 0 ? [pack] : names.map((name) => takeLevel(pack, name))) checkPoll(one);
}

function checkPoll(pack: PollPack): void {
  checkDeclarations(pack);
  checkPossible(pack);
  const silent = pack.counting === "optimistic";
  if (silent && !pack.silencePasses) {
    throw refuse(pack.title, "passes without a single ballot; if that is meant, it has to say silencePasses");
  }
  if (!silent && pack.silencePasses) throw refuse(pack.title, "says silencePasses, but does not pass without ballots");
  if (silent && pack.quorum.kind === "share" && exceedsWhole(pack.quorum.share, pack.quorum.comparison)) {
    throw refuse(pack.title, "can never be rejected: more than 100 % of all weight would have to object");
  }
  if (silent && isNothing(pack)) throw refuse(pack.title, "can never pass: nothing at all is enough to reject it");
}

/** A quorum of nothing: for an optimistic pack it is met from the beginning. */
function isNothing({ quorum }: PollPack): boolean {
  const strict = quorum.comparison === "more-than";
  return !strict && (quorum.kind === "absolute" ? quorum.weight === 0n : asFraction(quorum.share).numerator === 0n);
}

function checkPossible(pack: PollPack): void {
  const never = (why: string) => refuse(pack.title, `can never pass: ${why}`);
  const { quorum } = pack;
  if (pack.counting !== "optimistic" && quorum.kind === "share") {
    if (exceedsWhole(quorum.share, quorum.comparison)) throw never("its quorum is more than 100 % of all weight");
  }
  const thresholds = ["minimum", "superQuorum"] as const;
  for (const name of thresholds) {
    const threshold = (pack as Partial<SidesPack>)[name];
    if (threshold?.kind === "share" && exceedsWhole(threshold.share, threshold.comparison)) {
      throw never(`its ${name} is more than 100 % of all weight`);
    }
  }
  const asked = (pack as Partial<SidesPack>).approval ?? (pack as Partial<ScoredPack>).majority;
  if (asked && exceedsWhole(asked.share, asked.comparison)) throw never("nothing is more than 100 %");
  if (pack.counting === "for-against-abstain") checkSides(pack, never);
}

function checkSides({ quorum, veto, approval }: SidesPack, never: (why: string) => Refusal): void {
  const helps = quorum.counts.some((part) => part === "for" || part === "cast");
  if (!helps && quorum.counts.every((part) => part === "veto")) throw never("its quorum counts ballots to veto only");
  const isWhole =
    quorum.kind === "share" && asFraction(quorum.share).numerator === asFraction(quorum.share).denominator;
  if (!helps && isWhole) throw never("its quorum is all weight, and does not count For");
  if (veto?.kind === "absolute" && veto.weight === 0n && veto.comparison !== "more-than")
    throw never("nothing at all is enough to veto it");
  if (veto?.kind === "share" && asFraction(veto.share).numerator === 0n && veto.comparison !== "more-than") {
    throw never("nothing at all is enough to veto it");
  }
  if (approval.of === "electorate" && quorum.counts.includes("abstain") && isWhole && quorum.counts.length === 1) {
    throw never("all weight would have to abstain");
  }
}

function exceedsWhole(share: Share, comparison: string | undefined): boolean {
  const { numerator, denominator } = asFraction(share);
  return numerator > denominator || (numerator === denominator && comparison === "more-than");
}

function refuse(title: string, why: string): Refusal {
  return new Refusal(`The rule pack "${title}" ${why}.`);
}
