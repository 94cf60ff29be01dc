import type { Address, Hex } from "viem";
import { recoverTypedSigner, serverDomain, type TypedText, typedJson } from "../identity/typed-text.ts";

/** What a second treasurer's signature binds: this hand-off of this vote, asked for by this treasurer, until then. */
export type PermitFacts = {
  server: string;
  proposal: { id: number; title: string; hash: Hex; actionsHash: Hex };
  executor: string;
  onchainId: string;
  /** Discord ids of who asked, and of who permits. */
  askedBy: string;
  permittedBy: string;
  /** Unix seconds. */
  validUntil: number;
};

const types = {
  HandoffPermit: [
    { name: "proposal", type: "uint256" },
    { name: "title", type: "string" },
    { name: "proposalHash", type: "bytes32" },
    { name: "actionsHash", type: "bytes32" },
    { name: "executor", type: "string" },
    { name: "onchainId", type: "string" },
    { name: "askedBy", type: "string" },
    { name: "permittedBy", type: "string" },
    { name: "validUntil", type: "uint256" },
  ],
} as const;

function permitText({ server, proposal, validUntil, ...facts }: PermitFacts): TypedText {
  const message = {
    proposal: BigInt(proposal.id),
    title: proposal.title,
    proposalHash: proposal.hash,
    actionsHash: proposal.actionsHash,
    ...facts,
    validUntil: BigInt(validUntil),
  };
  return { domain: serverDomain(server), types, primaryType: "HandoffPermit", message };
}

/** A permit as JSON, as `eth_signTypedData_v4` takes it. */
export function permitJson(facts: PermitFacts): string {
  return typedJson(permitText(facts));
}

/** The account that signed a permit; Refusal for what is no plain signature of 65 bytes. */
export async function recoverPermitSigner(facts: PermitFacts, signature: string): Promise<Address> {
  return recoverTypedSigner(permitText(facts), signature);
}
