import type { ChainConfig } from "../config/chains.ts";
import { headerRequest, parseBlock } from "./blocks.ts";
import type { Block } from "./chain.ts";
import { type Provider, payloadOf } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";
import type { RpcAnswer, RpcRequest } from "./rpc.ts";

/** What a provider counts as final now: up to which height, the block its nodes count from, and its answers to what was asked besides. */
export type FinalView = { final: bigint; newest: Block; answers: readonly RpcAnswer[] };

/** How a chain's nodes are asked which blocks are final, and for more in the same batch, which one node answers. */
export type FinalRule = {
  view: (provider: Provider, besides?: readonly RpcRequest[]) => Promise<FinalView>;
  /**
   * Answers from a provider for which a height is final; throws ProviderFailure where it is not yet. A node that lags may
   * still have a block there that others have seen replaced.
   */
  under: (provider: Provider, number: bigint, requests: readonly RpcRequest[]) => Promise<readonly RpcAnswer[]>;
};

/** Makes the rule of a chain's config. Each batch also asks which chain is served: behind one URL there may be another node by now. */
export function createFinalRule({ finality }: Pick<ChainConfig, "finality">): FinalRule {
  const tag = finality.kind === "finalized" ? "finalized" : "latest";
  const depth = finality.kind === "finalized" ? 0n : BigInt(finality.blocks);
  const request = headerRequest(tag);
  const view: FinalRule["view"] = async (provider, besides = []) => {
    const [identity, header, ...answers] = await provider.askAll([provider.identify, request, ...besides]);
    provider.assertIdentity(identity);
    const newest = parseBlock(payloadOf(header), tag);
    return { final: newest.number > depth ? newest.number - depth : 0n, newest, answers };
  };
  return {
    view,
    under: async (provider, number, requests) => {
      const { final, answers } = await view(provider, requests);
      if (final < number) throw new ProviderFailure("unfit", `does not count block ${number} as final yet`);
      return answers;
    },
  };
}

/** The header at a height that this provider counts as final. */
export async function askFinalBlock(rule: FinalRule, provider: Provider, number: bigint): Promise<Block> {
  const [answer] = await rule.under(provider, number, [headerRequest(number)]);
  const block = parseBlock(payloadOf(answer), number);
  return block;
}

/** The block that a view ends with, which it may hold already. */
export async function lastOf(rule: FinalRule, provider: Provider, { final, newest }: FinalView): Promise<Block> {
  return newest.number === final ? newest : askFinalBlock(rule, provider, final);
}
