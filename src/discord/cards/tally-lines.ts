import { formatShare } from "../../core/amount.ts";
import { type BallotChoice, ballotChoices } from "../../core/governance/ballot.ts";
import type { FrozenElectorate } from "../../core/governance/proposal.ts";
import type { Tally } from "../../core/governance/tally.ts";
import { formatWeight } from "./weight.ts";

/** As wide as a phone shows beside its numbers. */
const WIDTH = 10n;

const WHOLE = 1_000_000n;

/** What the buttons and the counts call the choices. */
export const choiceNames: Readonly<Record<BallotChoice, string>> = {
  for: "For",
  against: "Against",
  abstain: "Abstain",
};

/** A count as short lines, so that none breaks on a phone: a bar and its numbers for each choice, then how far the quorum is. */
export function tallyLines({ weights, voters, quorum }: Tally, { source }: FrozenElectorate): string[] {
  const cast = weights.for + weights.against + weights.abstain;
  const lines = ballotChoices.flatMap((choice) => {
    const weight = weights[choice];
    const people = source.kind === "role" ? "" : ` · ${voters[choice]} ${voters[choice] === 1 ? "voter" : "voters"}`;
    return [
      `${bar(weight, cast)} **${choiceNames[choice]}** ${percentage(weight, cast)}`,
      `-# ${formatWeight(weight, source)}${people}`,
    ];
  });
  return [...lines, ...quorumLines(quorum, source)];
}

function quorumLines({ reached, needed, met }: Tally["quorum"], source: FrozenElectorate["source"]): string[] {
  if (needed === undefined) return [`${bar(0n, 1n)} **Quorum** cannot be known`];
  return [
    `${bar(reached, needed)} **Quorum** ${met ? "reached" : "not reached"}`,
    `-# ${formatWeight(reached, source)} of ${formatWeight(needed, source)} needed`,
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
