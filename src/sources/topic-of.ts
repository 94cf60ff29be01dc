import { type Address, type Hex, pad } from "viem";

/** An address as a log's topic holds it. */
export function topicOf(address: Address): Hex {
  return pad(address.toLowerCase() as Hex, { size: 32 });
}
