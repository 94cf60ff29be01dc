import type { BallotView } from "../../actions/votes/describe-ballot.ts";
import { unpackChoice } from "../../core/governance/ballots/pack-choice.ts";
import { admitChoice, type WrittenChoice } from "../../core/governance/ballots/written-choice.ts";
import { Refusal } from "../../errors.ts";
import { choiceForm, confirmation, rankForm } from "../cards/ballot-form.ts";
import type { Answer, Reply, Seal } from "../command.ts";
import { splitForm } from "./split-form.ts";

/** The form in which a vote's ballots are filled in: a card to choose from, or a form that opens at once. */
export function ballotForm(view: BallotView, seal: Seal, again?: WrittenChoice): Answer {
  switch (view.vote.rulePack.counting) {
    case "single-choice":
    case "approval":
      return choiceForm(view, seal);
    case "ranked":
    case "condorcet":
      return rankForm(view, [], seal);
    case "weighted":
    case "quadratic":
      return { modal: splitForm(view, seal, again) };
    default:
      throw new Refusal("Here ballots take a side: use the buttons on the proposal's card, or `/vote`.");
  }
}

/** What was chosen from the list, to be confirmed; places are read as numbers, since a choice may be called `2`. */
export function chosen(view: BallotView, values: readonly string[], seal: Seal): Reply {
  const { rulePack, choices } = view.vote;
  return confirmation(view, admitChoice(rulePack, choices, values.map(placeIn)), seal);
}

/** The next step after a place was given away: the place after it, or the whole order to be confirmed. */
export function ranked(view: BallotView, soFar: string | undefined, values: readonly string[], seal: Seal): Reply {
  const { rulePack, choices } = view.vote;
  if (rulePack.counting !== "ranked" && rulePack.counting !== "condorcet") throw new Refusal(NOT_OFFERED);
  const before = soFar === undefined ? [] : (unpackChoice(soFar) as number[]);
  const order = [...before, placeIn(values.length === 1 ? (values[0] ?? "") : "")];
  admitChoice({ ...rulePack, partial: true }, choices, order);
  const left = choices.flatMap((_, index) => (order.includes(index + 1) ? [] : [index + 1]));
  // Where all have to be named, the last one's place is no question.
  const whole = left.length === 1 && !rulePack.partial ? [...order, ...left] : order;
  if (whole.length === choices.length) return confirmation(view, admitChoice(rulePack, choices, whole), seal);
  return rankForm(view, order, seal);
}

/** The choice that a sealed id carries, as it is kept. */
export function carried({ rulePack, choices }: BallotView["vote"], packed: string): WrittenChoice {
  return admitChoice(rulePack, choices, unpackChoice(packed));
}

const NOT_OFFERED = "This vote does not offer that.";

function placeIn(value: string): number {
  if (!/^[1-9]\d?$/.test(value)) throw new Refusal(NOT_OFFERED);
  return Number(value);
}
