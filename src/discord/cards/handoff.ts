import { NOBODY } from "../../actions/handoffs/adopt-handoff.ts";
import type { HandoffDetails } from "../../actions/handoffs/describe-handoff.ts";
import type { Freeze } from "../../actions/handoffs/freeze-handoffs.ts";
import { sayCoins, sayCommand, sayFunction } from "../../actions/handoffs/say-step.ts";
import type { Page } from "../../actions/wallets/issue-page.ts";
import type { OutgoingFile } from "../../app.ts";
import { bare, code, plain } from "../../core/sanitize.ts";
import { container, divider, download, link, row, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { when } from "../timestamp.ts";
import { changeLine } from "./proposal.ts";
import { findingLines, simulationLine } from "./scrutiny.ts";

type Due = NonNullable<HandoffDetails["due"]>;

/** The prepared call: what it does in words, and everything needed to sign it with one's own wallet. */
export function handoffCard(
  details: HandoffDetails,
  { marker, page }: { marker?: string; page?: Page | undefined } = {},
) {
  if (details.freeze !== undefined) return frozenCard(details, details.freeze, marker);
  const { proposal, handoff, preparedBy, ids, dead, due } = details;
  const files = filesOf(details);
  const components = [
    container(
      "waiting",
      text(
        `## #${proposal.id} · ${handoff.state === undefined ? "Ready for a treasurer's wallet" : `Handed off, now ${plain(handoff.state, 40)}`}`,
        ...proposal.changes.slice(0, 3).map(changeLine),
        ...findingLines(details.scrutiny, 8),
        simulationLine(details.scrutiny),
        `${preparedBy === NOBODY ? "Somebody brought it to the chain by another tool; Steward knows it by its id." : `Prepared for <@${preparedBy}>.`} Steward holds no key: people sign with their own wallets.`,
        stepsLine(details),
      ),
      divider(),
      ...(due === undefined
        ? [text("There is nothing to sign now.")]
        : callParts(details, due, files[0]?.name ?? "calldata.txt")),
      ...(due === undefined || page === undefined
        ? []
        : [
            row(link("Open the page to sign it", page.url)),
            text(`-# The page is yours alone and open until ${when(page.expiresAt, "R")}; give its address to nobody.`),
          ]),
      ...files.map(({ name }) => download(name)),
      divider(),
      text(
        ...ids.slice(0, 4).map(({ label, id }) => `-# ${plain(label, 40)} ${code(id)}`),
        dead &&
          `-# Dead: ${plain(dead.label, 40)} ${code(dead.id)}; its place was taken on chain, so that it can never be executed.`,
        `-# Actions hash ${code(proposal.actionsHash)}, as frozen when the vote opened`,
        `-# Sign only if your wallet shows exactly this address and the id above. Hand-off ${handoff.id}.`,
        marker === undefined ? undefined : markerLine(marker),
      ),
    ),
  ];
  return { components, files };
}

/** While all hand-offs are frozen no call is shown, so that nobody signs one. */
function frozenCard({ proposal, handoff }: HandoffDetails, { by, reason, at }: Freeze, marker: string | undefined) {
  const lines = [
    `## #${proposal.id} · Frozen: sign nothing`,
    ...proposal.changes.slice(0, 10).map(changeLine),
    `<@${by}> froze all hand-offs ${when(at, "R")}: ${plain(reason, 500)}`,
    "Two treasurers lift that, each with `/freeze lift`. The call is shown again then.",
    `-# Hand-off ${handoff.id}.`,
    marker === undefined ? undefined : markerLine(marker),
  ];
  return { components: [container("bad", text(...lines))], files: [] };
}

function callParts(details: HandoffDetails, due: Due, file: string) {
  const { proposal, chainName, explorer } = details;
  return [
    text(
      `**To sign now: ${due.name}**, by ${due.sender}, on ${plain(chainName, 40)} (chain id ${due.chain})`,
      `To ${code(due.to)}`,
      `Value ${code(sayCoins(details, due), 60)} · ${code(sayFunction(due), 60)}`,
      ...proposal.changes
        .slice(0, 3)
        .map((change) => `It asks for ${code(change.call, 160)} at ${code(change.action.target)}`),
    ),
    text(`\`\`\`sh\n${sayCommand(due, file)}\n\`\`\``),
    ...(explorer === undefined ? [] : [row(link("Contract on the explorer", `${explorer}/address/${due.to}`))]),
  ];
}

/** The way to the end, with what is to be done now; of a Safe also who has done it. */
function stepsLine({ steps, due, facts }: HandoffDetails): string | undefined {
  const names = steps.map(({ name }) => (name === due?.name ? `**${name}**` : name));
  const isLast = steps.at(-1)?.name === "execute";
  const way = [...names, ...(isLast ? [] : ["execute"])].join(" → ");
  const { approvals, threshold } = facts;
  if (approvals === undefined || threshold === undefined) return way;
  return `${way} · approved by ${plain(approvals, 10)} of ${plain(threshold, 10)} needed`;
}

function filesOf(details: HandoffDetails): OutgoingFile[] {
  const { proposal, due, files } = details;
  const calldata = due && {
    name: `calldata-${proposal.id}.txt`,
    data: Buffer.from(`${due.data}\n`),
    description: `Calldata of the call that is to be signed now for proposal #${proposal.id}`,
  };
  const words = {
    name: `calls-${proposal.id}.txt`,
    data: Buffer.from(callsInWords(details)),
    description: "Every call on the way in words, argument by argument",
  };
  const others = files.map(({ name, what, text }) => ({
    name: name.replace(/(?=\.[a-z]+$)/, `-${proposal.id}`),
    data: Buffer.from(text),
    description: what,
  }));
  return [...(calldata ? [calldata] : []), words, ...others];
}

/** What a wallet shows, to be compared line by line. */
function callsInWords(details: HandoffDetails): string {
  const { steps, ids, chainName, proposal } = details;
  const lines = steps.flatMap((step) => [
    `${step.name}, by ${step.sender}`,
    `  Chain: ${chainName} (${step.chain})`,
    `  To: ${step.to}`,
    `  Value: ${sayCoins(details, step)}`,
    `  Function: ${sayFunction(step)}`,
    ...step.args.map(({ name: argument, type, value }) => `    ${argument} (${type}): ${value}`),
    `  Calldata: ${step.data}`,
    "",
  ]);
  const known = ids.map(({ label, id }) => `${label}: ${id}`);
  const found = (details.scrutiny?.findings ?? []).map(
    ({ level, says }) => `${level === "block" ? "BLOCKS" : "Warning"}: ${bare(says, 600)}`,
  );
  return [
    ...found,
    ...(found.length > 0 ? [""] : []),
    ...lines,
    ...known,
    `Actions hash: ${proposal.actionsHash}`,
    "",
  ].join("\n");
}
