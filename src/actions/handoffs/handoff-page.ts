import { type Address, type Hex, toHex } from "viem";
import { addEvent } from "../../../db/events.ts";
import { immediate } from "../../../db/open.ts";
import { type PageTokenRow, setPageTokenUsed } from "../../../db/page-tokens.ts";
import type { App } from "../../app.ts";
import { parseWalletAddress } from "../../core/identity/wallet-address.ts";
import { Refusal, Repeated } from "../../errors.ts";
import type { Step } from "../../executors/executor.ts";
import { checkActions } from "../calls/check-actions.ts";
import { checkScrutiny, scrutinizeVote } from "../calls/scrutinize.ts";
import { requireVote } from "../proposals/find-proposal.ts";
import { issuePage, type Page } from "../wallets/issue-page.ts";
import { describePreparedHandoff, type HandoffDetails } from "./describe-handoff.ts";
import { checkFreeze } from "./freeze-handoffs.ts";
import { describePermit, type PermitView, permitHandoff } from "./permit-handoff.ts";

/** How long the pages for a hand-off and for its permit stay open; each press makes a new one. */
const PAGE_SECONDS = 1_800;

type Treasurer = { id: string; username: string };

/** A page on which a treasurer's own wallet sends the call that is due; undefined where members reach no pages. */
export function issueHandoffPage(app: App, handoff: number, member: Treasurer): Page | undefined {
  return issue(app, "handoff", String(handoff), member);
}

/** A page on which a second treasurer's wallet signs a permit. */
export function issuePermitPage(app: App, asked: number, member: Treasurer): Page | undefined {
  return issue(app, "permit", String(asked), member);
}

function issue(app: App, purpose: "handoff" | "permit", subject: string, { id, username }: Treasurer) {
  return issuePage(app, { purpose, subject, member: id, username, expiresAt: app.now() + PAGE_SECONDS });
}

/** What a wallet is asked to send, as EIP-1193 takes it. */
export type WalletTransaction = { chainId: Hex; from: Address; to: Address; value: Hex; data: Hex };

/** A hand-off as its page shows it. */
export function describeHandoffPage(app: App, { subject }: PageTokenRow): HandoffDetails {
  return describePreparedHandoff(app, Number(subject));
}

/** The transaction for a wallet to send now, if nothing has changed since: every check is made again. */
export async function readTransaction(
  app: App,
  page: PageTokenRow,
  address: string,
): Promise<{ step: Step; transaction: WalletTransaction }> {
  checkFreeze(app);
  const { due, proposal } = describeHandoffPage(app, page);
  if (due === undefined)
    throw new Refusal("There is nothing to sign now.", { hint: "Steward says in Discord when there is." });
  const vote = requireVote(app, proposal.id);
  await checkActions(app, vote.actions);
  checkScrutiny(await scrutinizeVote(app, vote, "hand-off"), "Sign nothing, and find out what happened.");
  const from = parseWalletAddress(address);
  const { chain, to, value, data } = due;
  return { step: due, transaction: { chainId: toHex(chain), from, to, value: toHex(value), data } };
}

/** Notes that a wallet has sent it; what became of it is told by the chain alone. */
export function noteSent(app: App, { id, member, subject }: PageTokenRow, hash: string): { hash: Hex } {
  if (!/^0x[0-9a-fA-F]{64}$/.test(hash)) throw new Refusal("That is no transaction's hash.");
  const transaction = hash.toLowerCase() as Hex;
  const { proposal, due } = describePreparedHandoff(app, Number(subject));
  immediate(app.db, () => {
    const now = app.now();
    if (!setPageTokenUsed(app.db, id, now)) throw new Repeated("This page has been used already.");
    const body = { handoff: Number(subject), step: due?.name ?? "", transaction };
    addEvent(app.db, { at: now, kind: "handoff-sent", proposal: proposal.id, actor: member, body });
  });
  app.wake("follow-executions");
  return { hash: transaction };
}

/** A permit as its page shows it. */
export function describePermitPage(app: App, { subject, member }: PageTokenRow): PermitView {
  return describePermit(app, { asked: Number(subject), treasurer: member, roles: rolesThen(app) });
}

/** The permit for a wallet to sign; Refusal for one that may not. */
export function readPermitText(app: App, page: PageTokenRow, address: string): string {
  const { wallets, json } = describePermitPage(app, page);
  if (wallets.some((wallet) => wallet.toLowerCase() === address.trim().toLowerCase())) return json;
  throw new Refusal("This wallet may not sign the permit.", {
    hint: `Choose ${wallets.slice(0, 3).join(" or ")} in your wallet.`,
  });
}

/** Permits the hand-off with a signature that was made on the page, after the same checks as one that is pasted in Discord. */
export async function permitOnPage(app: App, { id, member, subject }: PageTokenRow, signature: string): Promise<void> {
  // The page acts once, as an interaction does: Discord's ids are numbers, so that none can be this one.
  const interaction = { id: `page:${id}`, sentAtMs: app.now() * 1000 };
  const who = { interaction, treasurer: member, roles: rolesThen(app) };
  await permitHandoff(app, { ...who, asked: Number(subject), signature });
  setPageTokenUsed(app.db, id, app.now());
}

/** The page was made for a treasurer, not long ago; the browser cannot tell who carries the role now. */
function rolesThen({ config }: App): readonly string[] {
  return config.roles.treasurer;
}
