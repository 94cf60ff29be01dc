import {
  type Address,
  keccak256,
  recoverTypedDataAddress,
  stringToHex,
  type TypedData,
  type TypedDataDefinition,
  type TypedDataDomain,
} from "viem";
import { BotError, Refusal } from "../../errors.ts";
import { requireSignature } from "./recover-signer.ts";

/** An EIP-712 text of Steward's, whole: its domain, its types and what it says. */
export type TypedText<T extends TypedData = TypedData> = TypedDataDefinition<T, keyof T & string>;

/** Types as wallets want them told, the domain's among them. */
const EIP712_DOMAIN = [
  { name: "name", type: "string" },
  { name: "version", type: "string" },
  { name: "salt", type: "bytes32" },
] as const;

/** The domain that what is signed for a server belongs to: its salt names the server, so that it means nothing on another. */
export function serverDomain(server: string): TypedDataDomain {
  return { name: "Steward", version: "1", salt: keccak256(stringToHex(`steward:${server}`)) };
}

/** A typed text as JSON, as `eth_signTypedData_v4` takes it. */
export function typedJson({ domain, types, primaryType, message }: TypedText): string {
  return JSON.stringify(
    { types: { EIP712Domain: EIP712_DOMAIN, ...types }, primaryType, domain, message },
    (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value),
    1,
  );
}

/** The account that signed a typed text; Refusal for what is no plain signature of 65 bytes, or fits no account. */
export async function recoverTypedSigner(text: TypedText, signature: string): Promise<Address> {
  const bytes = requireSignature(signature);
  try {
    return await recoverTypedDataAddress({ ...text, signature: bytes });
  } catch (cause) {
    if (cause instanceof BotError) throw cause;
    throw new Refusal("That signature fits no account.", {
      hint: "Sign the text as it stands, and paste the whole signature.",
      cause,
    });
  }
}
