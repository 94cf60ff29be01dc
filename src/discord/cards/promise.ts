import type { PromiseView } from "../../actions/handoffs/describe-promise.ts";
import type { OutgoingMessage } from "../../app.ts";
import { code, plain } from "../../core/sanitize.ts";
import { type Accent, container, link, row, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { when } from "../timestamp.ts";

const kinds: Readonly<Record<PromiseView["state"], { accent: Accent; title: string }>> = {
  kept: { accent: "good", title: "Again what was voted" },
  broken: { accent: "bad", title: "⚠ No longer what was voted" },
  unreadable: { accent: "waiting", title: "Whether it still is what was voted is not known" },
};

/** Says that the chain no longer holds what was voted, that nobody can tell, or that it does again. */
export function promiseCard(view: PromiseView, marker: string): OutgoingMessage {
  const { state, proposal, title, target, chainName, block, blockHash, at } = view;
  const { accent, title: said } = kinds[state];
  const url = explorerLink(view);
  return outgoing({
    components: [
      container(
        accent,
        text(`## ${plain(title, 80)} · ${said}`, ...valueLines(view), ...sinceLines(view), next(view)),
        ...(url === undefined ? [] : [row(link("Transaction on the explorer", url))]),
        text(
          `-# Voted in proposal #${proposal}`,
          target === undefined ? undefined : `-# Read from ${code(target)}`,
          `-# ${plain(chainName, 40)} block ${block} (${code(blockHash)}), final, ${when(at)}`,
          markerLine(marker),
        ),
      ),
    ],
  });
}

function valueLines({ state, voted, found, reason, before, proposal }: PromiseView): (string | undefined)[] {
  const promised = `Voted in #${proposal}: **${plain(voted, 60)}**`;
  if (state === "unreadable") return [promised, `It could not be read: ${plain(reason ?? "no reason was given", 200)}`];
  if (state === "broken") return [`${promised}, on chain **${plain(found ?? "?", 60)}** ✗`];
  return [`${promised}, and so it is on chain ✓`, before === "unreadable" ? "It can be read again." : undefined];
}

function sinceLines({ state, last, culprit }: PromiseView): (string | undefined)[] {
  const seen = `Last seen otherwise at block ${last.block}, ${when(last.at)}.`;
  if (state === "unreadable") return [`Last read at block ${last.block}, ${when(last.at)}.`];
  if (culprit === undefined) return [];
  if ("unknown" in culprit)
    return [seen, `When and by which transaction it changed cannot be told. ${culprit.unknown}`];
  const { transactions } = culprit;
  const since = `Since block ${culprit.block}, ${when(culprit.at)}.`;
  if (transactions.length === 0)
    return [
      since,
      "Which transaction did it cannot be told: none in that block was sent to the contract or logged there.",
    ];
  const [only] = transactions;
  if (transactions.length === 1 && only)
    return [since, `By transaction ${code(only.hash)}`, `sent by ${code(only.from)}.`];
  const shown = transactions.slice(0, 3).map(({ hash }) => code(hash));
  const more = transactions.length > shown.length ? " and others" : "";
  return [since, `By one of the transactions ${shown.join(", ")}${more}: which one cannot be told.`];
}

function next({ state }: PromiseView): string | undefined {
  if (state === "broken")
    return "Nobody here voted on this value. Find out who may set it, and set it back by a vote with `/propose`.";
  return state === "unreadable" ? "It is read again, and said when it can be." : undefined;
}

function explorerLink({ explorer, culprit }: PromiseView): string | undefined {
  if (explorer === undefined || culprit === undefined || "unknown" in culprit) return undefined;
  const [only, ...others] = culprit.transactions;
  return only === undefined || others.length > 0 ? undefined : `${explorer}/tx/${only.hash}`;
}
