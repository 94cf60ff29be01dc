import type { IncomeSpan, IncomeUsd, IncomeView, SourceIncome } from "../../../actions/treasury/describe-income.ts";
import { counted } from "../../../core/counted.ts";
import { shortDuration } from "../../../core/treasury/format-time.ts";
import { formatUsd } from "../../../core/treasury/money.ts";
import { formatIncome } from "../../../reports/format-figure.ts";
import type { Reply } from "../../command.ts";
import { container, text } from "../../components.ts";
import { say } from "../../reply.ts";
import { when } from "../../timestamp.ts";
import { gasLines } from "../gas-words.ts";
import { oneOffWords } from "../one-off-words.ts";
import { tokenAmount } from "../token-amount.ts";
import { doubtLine, fitting, named, realWords, sumWords } from "./words.ts";

/** Characters for the sources of one stretch. */
const ROOM = 1_500;

/** Income by source over each stretch, what of it is in hand, still to come and cost, and what inflation left of it. */
export function incomeCard({ spans, doubted, now }: IncomeView): Reply {
  if (spans.every(({ sources }) => sources.length === 0))
    return say(
      "quiet",
      "No income is watched.",
      "-# Whoever runs Steward names its sources under `rewards` and `positions` in the config.",
    );
  const isKnown = spans.every(({ totals }) => totals.total !== undefined);
  return {
    components: [
      container(
        isKnown && doubted.length === 0 ? "good" : "waiting",
        ...spans.map((span) => text(...spanLines(span))),
        text(
          ...doubtLine(doubted, now),
          "-# Valued at the prices of now. Realised is in hand, or can be taken at will; accrued is to claim or locked, and less where more was claimed than came; cost is what debts took.",
        ),
      ),
    ],
  };
}

function spanLines({ from, to, sources, totals, known, split: recurrence, real, gas }: IncomeSpan): string[] {
  const { shown, left } = fitting(sources.map(sourceLine), ROOM);
  const split = totals.total === undefined ? "" : oneOffWords(recurrence);
  return [
    `### Income of ${shortDuration(to - from)} · ${sumWords(totals.total, known, formatIncome)}${split}`,
    ...(totals.total === undefined ? [] : [partsOf(totals)].filter(Boolean)),
    ...shown,
    ...(left > 0 ? [`…and ${counted(left, "more source")}`] : []),
    ...gasLines(gas, totals.total),
    ...(real === undefined ? [] : [`-# ${realWords(real)}`]),
  ];
}

function sourceLine(source: SourceIncome): string {
  const { label, total, unvalued, oneOff, since } = source;
  const parts = [
    total === undefined ? unknownWords(source) : formatIncome(total),
    ...(total === undefined ? unvalued.map(({ amount, token }) => tokenAmount(amount, token)) : [partsOf(source)]),
    oneOff ? "one-off" : "",
    since === undefined ? "" : `since ${when(since, "d")}`,
  ];
  return `- **${named(label)}** ${parts.filter(Boolean).join(" · ")}`;
}

function unknownWords({ unvalued }: SourceIncome): string {
  return unvalued.length > 0 ? "value unknown" : "unknown: not read at both ends";
}

/** Nothing where all of it is realised: then the total says it. */
function partsOf({ realised, accrued, cost }: IncomeUsd): string {
  if (accrued === 0n && cost === 0n) return "";
  const parts = [
    ["realised", realised],
    ["accrued", accrued],
    ["cost", cost],
  ] as const;
  return parts
    .filter(([, usd]) => usd !== 0n)
    .map(([word, usd]) => `${word} ${usd === undefined ? "unknown" : formatUsd(usd)}`)
    .join(", ");
}
