import type { PositionSpan, PositionView } from "../../../actions/treasury/describe-position.ts";
import type { LegView } from "../../../actions/treasury/look-back.ts";
import { counted } from "../../../core/counted.ts";
import { shortDuration } from "../../../core/treasury/format-time.ts";
import { formatUsd, sumUsd } from "../../../core/treasury/money.ts";
import { rateWords } from "../../../reports/rate-words.ts";
import type { Reply } from "../../command.ts";
import { container, divider, text } from "../../components.ts";
import { say } from "../../reply.ts";
import { when } from "../../timestamp.ts";
import { tokenAmount } from "../token-amount.ts";
import { movedWords, ownWord } from "./leg-words.ts";
import { amountWithUsd, doubtLine, fitting, named, poolWords, returnWords } from "./words.ts";

/** Characters for all stretches together; Discord takes 4,000 in a message. */
const ROOM = 2_400;

/** One position in full: over each stretch what every leg held, moved and earned, what that returned, and what moved last. */
export function positionCard(view: PositionView): Reply {
  const { label, protocol, chainName, spans, pool, readAt, doubted, now } = view;
  const last = spans.at(0);
  const where = `-# ${named(protocol)} on ${named(chainName)}`;
  if (last === undefined || readAt === undefined)
    return say("quiet", `### ${named(label)}`, "It has not been read yet: what it holds is unknown.", where);
  const worth = sumUsd(last.legs.map(({ closingUsd }) => closingUsd));
  const room = Math.floor(ROOM / spans.length);
  const isKnown = spans.every(({ legs }) => legs.every(({ income }) => income !== undefined)) && worth !== undefined;
  return {
    components: [
      container(
        isKnown && doubted.length === 0 ? "good" : "waiting",
        text(`### ${named(label)} · ${worth === undefined ? "value unknown" : formatUsd(worth)}`),
        ...spans.map((span) => text(...spanLines(span, room))),
        divider(),
        text(
          ...(pool ? [`**Against holding** since ${when(pool.since, "d")}: ${poolWords(pool)}`] : []),
          ...flowLines(view),
          `${where} · read ${when(readAt, "R")}`,
          ...doubtLine(doubted, now),
          ...footnotes(view),
        ),
      ),
    ],
  };
}

function spanLines({ from, to, legs, returned }: PositionSpan, room: number): string[] {
  const { shown, left } = fitting(legs.map(legLines), room);
  return [
    `**${shortDuration(to - from)}** · ${returnWords(returned)}`,
    ...shown,
    ...(left > 0 ? [`…and ${counted(left, "more leg")}`] : []),
  ];
}

function legLines(leg: LegView): string {
  const { opening, closing, income } = leg;
  const rate = rateWords(leg);
  const moved = [
    ...movedWords(leg, (amount) => amountWithUsd(amount, leg)),
    `income ${amountWithUsd(income, leg)}`,
    ...(rate === undefined ? [] : [rate]),
  ];
  const word = ownWord(leg);
  const name = word === undefined ? "" : `${word}: `;
  const from = opening === undefined ? "unknown" : tokenAmount(opening, leg.token);
  return `- ${name}${from} → ${amountWithUsd(closing, leg)}\n  ${moved.join(" · ")}`;
}

function flowLines({ flows, explorer }: PositionView): string[] {
  if (flows.length === 0) return ["Nothing was paid in or taken out yet."];
  const lines = flows.map(({ direction, amount, token, at, leg, transaction }) => {
    const word = ownWord({ leg, token });
    const name = word === undefined ? "" : ` · ${word}`;
    const link = explorer === undefined ? `\`${transaction}\`` : `${explorer}/tx/${transaction}`;
    return `- ${direction === "in" ? "in" : "out"} ${tokenAmount(amount, token)}${name}, ${when(at, "d")}\n-# ${link}`;
  });
  return ["**What moved last**", ...lines];
}

function footnotes({ spans, pool }: PositionView): string[] {
  const isAbout = spans.some(({ returned }) => returned?.isExact === false);
  return [
    "-# Income is in tokens, at the prices of now. The return in USD has prices in it: of one dollar that stayed all the while, and weighted by the money that was really there.",
    ...(pool
      ? [
          "-# Against holding: what is in the pool, without fees, less what each deposit still in it would be worth now. What was taken out took its part of both.",
        ]
      : []),
    ...(isAbout ? ["-# “About”: money moved between two readings, and is weighted by its time (Modified Dietz)."] : []),
  ];
}
