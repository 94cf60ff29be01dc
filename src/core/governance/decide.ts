import { Refusal } from "../../errors.ts";
import type { Contest, Decision, HouseContest } from "./decision.ts";
import { type Gathered, gatherBallots } from "./gather.ts";
import { takeLevel } from "./pack/take-level.ts";
import { decideHouses } from "./passing/decide-houses.ts";
import { decideCondorcet, decideRanked } from "./passing/decide-ranked.ts";
import { decideScored } from "./passing/decide-scored.ts";
import { decideOptimistic, decideSides } from "./passing/decide-sides.ts";

/** Counts a vote and applies its rules: the one way by which any result of Steward comes about. Reads no clock, keeps nothing. */
export function decide(contest: Contest | HouseContest): Decision {
  if ("houses" in contest) return decideHouses(contest, decide);
  const pack = takeLevel(contest.pack, contest.level);
  const needsNames = pack.counting !== "for-against-abstain" && pack.counting !== "optimistic";
  if (needsNames && (contest.choices?.length ?? 0) === 0)
    throw new Refusal(`"${pack.title}" chooses among choices, and there are none.`);
  const levelled = { ...contest, pack };
  const gathered = gatherBallots(levelled);
  const { weight, total, uncounted, deadline } = gathered;
  return {
    ...judge(levelled, gathered),
    turnout: { weight, voters: gathered.cast.choices.length, electorate: total },
    uncounted,
    ...(deadline && { deadline }),
  };
}

function judge(contest: Contest, gathered: Gathered): Omit<Decision, "turnout" | "uncounted" | "deadline"> {
  const { pack } = contest;
  switch (pack.counting) {
    case "for-against-abstain":
      return decideSides(pack, gathered, contest);
    case "optimistic":
      return decideOptimistic(pack, gathered, contest);
    case "ranked":
      return decideRanked(pack, gathered, contest);
    case "condorcet":
      return decideCondorcet(pack, gathered, contest);
    default:
      return decideScored(pack, gathered, contest);
  }
}
