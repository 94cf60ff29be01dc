import type { Counting, RulePack, ScoredPack, SidesPack, Threshold } from "../rule-pack.ts";

type PollPack = RulePack<Exclude<Counting, "two-house">>;

/** The keys by which rules ask for a share of all weight there is, as they are written: of weight that nobody knows they can say nothing. */
export function wholeShares(pack: PollPack): string[] {
  const { levels = {}, cap, life } = pack;
  const names = Object.keys(levels);
  const polls =
    names.length === 0 ? [["", pack] as const] : names.map((name) => [name, { ...pack, ...levels[name] }] as const);
  const ofPolls = polls.flatMap(([name, poll]) =>
    measured(poll as PollPack).map((key) => (levels[name] && key in levels[name] ? `levels.${name}.${key}` : key)),
  );
  return [
    ...new Set(ofPolls),
    ...(cap === undefined ? [] : ["cap"]),
    ...(isShare(life?.proposer) ? ["life.proposer"] : []),
    ...(isShare(life?.sponsorship?.threshold) ? ["life.sponsorship.threshold"] : []),
  ];
}

function measured(pack: PollPack): string[] {
  const { minimum, superQuorum, veto, approval } = pack as Partial<SidesPack>;
  const { majority } = pack as Partial<ScoredPack>;
  const thresholds = { quorum: pack.quorum, minimum, superQuorum, veto };
  return [
    ...Object.entries(thresholds).flatMap(([key, threshold]) => (isShare(threshold) ? [key] : [])),
    ...(approval?.of === "electorate" || approval?.of === "open" ? ["approval"] : []),
    ...(majority?.of === "electorate" ? ["majority"] : []),
  ];
}

function isShare(threshold: Threshold | undefined): boolean {
  return threshold?.kind === "share";
}
