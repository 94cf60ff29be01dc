import { listProposals, type ProposalSummary } from "../../actions/proposals/describe-proposal.ts";
import type { App } from "../../app.ts";
import { bare, plain } from "../../core/sanitize.ts";
import type { Choice, Reply } from "../command.ts";
import { limits } from "../limits.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";
import { states } from "./states.ts";

/** As many as a phone shows without losing the thread. */
const MOST = 12;

/** Proposals, newest first, a line or two each. */
export function proposalList(all: readonly ProposalSummary[], which: string): Reply {
  if (all.length === 0) return say("quiet", `There is no proposal ${which}.`, "-# Open one with `/propose`.");
  const lines = all.slice(0, MOST).flatMap(({ id, title, state, until, voters }) => {
    const people = voters === undefined ? "" : ` · ${voters} voted`;
    return [`**#${id} · ${plain(title, 100)}**`, `-# ${states[state].name}${endOf(state, until)}${people}`];
  });
  const more =
    all.length > MOST ? [`-# …and ${all.length - MOST} older ones; see one with \`/proposals number\`.`] : [];
  return say("quiet", `### Proposals ${which}`, ...lines, ...more);
}

function endOf(state: ProposalSummary["state"], until: number | undefined): string {
  if (until === undefined) return "";
  if (state === "voting") return ` · closes ${when(until, "R")}`;
  if (state === "review" || state === "pending") return ` · until ${when(until, "R")}`;
  return ` · closed ${when(until, "d")}`;
}

/** A member's own proposals that can still be edited, to pick from while typing. */
export function ownDrafts(app: App, author: string, typed: string): Choice[] {
  return proposalChoices(listProposals(app, { author, stages: ["draft", "sponsoring", "review"] }), typed);
}

/** Proposals to pick from while typing: the number that begins with what is typed first, then any whose words have it. */
export function proposalChoices(all: readonly ProposalSummary[], typed: string): Choice[] {
  const wanted = typed.trim().replace(/^#/, "").toLowerCase();
  const named = all.map(({ id, title, state }) => ({
    name: bare(`#${id} · ${title} · ${states[state].name}`, limits.choiceName),
    value: id,
  }));
  const first = named.filter(({ value }) => String(value).startsWith(wanted));
  const others = named.filter((choice) => !first.includes(choice) && choice.name.toLowerCase().includes(wanted));
  return [...first, ...others].slice(0, limits.choices);
}
