import { formatShare } from "../../core/amount.ts";
import type { Decision, Total } from "../../core/governance/decision.ts";
import { countedIn, sayScore } from "../../core/governance/electorate/say-weight.ts";
import type { FrozenElectorate, Source } from "../../core/governance/electorate/source.ts";
import type { Counting, RulePack } from "../../core/governance/rule-pack.ts";
import { plain } from "../../core/sanitize.ts";
import { formatWeight } from "./weight.ts";

/** As wide as a phone shows beside its numbers. */
const WIDTH = 10n;

const WHOLE = 1_000_000n;

/** Most choices that a card shows with their bars; the others are in the bundle. */
const MOST = 8;

type PollPack = RulePack<Exclude<Counting, "two-house">>;

/** What is counted: the decision as it stands, by which rules, and for whom. */
type Counted = { decision: Decision | undefined; rulePack: RulePack<Counting>; electorate: FrozenElectorate };

/** A count as short lines, so that none breaks on a phone: a bar and its numbers for each choice, then how far the quorum is. */
export function tallyLines({ decision, rulePack, electorate }: Counted): string[] {
  if (decision === undefined) return ["**The count is secret** until the vote has closed."];
  const { source } = electorate;
  if (rulePack.counting !== "two-house") return pollLines(decision, rulePack, source);
  if (source.kind !== "houses") return [];
  return Object.entries(rulePack.houses).flatMap(([name, pack]) => {
    const own = decision.houses?.[name];
    const house = source.houses[name];
    if (own === undefined || house === undefined) return [];
    return [`**${plain(pack.title, 60)}**`, ...pollLines(own, pack, house.source)];
  });
}

function pollLines(decision: Decision, pack: PollPack, own: Source): string[] {
  const source = countedIn(own, pack);
  const whole = decision.totals.reduce((sum, total) => sum + supportOf(total), 0n);
  const cast = decision.totals[0]?.score === undefined ? decision.turnout.weight : whole;
  const shown = shownTotals(decision);
  const lines = shown.flatMap(({ mark, ...total }) => {
    const { choice, voters } = total;
    const support = supportOf(total);
    const people = source.kind === "role" ? "" : ` · ${voters} ${voters === 1 ? "voter" : "voters"}`;
    return [
      `${bar(support, cast)} **${plain(choice, 60)}** ${percentage(support, cast)}${mark}`,
      `-# ${amountOf(total, pack, source)}${people}`,
    ];
  });
  const hidden = decision.totals.length - shown.length;
  return [
    ...lines,
    ...(hidden > 0 ? [`-# …and ${hidden} more with less.`] : []),
    ...quorumLines(decision.quorum, pack.counting === "optimistic", source),
  ];
}

/** What decides: weight, or where counting is finer than its unit the exact score, all of one denominator. */
function supportOf({ weight, score }: Total): bigint {
  return score?.numerator ?? weight;
}

/** Of divided weight the exact part; a quadratic score is no weight, so there the ballots' weight is shared out for reading. */
function amountOf({ weight, score }: Total, { counting }: PollPack, source: Source): string {
  return score && counting === "weighted" ? plain(sayScore(source, score), 60) : formatWeight(weight, source);
}

/** Those with the most weight where there are many, in the order they are listed. */
function shownTotals({ totals, winners }: Decision): (Total & { mark: string })[] {
  const marked = totals.map((total, index) => ({ ...total, index, mark: winners.includes(index) ? " ✓" : "" }));
  if (marked.length <= MOST) return marked;
  const most = [...marked].sort((a, b) => {
    const [left, right] = [supportOf(a), supportOf(b)];
    return left === right ? a.index - b.index : left > right ? -1 : 1;
  });
  return most.slice(0, MOST).sort((a, b) => a.index - b.index);
}

function quorumLines({ reached, needed, met }: Decision["quorum"], isObjection: boolean, source: Source): string[] {
  const what = isObjection ? "Objection" : "Quorum";
  if (needed === undefined) return [`${bar(0n, 1n)} **${what}** cannot be known`];
  if (needed === 0n && !isObjection) return [];
  return [
    `${bar(reached, needed)} **${what}** ${met ? "reached" : "not reached"}`,
    `-# ${formatWeight(reached, source)} of ${formatWeight(needed, source)} needed${isObjection ? " to reject it" : ""}`,
  ];
}

/** Full only when whole, empty only when nothing. */
function bar(part: bigint, whole: bigint): string {
  const share = whole === 0n ? 0n : (part * WIDTH) / whole;
  const least = part > 0n ? 1n : 0n;
  const filled = Number(share > WIDTH ? WIDTH : share < least ? least : share);
  return `\`${"█".repeat(filled)}${"░".repeat(Number(WIDTH) - filled)}\``;
}

/** Floored to a tenth of a percent. */
function percentage(part: bigint, whole: bigint): string {
  return formatShare(whole === 0n ? 0n : ((part * WHOLE) / whole / 1_000n) * 1_000n);
}
