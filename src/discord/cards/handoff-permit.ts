import type { AskedHandoff, AskedView, PermitView } from "../../actions/handoffs/permit-handoff.ts";
import type { Page } from "../../actions/wallets/issue-page.ts";
import type { App, OutgoingMessage } from "../../app.ts";
import { code, plain } from "../../core/sanitize.ts";
import type { Reply, Seal } from "../command.ts";
import { button, container, link, row, text } from "../components.ts";
import { markerLine } from "../marker.ts";
import { outgoing } from "../message-body.ts";
import { say } from "../reply.ts";
import { when } from "../timestamp.ts";
import { changeLine } from "./proposal.ts";
import { typedTextParts } from "./typed-text.ts";

const WALLETS = 5;

/** Asks the other treasurers to permit a hand-off; once it was handed off or has lapsed, says so. */
export function handoffAskedCard(view: AskedView, seal: Seal, marker: string): OutgoingMessage {
  const { asked, isDone, isOpen, proposal } = view;
  const { title, changes, actionsHash } = proposal;
  return outgoing({
    components: [
      container(
        isOpen ? "waiting" : "quiet",
        text(
          `## #${asked.proposal} · ${isDone ? "Permitted by a second treasurer" : "Waits for a second treasurer"}`,
          ...(changes.length === 0 ? [plain(title, 100)] : changes.slice(0, 10).map(changeLine)),
          `<@${asked.askedBy}> asked to hand it off. Another treasurer has to permit that with a wallet's signature.`,
          isDone ? undefined : `It can be permitted until ${when(asked.validUntil)}, ${when(asked.validUntil, "R")}.`,
        ),
        isOpen
          ? row(button({ label: "Permit with your wallet", id: seal("permit-handoff", asked.id), style: "primary" }))
          : undefined,
        text(
          `-# Id on chain ${code(asked.onchainId)}`,
          `-# Actions hash ${code(actionsHash)}, as frozen when the vote opened`,
          markerLine(marker),
        ),
      ),
    ],
  });
}

/** What whoever asked is told. */
export function askedReply(app: App, { proposal, validUntil }: AskedHandoff): Reply {
  const channel = `<#${app.config.channels.executions ?? app.config.channels.proposals}>`;
  return say(
    "waiting",
    `### #${proposal} waits for a second treasurer`,
    `Another treasurer has to permit it in ${channel} with a wallet's signature, until ${when(validUntil)}, ${when(validUntil, "R")}.`,
    "-# Then the prepared call appears there, for your own wallet to sign.",
  );
}

/** What the second treasurer signs, and with which wallet. */
export function permitCard({ asked, proposal, wallets, json }: PermitView, seal: Seal, page: Page | undefined): Reply {
  const { part, files, where, terminal } = typedTextParts(
    json,
    `permit-${asked.proposal}.json`,
    "The permit as typed data to sign",
  );
  const more = wallets.length > WALLETS ? [`…or another of your ${wallets.length} wallets`] : [];
  return {
    components: [
      container(
        "waiting",
        text(
          `### Permit the hand-off of #${asked.proposal}`,
          ...proposal.changes.slice(0, 10).map(changeLine),
          `<@${asked.askedBy}> asked for it. Ask them by another way than Discord whether they did.`,
          `Sign ${where} as typed data (EIP-712) with ${wallets.length === 1 ? "this wallet" : "one of these wallets"}, and paste the signature below${page === undefined ? "" : ", or do both on the page"}. It costs nothing and moves nothing.`,
          ...wallets.slice(0, WALLETS).map((wallet) => code(wallet)),
          ...more,
        ),
        part,
        row(
          ...(page === undefined ? [] : [link("Sign on Steward's page", page.url)]),
          button({ label: "Paste signature", id: seal("paste-permit", asked.id), style: "primary" }),
        ),
        text(terminal, `-# Until ${when(asked.validUntil)}, ${when(asked.validUntil, "R")}.`),
      ),
    ],
    files,
  };
}
