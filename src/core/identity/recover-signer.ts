import { type Address, type Hex, hexToBigInt, recoverMessageAddress, size, slice } from "viem";
import { Refusal } from "../../errors.ts";

/** Half of secp256k1's order: of the two signatures that fit a text, only the one with the lower s is accepted. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

const hint = "Sign the text as it stands with the wallet it names, and paste the whole signature.";

/** The account that signed a text, recovered here and never asked of a provider; Refusal for anything but 65 plain bytes. */
export async function recoverSigner(message: string, signature: string): Promise<Address> {
  const bytes = requireSignature(signature);
  try {
    return await recoverMessageAddress({ message, signature: bytes });
  } catch (cause) {
    throw new Refusal("That signature fits no account.", { hint, cause });
  }
}

/** A signature as it was pasted: 65 bytes in their one canonical form, or a Refusal. */
export function requireSignature(signature: string): Hex {
  const text = signature.trim();
  if (!/^0x[0-9a-fA-F]*$/.test(text)) throw new Refusal("That is not a signature.", { hint });
  const bytes = text as Hex;
  if (text.length % 2 === 1 || size(bytes) !== 65) {
    throw new Refusal("A signature has 65 bytes: 0x and 130 hexadecimal digits.", {
      hint: "What a wallet that is a contract signs is longer, and counts only where its contract can be asked.",
    });
  }
  if (hexToBigInt(slice(bytes, 32, 64)) > HALF_ORDER)
    throw new Refusal("That signature is not in its canonical form.", { hint });
  return bytes;
}
