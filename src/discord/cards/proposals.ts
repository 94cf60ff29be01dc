import type { ProposalView } from "../../actions/describe-proposal.ts";
import { bare, plain } from "../../core/sanitize.ts";
import type { Choice, Reply } from "../command.ts";
import { limits } from "../limits.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";
import { stateNames } from "./proposal.ts";

/** As many as a phone shows without losing the thread. */
const MOST = 12;

/** Proposals, newest first, a line or two each. */
export function proposalList(views: readonly ProposalView[], which: string): Reply {
  if (views.length === 0) return say("quiet", `There is no proposal ${which}.`, "-# Open one with `/propose`.");
  const lines = views.slice(0, MOST).flatMap(({ id, title, state, closesAt, tally }) => {
    const end = state === "voting" ? `closes ${when(closesAt, "R")}` : `closed ${when(closesAt, "d")}`;
    const people = Object.values(tally.voters).reduce((sum, count) => sum + count, 0);
    return [`**#${id} · ${plain(title, 100)}**`, `-# ${stateNames[state]} · ${end} · ${people} voted`];
  });
  const more =
    views.length > MOST ? [`-# …and ${views.length - MOST} older ones; see one with \`/proposals number\`.`] : [];
  return say("quiet", `### Proposals ${which}`, ...lines, ...more);
}

/** Proposals to pick from while typing: the number that begins with what is typed first, then any whose words have it. */
export function proposalChoices(views: readonly ProposalView[], typed: string): Choice[] {
  const wanted = typed.trim().replace(/^#/, "").toLowerCase();
  const all = views.map(({ id, title, state }) => ({
    name: bare(`#${id} · ${title} · ${stateNames[state]}`, limits.choiceName),
    value: id,
  }));
  const first = all.filter(({ value }) => String(value).startsWith(wanted));
  const others = all.filter((choice) => !first.includes(choice) && choice.name.toLowerCase().includes(wanted));
  return [...first, ...others].slice(0, limits.choices);
}
