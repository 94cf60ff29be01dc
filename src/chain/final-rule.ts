import type { ChainConfig } from "../config/chains.ts";
import { headerRequest, parseBlock } from "./blocks.ts";
import type { Block } from "./chain.ts";
import type { PostOptions } from "./http-post.ts";
import { type Provider, payloadOf } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";
import type { RpcAnswer, RpcRequest, SealedAnswers } from "./rpc.ts";

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
  /** The same, where the answers to `fixed` can be seen to be an earlier ones' again without being read. */
  sealedUnder: (provider: Provider, number: bigint, batch: SealedBatch, options?: PostOptions) => Promise<Sealed>;
};

/** What is answered alike by a history whenever it is asked, and what is asked besides. */
export type SealedBatch = { fixed: readonly RpcRequest[]; besides?: readonly RpcRequest[] };

/** The answers to both; the fixed ones are read only when they are asked for. */
export type Sealed = Omit<SealedAnswers, "moving"> & { besides: readonly RpcAnswer[] };

/** Makes the rule of a chain's config. Each batch also asks which chain is served: behind one URL there may be another node by now. */
export function createFinalRule({ finality }: Pick<ChainConfig, "finality">): FinalRule {
  const tag = finality.kind === "finalized" ? "finalized" : "latest";
  const depth = finality.kind === "finalized" ? 0n : BigInt(finality.blocks);
  const request = headerRequest(tag);
  /** Which chain it is and what is final there, by the answers to the two requests that end a question. */
  const read = (provider: Provider, [identity, header]: readonly (RpcAnswer | undefined)[]) => {
    provider.assertIdentity(identity);
    const newest = parseBlock(payloadOf(header), tag);
    return { final: newest.number > depth ? newest.number - depth : 0n, newest };
  };
  const view: FinalRule["view"] = async (provider, besides = []) => {
    const answers = await provider.askAll([provider.identify, request, ...besides]);
    return { ...read(provider, answers), answers: answers.slice(2) };
  };
  const assertFinal = (final: bigint, number: bigint) => {
    if (final < number) throw new ProviderFailure("unfit", `does not count block ${number} as final yet`);
  };
  return {
    view,
    under: async (provider, number, requests) => {
      const { final, answers } = await view(provider, requests);
      assertFinal(final, number);
      return answers;
    },
    sealedUnder: async (provider, number, { fixed, besides = [] }, options) => {
      const batch = [...fixed, provider.identify, request, ...besides];
      const { moving, ...sealed } = await provider.askSealed(batch, fixed.length, options);
      assertFinal(read(provider, moving).final, number);
      return { ...sealed, besides: moving.slice(2) };
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
