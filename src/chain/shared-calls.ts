import { isDeepStrictEqual } from "node:util";
import type { Agreement } from "./agreement.ts";
import { isCallFailure } from "./call.ts";
import type { Block, Call } from "./chain.ts";
import type { Multicall } from "./multicall.ts";
import { ProviderFailure } from "./provider-failure.ts";

/** Makes view calls at a block of two providers; what both answer is believed, and an only provider is asked twice. */
export function createSharedCalls(agree: Agreement, multicall: Multicall) {
  return (block: Block, calls: readonly Call[]): Promise<readonly unknown[]> =>
    agree<readonly unknown[]>({
      what: `calls at block ${block.number}`,
      key: "calls",
      ask: (provider) => multicall(provider, block, calls),
      same: isSame,
      tell: (results) => `${results.length} results`,
      alone: async (provider, results) => {
        if (isSame(results, await multicall(provider, block, calls))) return;
        throw new ProviderFailure("unfit", "gave two answers to one question");
      },
    });
}

/** Nodes tell why a call failed in different words. */
function isSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.every(
    (one, index) => (isCallFailure(one) && isCallFailure(others[index])) || isDeepStrictEqual(one, others[index]),
  );
}
