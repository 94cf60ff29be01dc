import { type Address, encodePacked, getCreate2Address, type Hex, keccak256 } from "viem";
import type { Transfer } from "../moves.ts";

type Factory = { name: string; at: Address; code: Hex };

const UNISWAP = "0x96e8ac4277198ff8b6f785478aa9a39f403cb768dd02cbee326c3e7da348845f";
const SUSHI = "0xe18a34eb0e04b04f7a0ac29a6e80748dca96319b42c54d679cb821dca90c6303";
const PANCAKE = "0x57224589c67f3f30a6b0d7a1b54cf3153ab84563bc609ef41dfb34f8b2974d2d";
const FIRST_PANCAKE = "0x00fb7f630766e6a796048ea87d01acd3068e8ff67d078148a3fa3f4a84f69bd5";

/** Factories of pairs, and the hash of the code that each deploys: with the two tokens they say where a pair stands. */
const FACTORIES: readonly Factory[] = [
  { name: "uniswap_v2", at: "0x5C69bEe701ef814a2B6a3EDD4B1652CB9cc5aA6f", code: UNISWAP },
  { name: "sushiswap_v2", at: "0xC0AEe478e3658e2610c5F7A4A2E1777cE9e4f2Ac", code: SUSHI },
  { name: "sushiswap_v2", at: "0xc35DADB65012eC5796536bD9864eD8773aBc74C4", code: SUSHI },
  { name: "pancakeswap_v2", at: "0xcA143Ce32Fe78f1f7019d7d551a6402fC5350c73", code: FIRST_PANCAKE },
  { name: "pancakeswap_v2", at: "0x1097053Fd2ea711dad45caCcc45EfF7548fCB362", code: PANCAKE },
  { name: "pancakeswap_v2", at: "0x02a84c1b3BBD7401a5f7fa98a384EBC70bB5749E", code: PANCAKE },
];

/**
 * Whose pair this is: its address follows from its factory and its two tokens, so that nobody else can stand there.
 * Undefined where it is none of the factories known here, or where not both of its tokens moved.
 */
export function namePair(pair: Address, transfers: readonly Transfer[]): string | undefined {
  const near = transfers.filter(({ from, to, token }) => (from === pair || to === pair) && token !== pair);
  const tokens = [...new Set(near.map(({ token }) => token))].sort((left, right) =>
    BigInt(left) < BigInt(right) ? -1 : 1,
  );
  for (const [index, first] of tokens.entries())
    for (const second of tokens.slice(index + 1)) {
      const salt = keccak256(encodePacked(["address", "address"], [first, second]));
      const found = FACTORIES.find(
        ({ at, code }) => getCreate2Address({ from: at, salt, bytecodeHash: code }) === pair,
      );
      if (found !== undefined) return found.name;
    }
  return undefined;
}
