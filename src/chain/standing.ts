import type { Hex } from "viem";
import type { Agreement } from "./agreement.ts";
import { headerRequest, parseBlock } from "./blocks.ts";
import type { Chain } from "./chain.ts";
import type { FinalRule } from "./final-rule.ts";
import { type Provider, payloadOf } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";

const POLLS = 2;

/**
 * Says whether a block still stands, by two providers, or by three answers of the only one: a block is not given up on one
 * node's word. Both headers are asked for in one batch, so that one history is spoken of.
 */
export function createStanding(agree: Agreement, rule: FinalRule): Chain["replaced"] {
  return async (block, under) => {
    const ask = async (provider: Provider): Promise<Hex> => {
      const numbers = [block.number, under.number];
      const answers = await rule.under(provider, under.number, numbers.map(headerRequest));
      const [found, top] = numbers.map((number, index) => parseBlock(payloadOf(answers[index]), number).hash);
      if (block.number !== under.number && top !== under.hash) {
        throw new ProviderFailure("unfit", `has another block at height ${under.number}`);
      }
      return found as Hex;
    };
    const found = await agree<Hex>({
      what: `block ${block.number}`,
      key: "standing",
      ask,
      same: (one, other) => one === other,
      tell: (hash) => hash,
      alone: async (provider, hash) => {
        if (hash === block.hash) return;
        for (let poll = 0; poll < POLLS; poll += 1) {
          if ((await ask(provider)) !== hash)
            throw new ProviderFailure("unfit", `cannot decide on block ${block.number}`);
        }
      },
    });
    return found === block.hash ? undefined : found;
  };
}
