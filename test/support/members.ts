import { getAddress } from "viem";
import { addWallet } from "../../db/wallets.ts";
import { type Asker, beginProposal } from "../../src/actions/proposals/begin-proposal.ts";
import type { ProposalView } from "../../src/actions/proposals/describe-proposal.ts";
import { interactionAt, type TestApp } from "./app.ts";
import { ids } from "./test-config.ts";

const address = (digit: string) => getAddress(`0x${digit.repeat(40)}`);

/** A wallet for each person that tests speak of. */
export const wallets = { ada: address("a"), ben: address("b"), cleo: address("c") };

/** Links a wallet without a signature, and gives it votes. */
export function link(app: TestApp, member: string, wallet: `0x${string}`, votes: bigint): void {
  addWallet(app.db, { address: wallet, member, linkedAt: app.now(), message: "", signature: "0x" });
  app.votes.set(wallet, votes);
}

/** What a test may want otherwise about a vote on the operator fee. */
type FeeVote = { parameter: string; value: string; reason: string };

/** Opens a vote on the operator fee; Ada proposes unless told otherwise. */
export async function openFeeVote(app: TestApp, changes: Partial<Asker & FeeVote> = {}): Promise<number> {
  const { interaction = interactionAt(app.now() * 1000), author = ids.ada, roles = [ids.member] } = changes;
  const { parameter = "operator-fee", value = "12 %", reason } = changes;
  const asks = [{ kind: "parameter" as const, parameter, value }];
  const { id, stage } = await beginProposal(app, { interaction, author, roles, asks, reason });
  if (stage !== "voting") throw new Error(`the vote is not open: ${stage}`);
  return id;
}

/** The weight each choice has in a count, by its name as cards say it. */
export function weightsOf({ decision }: Pick<ProposalView, "decision">): Record<string, bigint> {
  return Object.fromEntries((decision?.totals ?? []).map(({ choice, weight }) => [choice, weight]));
}
