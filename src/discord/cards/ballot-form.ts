import type { BallotView } from "../../actions/votes/describe-ballot.ts";
import { packChoice } from "../../core/governance/ballots/pack-choice.ts";
import { takesSides, type WrittenChoice } from "../../core/governance/ballots/written-choice.ts";
import { isFinal } from "../../core/governance/moments.ts";
import { bare } from "../../core/sanitize.ts";
import { sayBallot, sayBriefly, sayVote } from "../ballot/say-ballot.ts";
import type { Reply, Seal } from "../command.ts";
import { button, container, row, select, text } from "../components.ts";
import { limits } from "../limits.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";

const STANDS = "-# By these rules a ballot stands once it is cast.";

/** The choices to take one from, or all that one approves of. */
export function choiceForm(view: BallotView, seal: Seal): Reply {
  const { vote, closesAt, current } = view;
  const isApproval = vote.rulePack.counting === "approval";
  const kept = current?.choice;
  const isChosen = (place: number) => isApproval && Array.isArray(kept) && kept.includes(place);
  return {
    components: [
      container(
        "open",
        text(
          `### ${isApproval ? "Which of these do you approve of?" : "Which do you choose?"}`,
          `${sayVote(vote)} · closes ${when(closesAt, "R")}`,
          ...earlier(view),
        ),
        select({
          id: seal("choose", vote.id),
          placeholder: isApproval ? "Choose one or more" : "Choose one",
          options: vote.choices.map((name, index) => ({ ...optionOf(name, index + 1), chosen: isChosen(index + 1) })),
          max: isApproval ? vote.choices.length : 1,
        }),
        text("-# Nothing is cast before you confirm it."),
      ),
    ],
  };
}

/** One step of a ranking: the order so far, and what is left for the next place. It can be cast from here where the order may end. */
export function rankForm(view: BallotView, order: readonly number[], seal: Seal): Reply {
  const { vote, closesAt } = view;
  const isPartial = "partial" in vote.rulePack && vote.rulePack.partial;
  const next = ordinal(order.length + 1);
  const packed = order.length === 0 ? [] : [packChoice(order)];
  return {
    components: [
      container(
        "open",
        text(
          `### Your ${next} choice?`,
          `${sayVote(vote)} · closes ${when(closesAt, "R")}`,
          ...earlier(view),
          ...(order.length === 0 ? [] : [`So far: ${sayBallot(vote, order)}`]),
        ),
        select({
          id: seal("rank", vote.id, ...packed),
          placeholder: `Your ${next} choice`,
          options: vote.choices.flatMap((name, index) =>
            order.includes(index + 1) ? [] : [optionOf(name, index + 1)],
          ),
        }),
        order.length === 0
          ? undefined
          : row(
              ...(isPartial ? [button({ label: "Cast", id: seal("cast", vote.id, ...packed), style: "primary" })] : []),
              button({ label: "Start again", id: seal("again", vote.id) }),
            ),
        text(
          isPartial
            ? "-# You may stop after any place: those not named come after all named. Nothing is cast before you confirm it."
            : "-# Every choice gets a place. Nothing is cast before you confirm it.",
          ...(isFinal(vote.rulePack) ? [STANDS] : []),
        ),
      ),
    ],
  };
}

/** A ballot as it would be cast; only its button casts it. */
export function confirmation(view: BallotView, choice: WrittenChoice, seal: Seal): Reply {
  const { vote, closesAt } = view;
  const packed = packChoice(choice);
  const isSide = takesSides(vote.rulePack);
  const final = isFinal(vote.rulePack);
  return {
    components: [
      container(
        "open",
        text(
          "### Your ballot, not cast yet",
          sayBallot(vote, choice),
          `${sayVote(vote)} · closes ${when(closesAt, "R")}`,
          ...earlier(view),
          ...(final ? [STANDS] : []),
        ),
        row(
          button({ label: "Cast", id: seal("cast", vote.id, packed), style: "primary" }),
          ...(final ? [button({ label: "Cast with a reason", id: seal("cast-why", vote.id, packed, "card") })] : []),
          isSide
            ? button({ label: "Cancel", id: seal("cancel-ballot", vote.id) })
            : button({ label: "Start again", id: seal("again", vote.id, packed) }),
        ),
      ),
    ],
  };
}

/** Says that nothing was cast. */
export function notCast(): Reply {
  return say("quiet", "Nothing was cast. The buttons on the proposal's card, and `/vote`, are there until it closes.");
}

function earlier({ vote, current }: BallotView): string[] {
  return current === undefined ? [] : [`-# You voted ${sayBriefly(vote, current.choice)}. Casting replaces it.`];
}

function optionOf(name: string, place: number) {
  return { label: bare(name, limits.optionLabel), value: String(place) };
}

function ordinal(place: number): string {
  const last = place % 100 >= 11 && place % 100 <= 13 ? 0 : place % 10;
  return `${place}${["th", "st", "nd", "rd"][last] ?? "th"}`;
}
