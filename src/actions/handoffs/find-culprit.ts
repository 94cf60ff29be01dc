import type { Address, Hex } from "viem";
import type { Block, Chain, Read } from "../../chain/chain.ts";
import { BotError, Halt } from "../../errors.ts";

/** What is known of how a value came to change: the block, and the transactions that touched the contract in it; or why nothing is. */
export type Culprit =
  | { block: string; at: number; transactions: readonly { hash: Hex; from: Address }[] }
  | { unknown: string };

/** Transactions of one block that are worth naming. */
const MOST = 3;

/**
 * Finds by halving the first block after `last` in which a value is another than `before`, and what touched its contract
 * there. Old state is needed for that, which many nodes do not keep: then it is said so, since the change itself is certain.
 */
export async function findCulprit(
  chain: Chain,
  { target, read, before }: { target: Address; read: () => Read<string>; before: string },
  last: bigint,
  now: Block,
): Promise<Culprit> {
  try {
    let low = last;
    let high = now;
    while (high.number - low > 1n) {
      const middle = await chain.block((low + high.number) / 2n);
      if ((await chain.read(middle, read())) === before) low = middle.number;
      else high = middle;
    }
    const touching = await chain.touching(high, target);
    const transactions = touching.slice(0, MOST + 1).map(({ hash, from }) => ({ hash, from }));
    return { block: high.number.toString(), at: high.timestamp, transactions };
  } catch (error) {
    if (!(error instanceof BotError) || error instanceof Halt) throw error;
    return { unknown: "The nodes could not tell what the value was at the blocks in between." };
  }
}
