import { getAddress, type Hex, isAddress, isHex, type TypedDataDefinition } from "viem";
import { BadRequest } from "./bad-request.ts";
import { SUPPORT, type Support } from "./governor.ts";
import type { WalletCall } from "./send-transaction.ts";

type Body = Record<string, unknown>;

/** The text to sign. */
export function readText({ text }: Body): string {
  if (typeof text !== "string") throw new BadRequest(400, "text is missing");
  return text;
}

/** The EIP-712 data to sign. */
export function readTypedData({ typedData }: Body): TypedDataDefinition {
  const data = typedData as Partial<Record<"types" | "domain" | "message" | "primaryType", unknown>> | undefined;
  const complete = typeof data?.primaryType === "string" && data.types && data.message && data.domain;
  if (!complete) throw new BadRequest(400, "typedData needs types, domain, primaryType and message");
  return data as TypedDataDefinition;
}

/** The call to send; the value in wei, as decimal or hexadecimal text. */
export function readWalletCall({ to, data, value }: Body): WalletCall {
  if (typeof to !== "string" || !isAddress(to)) throw new BadRequest(400, "to is not an address");
  if (data !== undefined && !isHex(data)) throw new BadRequest(400, "data is not hexadecimal");
  if (value !== undefined && !/^(0x[0-9a-f]+|\d+)$/i.test(String(value))) throw new BadRequest(400, "value is not wei");
  return {
    to: getAddress(to),
    ...(data === undefined ? {} : { data: data as Hex }),
    ...(value === undefined ? {} : { value: BigInt(String(value)) }),
  };
}

/** The Governor's proposal id, as decimal text. */
export function readProposalId({ proposalId }: Body): string {
  if (typeof proposalId !== "string" || !/^\d{1,78}$/.test(proposalId)) {
    throw new BadRequest(400, "proposalId is not a decimal number in text");
  }
  return proposalId;
}

/** The choice: for, against or abstain. */
export function readSupport({ support }: Body): Support {
  if (typeof support !== "string" || !Object.hasOwn(SUPPORT, support)) {
    throw new BadRequest(400, "support is for, against or abstain");
  }
  return support as Support;
}
