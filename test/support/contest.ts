import type { Ballot, Side } from "../../src/core/governance/ballots/choice.ts";
import { decide } from "../../src/core/governance/decide.ts";
import type { Contest, Decision } from "../../src/core/governance/decision.ts";
import { makeElectorate } from "../../src/core/governance/electorate/make-electorate.ts";

type Pack = Contest["pack"];

/** Decides a question from the weight on each side; `total` is all weight, and what is not cast stays at home. */
export function decideWeights(
  pack: Pack,
  weights: Partial<Record<Side, bigint>>,
  total: bigint | "unknown",
  more: Partial<Contest> = {},
): Decision {
  const entries = Object.entries(weights) as [Side, bigint][];
  const rows = entries.map(([side, weight]) => ({ voter: side, weight }));
  const ballots: Ballot[] = entries
    .filter(([, weight]) => weight > 0n)
    .map(([side]) => ({ voter: side, choice: side }));
  return decide({ pack, electorate: makeElectorate(rows, { supply: total }), ballots, ...more });
}

/** Decides a choice from ballots that bring their own weight. */
export function decideBallots(
  pack: Pack,
  choices: readonly string[],
  ballots: readonly { choice: Ballot["choice"]; weight?: bigint }[],
  total?: bigint,
): Decision {
  const rows = ballots.map(({ weight = 1n }, index) => ({ voter: `v${index}`, weight }));
  const electorate = makeElectorate(rows, total === undefined ? {} : { supply: total });
  return decide({
    pack,
    choices,
    electorate,
    ballots: ballots.map(({ choice }, index) => ({ voter: `v${index}`, choice })),
  });
}
