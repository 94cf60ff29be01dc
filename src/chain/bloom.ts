import { type Hex, hexToBytes, isHex, keccak256 } from "viem";
import type { LogFilter } from "./chain.ts";

const BYTES = 256;
const EVERYTHING = `0x${"ff".repeat(BYTES)}`;

/** Whether a block whose header has this `logsBloom` can hold a log that fits. */
export type BloomTest = (bloom: unknown) => boolean;

/**
 * True may be chance (a fifth of a busy mainnet's blocks fit any address and event), so that it is a reason to ask again and
 * never a proof; false may come of a chain that fills in zeros. A bloom of nothing but ones, or none, says nothing: false.
 */
export function createBloomTest({ addresses, topics, indexed = [] }: LogFilter): BloomTest {
  const wanted = [addresses, topics, ...indexed.flatMap((one) => (one ? [one] : []))].map((items) => items.map(bitsOf));
  return (bloom) => {
    if (!isHex(bloom) || bloom.length !== EVERYTHING.length || bloom.toLowerCase() === EVERYTHING) return false;
    const bytes = hexToBytes(bloom);
    return wanted.every((items) =>
      items.some((bits) => bits.every(({ byte, mask }) => ((bytes[byte] ?? 0) & mask) !== 0)),
    );
  };
}

/** The three of 2,048 bits that an address or a topic sets, as the yellow paper (4.3.1) has it. */
export function bitsOf(item: Hex): { byte: number; mask: number }[] {
  const hash = hexToBytes(keccak256(item));
  return [0, 2, 4].map((at) => {
    const bit = (((hash[at] ?? 0) << 8) | (hash[at + 1] ?? 0)) & 2_047;
    return { byte: BYTES - 1 - (bit >> 3), mask: 1 << (bit & 7) };
  });
}
