import type { GivenVote } from "../../actions/votes/delegate.ts";
import type { DelegatingRules, DelegationsView, DelegationView } from "../../actions/votes/list-delegations.ts";
import { asFraction, formatExactShare, formatPart, type Share, WHOLE } from "../../core/governance/share.ts";
import { plain } from "../../core/sanitize.ts";
import type { Reply, Seal } from "../command.ts";
import { button, container, divider, row, text } from "../components.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";

/** Of each kind as many as one card holds beside all that a member can give. */
const MOST_HELD = 8;
const MOST_RULES = 4;

/** Longer fractions are said as the percentage they are about. */
const LONGEST_SHARE = 12;

const FROZEN = "Votes that are open now stay as they are: each keeps the delegations it opened with.";

const NO_RULES = "No rules of this community know delegation, so none of this counts.";

/** What a member is told who lets another vote. */
export function givenCard({ to, share, expiresAt, before, rules }: GivenVote): Reply {
  return say(
    "good",
    `### <@${to}> votes with ${weightWords(share)}`,
    before === undefined || before === share ? undefined : `It was ${weightWords(before)} before.`,
    `It lasts ${expiresAt === undefined ? "until you take it back" : `until ${when(expiresAt)}, ${when(expiresAt, "R")}`}, for votes that open from now on. ${FROZEN}`,
    ...ruleLines(rules),
    "-# `/delegate end` takes it back. After `/notify on` you are told when they have voted and you can still vote yourself.",
  );
}

/** What a member is told who took it back. */
export function endedCard(to: string, { share }: { share: Share }): Reply {
  return say("good", `<@${to}> no longer votes with ${weightWords(share)}.`, `-# ${FROZEN}`);
}

/** A member's delegations, those given with a button each to take them back. */
export function delegationList({ given, held, rules }: DelegationsView, seal: Seal): Reply {
  return {
    components: [
      container(
        "quiet",
        text(
          "### Who votes for you",
          ...(given.length === 0 ? ["Nobody: you vote with all of your weight yourself."] : []),
        ),
        ...given.flatMap((one) => [
          text(`<@${one.member}>, with ${weightWords(one.share)}, ${spanWords(one)}`),
          row(button({ label: "Take it back", id: seal("end-delegation", one.member) })),
        ]),
        divider(),
        text("### For whom you vote", ...heldLines(held)),
        text(...(rules.length === 0 ? [NO_RULES] : ruleLines(rules)), `-# ${FROZEN}`),
      ),
    ],
  };
}

function heldLines(held: readonly DelegationView[]): string[] {
  if (held.length === 0) return ["Nobody lets you vote for them."];
  const more = held.length - MOST_HELD;
  return [
    ...held
      .slice(0, MOST_HELD)
      .map((one) => `<@${one.member}>, with ${weightWords(one.share, "their")}, ${spanWords(one)}`),
    ...(more > 0 ? [`-# …and ${more} more.`] : []),
  ];
}

/** By which rules it counts, and how. */
function ruleLines(rules: readonly DelegatingRules[]): string[] {
  const more = rules.length - MOST_RULES;
  return [
    "It counts by these rules, and by no others:",
    ...rules.slice(0, MOST_RULES).map((one) => `- ${nameOf(one)}: ${effectOf(one)}`),
    ...(more > 0 ? [`-# …and ${more} more; \`/rules\` explains them.`] : []),
  ];
}

function nameOf({ title, house }: DelegatingRules): string {
  return `**${plain(title, 40)}**${house === undefined ? "" : `, in ${plain(house, 40)}`}`;
}

function effectOf({ depth, override }: DelegatingRules): string {
  const onward = depth === "cascade" ? "a delegate may pass it on" : "a delegate cannot pass it on";
  const back = override ? "whoever votes themselves takes it back for that vote" : "an own vote does not take it back";
  return `${onward}, and ${back}.`;
}

function weightWords(share: Share, whose = "your"): string {
  if (share === WHOLE) return `all of ${whose} weight`;
  const { numerator, denominator } = asFraction(share);
  const exact = formatExactShare(share);
  const said = exact.length > LONGEST_SHARE ? `about ${formatPart(numerator, denominator)}` : exact;
  return `${said} of ${whose} weight`;
}

function spanWords({ madeAt, expiresAt }: DelegationView): string {
  const end = expiresAt === undefined ? "" : ` until ${when(expiresAt, "d")}, ${when(expiresAt, "R")}`;
  return `since ${when(madeAt, "d")}${end}`;
}
