import { type Address, type Hex, keccak256, recoverTypedDataAddress, stringToHex, type TypedDataDomain } from "viem";
import { canonical } from "../../canonical.ts";
import { requireSignature } from "../../identity/recover-signer.ts";
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

/** Types as wallets want them told, the domain's among them. */
const EIP712_DOMAIN = [
  { name: "name", type: "string" },
  { name: "version", type: "string" },
  { name: "salt", type: "bytes32" },
] as const;

/** The EIP-712 message that a ballot is signed by. The domain's salt names the server, so that it means nothing on another. */
export function ballotMessage({ server, proposal, ballot }: SignedFacts) {
  const domain: TypedDataDomain = { name: "Steward", version: "1", salt: keccak256(stringToHex(`steward:${server}`)) };
  const message = {
    proposal: BigInt(proposal.id),
    proposalHash: proposal.hash,
    choice: sayChoice(proposal.rulePack, proposal.choices, ballot.choice),
    written: canonical(ballot.choice),
    member: ballot.member,
    ballot: ballot.id,
  };
  return { domain, types, primaryType: "Ballot" as const, message };
}

/** The same as JSON, as `eth_signTypedData_v4` takes it. */
export function ballotJson(facts: SignedFacts): string {
  const { domain, types: own, primaryType, message } = ballotMessage(facts);
  return JSON.stringify(
    { types: { EIP712Domain: EIP712_DOMAIN, ...own }, primaryType, domain, message },
    (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value),
    1,
  );
}

/** The account that signed a ballot; Refusal for what is no plain signature of 65 bytes. */
export async function recoverBallotSigner(facts: SignedFacts, signature: string): Promise<Address> {
  return recoverTypedDataAddress({ ...ballotMessage(facts), signature: requireSignature(signature) });
}
