import { recoverBallotSigner } from "../ballots/signed-ballot.ts";
import type { WrittenChoice } from "../ballots/written-choice.ts";
import { type Bundle, ownEvents } from "./bundle.ts";
import { readFrozenPack } from "./read-frozen-pack.ts";

/** What is wrong with the signatures under ballots: each was recorded, is of a wallet of its member's, and signs this very ballot. */
export async function checkSignatures(bundle: Bundle): Promise<string[]> {
  const { proposal, electors } = bundle;
  const facts = { ...proposal, rulePack: readFrozenPack(proposal.rulePack), choices: proposal.choices ?? [] };
  const recorded = new Map<string, Record<string, unknown> & { actor: string; seq: number }>(
    ownEvents(bundle)
      .filter(({ kind }) => kind === "ballot-signed")
      .map(({ actor, seq, body }) => [String(body["ballot"]), { ...body, actor, seq }]),
  );
  const holders = new Set(electors.map(({ voter, member }) => `${voter} ${member}`));
  const problems: string[] = [];
  for (const [index, row] of bundle.ballots.entries()) {
    const wrong = (what: string) => problems.push(`ballots row ${index + 1} (${row.id} of ${row.member}) ${what}`);
    const event = recorded.get(row.id);
    recorded.delete(row.id);
    if ((row.grade === "wallet") !== (row.signature !== undefined)) wrong("says another grade than it has.");
    if (event?.["wallet"] !== row.wallet || event?.["signature"] !== row.signature)
      wrong("is not signed as its event recorded.");
    if (event !== undefined && (event.actor !== row.member || event.seq < row.event))
      wrong("was signed by somebody else, or before it was cast.");
    if (row.signature === undefined || row.wallet === undefined) continue;
    if (!holders.has(`${row.wallet} ${row.member}`)) wrong("is signed by a wallet that is not its member's here.");
    const ballot = { id: row.id, member: row.member, choice: row.choice as WrittenChoice };
    const signer = await signerOf(() =>
      recoverBallotSigner({ server: proposal.server, proposal: facts, ballot }, row.signature ?? ""),
    );
    if (signer !== row.wallet) wrong("is not signed by the wallet it names.");
  }
  for (const ballot of recorded.keys()) problems.push(`ballots lack ${ballot}, of which a signature was recorded.`);
  return problems;
}

async function signerOf(recover: () => Promise<string>): Promise<string | undefined> {
  try {
    return await recover();
  } catch {
    // Whatever keeps it from being recovered: it is nobody's signature.
    return undefined;
  }
}
