import type { Address, Hex } from "viem";
import { addSignature, type BallotRow, listSignatures } from "../../../db/ballots.ts";
import { listElectorsOf } from "../../../db/electors.ts";
import { addEvent } from "../../../db/events.ts";
import { claimInteraction } from "../../../db/interactions.ts";
import { immediate } from "../../../db/open.ts";
import type { VoteRow } from "../../../db/votes.ts";
import type { App } from "../../app.ts";
import { ballotJson, recoverBallotSigner, type SignedFacts } from "../../core/governance/ballots/signed-ballot.ts";
import { Refusal, Repeated } from "../../errors.ts";
import { requireOwnBallot, type Voter } from "./describe-ballot.ts";
import { weighsWallets } from "./read-weights.ts";

/** What a member signs a ballot by. */
export type SigningView = {
  vote: VoteRow;
  ballot: BallotRow;
  closesAt: number;
  /** Wallets of the member's that have weight in the vote: any one of them may sign. */
  wallets: readonly Address[];
  /** As `eth_signTypedData_v4` takes it. */
  json: string;
};

/** A pasted signature under one's own ballot. */
export type SignBallot = {
  interaction: { id: string; sentAtMs: number };
  member: string;
  ballot: string;
  signature: string;
};

/** What was signed, and by which wallet. */
export type SignedBallot = { vote: VoteRow; ballot: BallotRow; wallet: Address };

/** What there is to sign, and who may; Refusal where the ballot counts no more, is signed, or no wallet could sign it. */
export function describeSigning(app: App, ballot: string, voter: Voter): SigningView {
  const { vote, current, closesAt } = requireOwnBallot(app, ballot, voter);
  if (listSignatures(app.db, vote.id).has(ballot)) throw new Refusal("This ballot is signed already.");
  const wallets = walletsOf(app, vote, voter.member);
  if (wallets.length === 0) throw new Refusal(whyNobody(vote), { hint: "Your vote counts without a signature." });
  return { vote, ballot: current, closesAt, wallets, json: ballotJson(factsOf(app, vote, current)) };
}

/** Keeps a signature under a ballot that counts, if a wallet that its member votes with there made it, while the vote is open. */
export async function signBallot(app: App, request: SignBallot): Promise<SignedBallot> {
  const { vote, current } = requireOwnBallot(app, request.ballot, request);
  const wallet = await recoverBallotSigner(factsOf(app, vote, current), request.signature);
  const signature = request.signature.trim().toLowerCase() as Hex;
  return immediate(app.db, () => store(app, request, { wallet, signature }));
}

function store(
  app: App,
  request: SignBallot,
  { wallet, signature }: { wallet: Address; signature: Hex },
): SignedBallot {
  const { interaction, member, ballot } = request;
  const at = app.now();
  if (!claimInteraction(app.db, interaction.id, at)) throw new Repeated("This signature has been recorded already.");
  const { vote, current } = requireOwnBallot(app, ballot, request);
  const wallets = walletsOf(app, vote, member);
  if (wallets.length === 0) throw new Refusal(whyNobody(vote));
  if (!wallets.includes(wallet)) {
    throw new Refusal(`${wallet} signed that, or it signs another text; no wallet of yours that votes here did.`, {
      hint: `Sign the text as it stands with ${wallets.slice(0, 3).join(" or ")}.`,
    });
  }
  if (!addSignature(app.db, { ballot, wallet, signature, at })) throw new Refusal("This ballot is signed already.");
  addEvent(app.db, {
    at,
    kind: "ballot-signed",
    proposal: vote.id,
    actor: member,
    body: { ballot, wallet, signature },
  });
  return { vote, ballot: current, wallet };
}

function factsOf({ config }: App, vote: VoteRow, { id, member, choice }: BallotRow): SignedFacts {
  return { server: config.server, proposal: vote, ballot: { id, member, choice } };
}

/** Electors that are members themselves sign nothing. */
function walletsOf(app: App, { id }: VoteRow, member: string): Address[] {
  const voters = listElectorsOf(app.db, id, member).map(({ voter }) => voter);
  return [...new Set(voters)].filter((voter): voter is Address => voter.startsWith("0x"));
}

function whyNobody({ electorate }: VoteRow): string {
  return weighsWallets(electorate)
    ? "No wallet of yours has a vote of its own here, so none can sign this ballot."
    : "Votes here go by role and not by wallet, so no wallet can sign this ballot.";
}
