import { randomBytes } from "node:crypto";
import { type Hex, sha256, stringToBytes } from "viem";
import { immediate } from "../../../db/open.ts";
import { addPageToken, findPageToken, type PageTokenRow } from "../../../db/page-tokens.ts";
import type { App } from "../../app.ts";
import { Refusal } from "../../errors.ts";

/** Which page, for whom, and about what. */
export type PageRequest = Pick<PageTokenRow, "purpose" | "member" | "username" | "expiresAt"> & { subject?: string };

/** A page made for one member, and how Steward knows it again. */
export type Page = { id: number; url: string; expiresAt: number };

/** Makes a way to a page; an older one of the member's to the same page ends. Undefined where members reach no pages. */
export function issuePage(app: App, { subject = "", ...request }: PageRequest): Page | undefined {
  const base = app.pages();
  if (base === undefined) return undefined;
  // 192 bits: nobody finds one by trying, and whoever reads the database does not find it there.
  const token = randomBytes(24).toString("base64url");
  const row = { ...request, subject, hash: hashOf(token), issuedAt: app.now() };
  const { id, expiresAt } = immediate(app.db, () => addPageToken(app.db, row));
  return { id, url: `${base}/${request.purpose}/${token}`, expiresAt };
}

/** What a token leads to; Refusal where it leads nowhere, or nowhere any more. */
export function requirePage(app: App, purpose: PageTokenRow["purpose"], token: string): PageTokenRow {
  const row = findPageToken(app.db, hashOf(token));
  if (row?.purpose !== purpose)
    throw new Refusal("This link leads nowhere.", { hint: `Ask for a new one: ${AGAIN[purpose]}.` });
  if (row.usedAt !== null) throw new Refusal("This link has been used already.", { hint: USED[purpose] });
  if (row.expiresAt <= app.now())
    throw new Refusal("This link has expired.", { hint: `Ask for a new one: ${AGAIN[purpose]}.` });
  return row;
}

const AGAIN: Record<PageTokenRow["purpose"], string> = {
  link: "/wallet link in Discord",
  ballot: "“Sign it with your wallet” below your ballot in Discord",
  handoff: "/execute in Discord",
  permit: "“Permit with your wallet” in Discord",
};

const USED: Record<PageTokenRow["purpose"], string> = {
  link: "If it was you, go back to Discord and press “I have signed: confirm”. If not, ask for a new one: /wallet link in Discord.",
  ballot: "Your ballot is signed; there is nothing left to do.",
  handoff: "A transaction was sent from it. Ask for a new one for the next step: /execute in Discord.",
  permit: "The hand-off is permitted; there is nothing left to do.",
};

function hashOf(token: string): Hex {
  return sha256(stringToBytes(token));
}
