import type { WalletSource } from "./source.ts";

/** How anybody can read a weight again: function and contract, and the block where only its state tells. */
export function lookUp(source: WalletSource, timepoint: bigint): string {
  switch (source.kind) {
    case "votes":
      return `getPastVotes(voter, ${timepoint}) of ${source.token}`;
    case "balance":
      return `balanceOf(voter${source.standard === "erc1155" ? `, ${source.id}` : ""}) of ${source.token} at block ${timepoint}`;
    case "call":
      return `${functionName(source.weight)}(voter) of ${source.target} at block ${timepoint}`;
  }
}

function functionName(signature: string): string {
  return /^function\s+([\w$]+)/.exec(signature)?.[1] ?? signature;
}
