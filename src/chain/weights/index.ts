import type { Address } from "viem";
import type { WalletSource } from "../../core/governance/electorate/source.ts";
import type { Block, Read } from "../chain.ts";
import { readBalance, readSupply } from "./balance.ts";
import { readAnswer, readWholeAnswer } from "./call.ts";
import { readPastTotalSupply, readPastVotes, readTimepoint } from "./votes.ts";

/** What is fixed when a vote opens: the moment that weights are told of, and all weight there was, where it is told. */
export type Start = { timepoint: bigint; total: bigint | undefined };

/** What is fixed of a source when a vote opens at a final block, which must be the block read at. */
export function* readStart(source: WalletSource, block: Block): Read<Start> {
  switch (source.kind) {
    case "votes": {
      const timepoint = yield* readTimepoint(source.token, block);
      return { timepoint, total: yield* readPastTotalSupply(source.token, timepoint) };
    }
    case "balance":
      return { timepoint: block.number, total: yield* readSupply(source) };
    case "call":
      return { timepoint: block.number, total: yield* readWholeAnswer(source) };
  }
}

/**
 * A wallet's weight at a timepoint, in the source's smallest unit. Where weights do not outlive their block, it must be
 * read at the block of that number; elsewhere any later one will do.
 */
export function readWeight(source: WalletSource, wallet: Address, timepoint: bigint): Read<bigint> {
  switch (source.kind) {
    case "votes":
      return readPastVotes(source.token, wallet, timepoint);
    case "balance":
      return readBalance(source, wallet);
    case "call":
      return readAnswer(source, wallet);
  }
}

/** Whether weights are checkpoints that any later block tells; otherwise only the state of the snapshot's block does. */
export function weightsOutlive({ kind }: WalletSource): boolean {
  return kind === "votes";
}
