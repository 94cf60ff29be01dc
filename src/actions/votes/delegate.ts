import {
  addDelegation,
  type DelegationRow,
  findDelegation,
  findNewestDelegation,
  listDelegations,
  setDelegationEnded,
} from "../../../db/delegations.ts";
import { addEvent } from "../../../db/events.ts";
import { claimInteraction } from "../../../db/interactions.ts";
import { immediate } from "../../../db/open.ts";
import type { App } from "../../app.ts";
import { parseDuration } from "../../core/duration.ts";
import { delegationsAt } from "../../core/governance/electorate/check-delegations.ts";
import {
  asFraction,
  compareToShare,
  type Fraction,
  formatExactShare,
  formatPart,
  parseShare,
  type Share,
  WHOLE,
} from "../../core/governance/share.ts";
import { Refusal, Repeated } from "../../errors.ts";
import { type DelegatingRules, listDelegatingRules } from "./list-delegations.ts";

type Asker = { interaction: { id: string; sentAtMs: number }; member: string };

/** Lets another vote with a member's weight: with all of it unless a share is written, until it is ended unless a time is. */
export type GiveVote = Asker & { to: string; share?: string | undefined; lasts?: string | undefined };

/** What was given, and what the same delegate had before; `rules` are those by which it counts. */
export type GivenVote = {
  to: string;
  share: Share;
  expiresAt: number | undefined;
  before: Share | undefined;
  rules: readonly DelegatingRules[];
};

/** Each share of a member's is one more denominator in every count. */
const MOST_DELEGATES = 10;

const LONGEST_YEARS = 10n;
const YEAR = 31_536_000n;

/** Lets another member vote with one's weight, in place of what that member had; votes that are open stay as they are. */
export function giveVote(app: App, request: GiveVote): GivenVote {
  const { interaction, member, to } = request;
  const rules = listDelegatingRules(app);
  if (rules.length === 0) throw noRules();
  if (to === member) throw new Refusal("You vote with your own weight already. Name another member.");
  const share = readShare(request.share);
  const seconds = request.lasts === undefined ? undefined : readSpan(request.lasts);
  return immediate(app.db, () => {
    if (!claimInteraction(app.db, interaction.id, app.now())) throw new Repeated("This has been given already.");
    // A clock that was set back must not bring back what had expired.
    const madeAt = Math.max(app.now(), findNewestDelegation(app.db));
    const expiresAt = seconds === undefined ? null : madeAt + seconds;
    const before = replace(app, { from: member, to, share, madeAt, expiresAt });
    return { to, share, expiresAt: expiresAt ?? undefined, before, rules };
  });
}

/** Takes back what another member was given; says which share it was. */
export function endDelegation(app: App, { interaction, member, to }: Asker & { to: string }): { share: Share } {
  return immediate(app.db, () => {
    const now = app.now();
    if (!claimInteraction(app.db, interaction.id, now)) throw new Repeated("This has been taken back already.");
    const [row] = listDelegations(app.db, now, { from: member, to });
    if (row === undefined) throw nothingGiven(app, to);
    setDelegationEnded(app.db, row.id, now);
    addEvent(app.db, { at: now, kind: "delegation-ended", actor: member, body: { to } });
    return { share: row.share };
  });
}

/** Keeps a delegation in place of the one between the same two; says which share that one had, where it still stood. */
function replace(app: App, row: Omit<DelegationRow, "id" | "endedAt">): Share | undefined {
  const { from, to, share, madeAt, expiresAt } = row;
  const standing = listDelegations(app.db, madeAt);
  const others = standing.filter((other) => other.from !== from || other.to !== to);
  checkRoom(
    others.filter((other) => other.from === from),
    share,
  );
  checkCircle([...others, row]);
  const old = findDelegation(app.db, from, to);
  if (old !== undefined) setDelegationEnded(app.db, old.id, madeAt);
  addDelegation(app.db, row);
  const body = { to, share: formatExactShare(share), expiresAt };
  addEvent(app.db, { at: app.now(), kind: "delegation-made", actor: from, body });
  return standing.find(({ id }) => id === old?.id)?.share;
}

function readShare(written: string | undefined): Share {
  const share = written === undefined ? WHOLE : parseShare(written);
  if (asFraction(share).numerator > 0n) return share;
  throw new Refusal("A share of nothing gives nothing.", { hint: "To take back what you gave, use /delegate end." });
}

function readSpan(written: string): number {
  const seconds = parseDuration(written);
  if (seconds <= 0n) throw new Refusal("It would end at once. Write how long it is to last, such as `90 d`.");
  if (seconds > LONGEST_YEARS * YEAR)
    throw new Refusal(`It may last ${LONGEST_YEARS} years at most.`, {
      hint: "Without a time it lasts until you end it.",
    });
  return Number(seconds);
}

function checkRoom(own: readonly DelegationRow[], share: Share): void {
  if (own.length >= MOST_DELEGATES)
    throw new Refusal(`You let ${own.length} members vote for you already, which is the most one member may.`, {
      hint: "Take one back first with /delegate end.",
    });
  const { numerator, denominator } = restOf(own);
  if (compareToShare(numerator, denominator, share) >= 0n) return;
  throw new Refusal(
    numerator === 0n
      ? "You have given all of your weight away already."
      : `Of your weight ${formatPart(numerator, denominator)} is left to give.`,
    { hint: "Give a smaller share, or take one back first with /delegate end. /delegate list shows them." },
  );
}

/** What is left of a member's weight; exact, not reduced. */
function restOf(own: readonly { share: Share }[]): Fraction {
  return own
    .map(({ share }) => asFraction(share))
    .reduce(
      (rest, part) => ({
        numerator: rest.numerator * part.denominator - part.numerator * rest.denominator,
        denominator: rest.denominator * part.denominator,
      }),
      { numerator: 1n, denominator: 1n },
    );
}

function checkCircle(standing: readonly Pick<DelegationRow, "from" | "to" | "share">[]): void {
  try {
    delegationsAt(
      standing.map(({ from, to, share }) => ({ from, to, share })),
      undefined,
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.message.replace(/\d{17,20}/g, "<@$&>"), {
      hint: "In a circle nobody would vote. Choose somebody else, or have one of them take theirs back with /delegate end.",
    });
  }
}

function nothingGiven(app: App, to: string): Refusal {
  if (listDelegatingRules(app).length === 0) return noRules();
  return new Refusal(`You do not let <@${to}> vote for you.`, { hint: "/delegate list shows what you gave." });
}

function noRules(): Refusal {
  return new Refusal("No rules of this community know delegation: everybody votes with their own weight only.", {
    hint: "A maintainer can give rules a `delegation` in Steward's config.",
  });
}
