import { Halt, Transient } from "../errors.ts";
import type { Log } from "../log.ts";
import { headerRequest, parseBlock } from "./blocks.ts";
import type { Block } from "./chain.ts";
import type { Pool } from "./failover.ts";
import { askFinalBlock, type FinalRule, lastOf } from "./final-rule.ts";
import { type Provider, payloadOf } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";

/** What counts as final on a chain, and the memory of what has. */
export type Finality = {
  /** The newest block that two providers count as final; never lower than such a one before. Throws Halt when it was replaced. */
  newest: () => Promise<Block>;
  /** Whether a block of that height is known to be final. */
  covers: (number: bigint) => boolean;
};

type Found = { provider: Provider; block: Block; agrees: boolean };

/**
 * A lower block than before is a lagging node: the higher one stands as long as somebody still has it.
 * Another block at a height that was final is never followed: booked figures would silently lose their ground.
 * A block that no second provider has is used where nobody contradicts, but not held on to: one node alone must not be able to
 * lead the house astray for good, nor to halt it.
 */
export function createFinality(chain: { id: number; name: string }, rule: FinalRule, pool: Pool, log: Log): Finality {
  const { id, name } = chain;
  let highest: Block | undefined;
  let halted: Halt | undefined;

  const confirm = async (held: Block): Promise<void> => {
    const seen = await pool.useAll((provider) => askFinalBlock(rule, provider, held.number));
    if (seen.some(({ value }) => value.hash === held.hash)) return;
    // What two had confirmed is not given up on the word of one.
    if (seen.length < Math.min(2, pool.size))
      throw new Transient(`${name} went back behind a final block.`, { context: { chain: id, block: held.number } });
    halted = new Halt(`${name} replaced block ${held.number}, which was final.`, {
      hint: "Nothing more is booked from this chain until somebody has looked at it.",
      context: { chain: id, block: held.number, hash: held.hash, found: seen.map(({ value }) => value.hash) },
    });
    log.error(halted.message, halted.context);
    throw halted;
  };

  const find = (held: Block | undefined, outvoted: ReadonlySet<Provider>) =>
    pool.use("the newest final block", async (provider): Promise<Found> => {
      if (outvoted.has(provider)) throw new ProviderFailure("unfit", "has another final block than all others");
      const view = await rule.view(provider, held ? [headerRequest(held.number)] : []);
      const agrees = held === undefined || parseBlock(payloadOf(view.answers[0]), held.number).hash === held.hash;
      // Behind what was final another block there means nothing: this node has not seen yet what became of it.
      if (held && view.final < held.number && !agrees)
        throw new ProviderFailure("unfit", `lags behind final block ${held.number}`);
      const block = held && view.final <= held.number ? held : await lastOf(rule, provider, view);
      return { provider, block, agrees };
    });

  /** The newest block that another provider counts as final too; undefined where none can say, false where all say otherwise. */
  const share = async ({ provider, block }: Found): Promise<Block | undefined | false> => {
    if (pool.size === 1) return block;
    const others = await pool.useAll(async (other) => {
      if (other === provider) throw new ProviderFailure("unfit", "is no second provider");
      const view = await rule.view(other, [headerRequest(block.number)]);
      if (view.final < block.number) return lastOf(rule, other, view);
      return parseBlock(payloadOf(view.answers[0]), block.number);
    });
    const own = async (number: bigint) =>
      number === block.number ? block : pool.useOne("a final block", provider, (it) => askFinalBlock(rule, it, number));
    const shared: Block[] = [];
    for (const { value } of others) if ((await own(value.number)).hash === value.hash) shared.push(value);
    if (shared.length > 0) return shared.reduce((one, other) => (other.number > one.number ? other : one));
    if (others.length !== 1) return others.length === 0 ? undefined : false;
    throw new Transient(`The providers of ${name} disagree about block ${others[0]?.value.number}.`, {
      context: { chain: id, block: block.number, said: [block.hash, others[0]?.value.hash] },
    });
  };

  const next = async (outvoted: Set<Provider>): Promise<Block | undefined> => {
    const held = highest;
    const found = await find(held, outvoted);
    if (held && !found.agrees) {
      await confirm(held);
      return held;
    }
    if (held && found.block.number <= held.number) return highest;
    const shared = await share(found);
    if (shared === false) {
      outvoted.add(found.provider);
      return undefined;
    }
    // Nobody else, or nobody who is not far behind: the block serves for now, and is not held on to.
    if (shared === undefined || (highest && shared.number < highest.number)) return found.block;
    // Others may have asked meanwhile: what was learnt last need not be what is newest.
    if (highest === undefined || shared.number > highest.number) highest = shared;
    return highest;
  };

  return {
    covers: (number) => highest !== undefined && number <= highest.number,
    newest: async () => {
      if (halted) throw halted;
      const outvoted = new Set<Provider>();
      for (;;) {
        const block = await next(outvoted);
        if (block) return block;
      }
    },
  };
}
