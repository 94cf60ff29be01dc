import { Refusal } from "../../../errors.ts";
import type { Contest, Decision, HouseContest, Outcome } from "../decision.ts";

/** Decides each house by its own rules: all must pass it; an optimistic house that rejects has vetoed. */
export function decideHouses(contest: HouseContest, decide: (house: Contest) => Decision): Decision {
  const { pack, houses: votes, ...shared } = contest;
  const names = Object.keys(pack.houses);
  const stranger = Object.keys(votes).find((name) => !Object.hasOwn(pack.houses, name));
  if (stranger !== undefined) throw new Refusal(`"${pack.title}" has no house "${stranger}".`);
  const houses = names.map((name) => {
    const rules = pack.houses[name];
    const own = Object.hasOwn(votes, name) ? votes[name] : undefined;
    if (rules === undefined || own === undefined) throw new Refusal(`The votes of the house "${name}" are missing.`);
    return {
      name,
      title: rules.title,
      isVeto: rules.counting === "optimistic",
      decision: decide({ ...shared, ...own, pack: rules }),
    };
  });
  const electorates = houses.map(({ decision }) => decision.turnout.electorate);
  const needed = houses.map(({ decision }) => decision.quorum.needed);
  const sum = (values: readonly bigint[]) => values.reduce((all, one) => all + one, 0n);
  return {
    outcome: outcomeOf(houses),
    totals: [],
    winners: [],
    tied: [],
    // Weights of two houses are of two kinds; voters are people in either.
    turnout: {
      weight: sum(houses.map(({ decision }) => decision.turnout.weight)),
      voters: houses.reduce((all, { decision }) => all + decision.turnout.voters, 0),
      electorate: electorates.some((one) => one === undefined) ? undefined : sum(electorates.map((one) => one ?? 0n)),
    },
    quorum: {
      reached: sum(houses.map(({ decision }) => decision.quorum.reached)),
      needed: needed.some((one) => one === undefined) ? undefined : sum(needed.map((one) => one ?? 0n)),
      met: houses.every(({ isVeto, decision }) => isVeto || decision.quorum.met || decision.quorum.virtual),
      virtual: false,
    },
    share: undefined,
    reasons: houses.flatMap(({ title, decision }) => decision.reasons.map((reason) => `${title}: ${reason}`)),
    uncounted: houses.flatMap(({ title, decision }) =>
      decision.uncounted.map(({ voter, why }) => ({ voter, why: `${why} (${title})` })),
    ),
    houses: Object.fromEntries(houses.map(({ name, decision }) => [name, decision])),
  };
}

function outcomeOf(houses: readonly { isVeto: boolean; decision: Decision }[]): Outcome {
  if (
    houses.some(({ isVeto, decision }) => decision.outcome === "vetoed" || (isVeto && decision.outcome === "rejected"))
  )
    return "vetoed";
  const outcomes = houses.map(({ decision }) => decision.outcome);
  if (outcomes.includes("no-quorum")) return "no-quorum";
  return outcomes.every((outcome) => outcome === "passed") ? "passed" : "rejected";
}
