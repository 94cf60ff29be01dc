import type { Address, Hex } from "viem";
import { canonical } from "../../canonical.ts";
import { recoverTypedSigner, serverDomain, type TypedText, typedJson } from "../../identity/typed-text.ts";
import type { Counting, RulePack } from "../rule-pack.ts";
import { sayChoice, type WrittenChoice } from "./written-choice.ts";

/** What a signature under a ballot binds: the very ballot, on the very proposal, of the very member. */
export type SignedFacts = {
  server: string;
  proposal: { id: number; hash: Hex; rulePack: RulePack<Counting>; choices: readonly string[] };
  ballot: { id: string; member: string; choice: WrittenChoice };
};

const types = {
  Ballot: [
    { name: "proposal", type: "uint256" },
    { name: "proposalHash", type: "bytes32" },
    { name: "choice", type: "string" },
    { name: "written", type: "string" },
    { name: "member", type: "string" },
    { name: "ballot", type: "string" },
  ],
} as const;

/** The EIP-712 text that a ballot is signed by. */
function ballotText({ server, proposal, ballot }: SignedFacts): TypedText {
  const message = {
    proposal: BigInt(proposal.id),
    proposalHash: proposal.hash,
    choice: sayChoice(proposal.rulePack, proposal.choices, ballot.choice),
    written: canonical(ballot.choice),
    member: ballot.member,
    ballot: ballot.id,
  };
  return { domain: serverDomain(server), types, primaryType: "Ballot", message };
}

/** The same as JSON, as `eth_signTypedData_v4` takes it. */
export function ballotJson(facts: SignedFacts): string {
  return typedJson(ballotText(facts));
}

/** The account that signed a ballot; Refusal for what is no plain signature of 65 bytes. */
export async function recoverBallotSigner(facts: SignedFacts, signature: string): Promise<Address> {
  return recoverTypedSigner(ballotText(facts), signature);
}
