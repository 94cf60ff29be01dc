import { formatAmount } from "../../core/amount.ts";
import type { FrozenElectorate } from "../../core/governance/proposal.ts";
import type { RulePack } from "../../core/governance/rule-pack.ts";
import { formatExactShare } from "../../core/governance/share.ts";
import { plain } from "../../core/sanitize.ts";

type Source = FrozenElectorate["source"];

/** A weight as members read it, floored to two decimals: `24,200 HELIO`, `3 members`. */
export function formatWeight(weight: bigint, source: Source): string {
  if (source.kind === "role") return weight === 1n ? "1 member" : `${formatAmount(weight, 0)} members`;
  return `${formatAmount(weight, source.decimals, { digits: 2 })} ${plain(source.symbol, 16)}`;
}

/** The rules of a vote in one sentence. */
export function ruleSentence({ title, quorum, approval }: RulePack, { source, total }: FrozenElectorate): string {
  const comparison = approval.comparison === "more-than" ? "more than" : "at least";
  const counted = quorum.counts.map((choice) => choice[0]?.toUpperCase() + choice.slice(1)).join(" + ");
  const whole = total === undefined ? "all weight" : `all ${formatWeight(total, source)}`;
  const needed =
    quorum.kind === "share" ? `${formatExactShare(quorum.share)} of ${whole}` : formatWeight(quorum.weight, source);
  return `${plain(title, 60)} rules: passes with ${comparison} ${formatExactShare(approval.share)} For (of For + Against), once ${counted} reach ${needed}.`;
}

/** Who may vote, and at which block their weight was taken. */
export function electorateSentence({ source, snapshot }: FrozenElectorate, chainName: string): string {
  if (source.kind === "role")
    return `Who votes: ${source.roles.map((role) => `<@&${role}>`).join(", ")}, one vote each.`;
  const block = snapshot === undefined ? "" : ` at ${plain(chainName, 40)} block ${snapshot.block}`;
  return `Who votes: linked wallets, with their ${plain(source.symbol, 16)} votes${block}.`;
}
