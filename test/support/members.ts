import { getAddress } from "viem";
import { addWallet } from "../../db/wallets.ts";
import { type OpenProposal, openProposal } from "../../src/actions/open-proposal.ts";
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

/** Opens a vote on the operator fee; Ada proposes unless told otherwise. */
export async function openFeeVote(app: TestApp, changes: Partial<OpenProposal> = {}): Promise<number> {
  const interaction = interactionAt(app.now() * 1000);
  const request = { interaction, author: ids.ada, roles: [ids.member], parameter: "operator-fee", value: "12 %" };
  return (await openProposal(app, { ...request, ...changes })).id;
}
