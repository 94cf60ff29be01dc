import type { Address } from "viem";
import { type PageTokenRow, setPageTokenUsed } from "../../../db/page-tokens.ts";
import type { App } from "../../app.ts";
import { sayChoice } from "../../core/governance/ballots/written-choice.ts";
import { Refusal } from "../../errors.ts";
import { describeSigning, type SignedBallot, type SigningView, signBallot } from "../votes/sign-ballot.ts";
import { issuePage, type Page } from "./issue-page.ts";

/** How long a page for signing a ballot stays open; it is made with each press of the button. */
const PAGE_SECONDS = 1_800;

/** What a member signs a ballot by, with a page to do it on where members reach pages. */
export function beginSigning(
  app: App,
  ballot: string,
  { member, interaction }: { member: { id: string; username: string }; interaction: { sentAtMs: number } },
): SigningView & { page: Page | undefined } {
  const view = describeSigning(app, ballot, { member: member.id, interaction });
  const expiresAt = app.now() + PAGE_SECONDS;
  const page = { purpose: "ballot" as const, member: member.id, username: member.username, subject: ballot, expiresAt };
  return { ...view, page: issuePage(app, page) };
}

/** A ballot as its page shows it, and what there is to sign. */
export type BallotPage = SigningView & { choice: string };

/** What a member's page about one of their ballots shows; Refusal for the reasons for which it cannot be signed. */
export function describeBallotPage(app: App, { subject, member }: PageTokenRow): BallotPage {
  const view = describeSigning(app, subject, { member, interaction: { sentAtMs: app.now() * 1000 } });
  const { rulePack, choices } = view.vote;
  return { ...view, choice: sayChoice(rulePack, choices, view.ballot.choice) };
}

/** The text for a wallet to sign; Refusal for one that does not vote there. */
export function readBallotText(app: App, page: PageTokenRow, address: Address): string {
  const { wallets, json } = describeBallotPage(app, page);
  if (wallets.includes(address)) return json;
  throw new Refusal("This wallet does not vote with this ballot.", {
    hint: `Choose ${wallets.slice(0, 3).join(" or ")} in your wallet.`,
  });
}

/** Keeps a signature that was made on the page, after the same checks as one that is pasted in Discord. */
export async function signOnPage(
  app: App,
  { id, member, subject }: PageTokenRow,
  signature: string,
): Promise<SignedBallot> {
  // The page acts once, as an interaction does: Discord's ids are numbers, so that none can be this one.
  const interaction = { id: `page:${id}`, sentAtMs: app.now() * 1000 };
  const signed = await signBallot(app, { interaction, member, ballot: subject, signature });
  setPageTokenUsed(app.db, id, app.now());
  return signed;
}
