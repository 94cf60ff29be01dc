import { type Address, getAddress, isAddress } from "viem";
import { Refusal } from "../../errors.ts";

/** An address as typed, checksummed; Refusal for anything else, also for a checksum that does not fit. */
export function parseWalletAddress(text: string): Address {
  const trimmed = text.trim();
  if (!isAddress(trimmed, { strict: false })) {
    throw new Refusal("That is not an address.", { hint: "An address is 0x and 40 hexadecimal digits." });
  }
  const mixed = /[a-f]/.test(trimmed) && /[A-F]/.test(trimmed.slice(2));
  if (mixed && !isAddress(trimmed)) {
    throw new Refusal("That address has a typing error: its capital letters do not fit.", {
      hint: "Copy it from your wallet.",
    });
  }
  return getAddress(trimmed);
}
