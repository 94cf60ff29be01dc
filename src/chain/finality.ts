import type { ChainConfig } from "../config/chains.ts";
import { Halt, Transient } from "../errors.ts";
import type { Log } from "../log.ts";
import { askBlock } from "./blocks.ts";
import type { Block } from "./chain.ts";
import type { Pool } from "./failover.ts";
import type { Provider } from "./provider.ts";
import { ProviderFailure } from "./provider-failure.ts";

/** What counts as final on a chain, and the memory of what has. */
export type Finality = {
  /** The newest final block; never lower than one seen before. Throws Halt when a final block was replaced. */
  newest: () => Promise<Block>;
  /** Whether a block of that height is known to be final. */
  covers: (number: bigint) => boolean;
};

/**
 * A lower block than before is a lagging node: the higher one stands as long as somebody still has it.
 * Another block at a height that was final is never followed: booked figures would silently lose their ground.
 */
export function createFinality(options: { id: number; config: ChainConfig }, pool: Pool, log: Log): Finality {
  const { id, config } = options;
  let highest: Block | undefined;
  let halted: Halt | undefined;

  const confirm = async (held: Block): Promise<void> => {
    const seen = await pool.useAll((provider) => askBlock(provider, held.number));
    if (seen.some(({ value }) => value.hash === held.hash)) return;
    if (seen.length === 0)
      throw new Transient(`${config.name} went back behind a final block.`, {
        context: { chain: id, block: held.number },
      });
    halted = new Halt(`${config.name} replaced block ${held.number}, which was final.`, {
      hint: "Nothing more is booked from this chain until somebody has looked at it.",
      context: { chain: id, block: held.number, hash: held.hash, found: seen.map(({ value }) => value.hash) },
    });
    log.error(halted.message, halted.context);
    throw halted;
  };

  return {
    covers: (number) => highest !== undefined && number <= highest.number,
    newest: async () => {
      if (halted) throw halted;
      const held = highest;
      const found = await pool.use("the newest final block", async (provider) => {
        const block = await askFinal(provider, config);
        const agrees = held === undefined || (await stillHas(provider, block, held));
        return { block, agrees };
      });
      if (held && !found.agrees) await confirm(held);
      // Others may have asked meanwhile: what was learnt last need not be what is newest.
      if (found.agrees && found.block.number > (highest?.number ?? -1n)) highest = found.block;
      return highest ?? found.block;
    },
  };
}

/** Whether the provider's chain still holds the block that was final. */
async function stillHas(provider: Provider, block: Block, held: Block): Promise<boolean> {
  if (block.number === held.number) return block.hash === held.hash;
  try {
    return (await askBlock(provider, held.number)).hash === held.hash;
  } catch (error) {
    if (error instanceof ProviderFailure && error.kind === "unfit" && block.number < held.number) {
      throw new ProviderFailure("unfit", `lags behind final block ${held.number}`);
    }
    throw error;
  }
}

async function askFinal(provider: Provider, { finality }: ChainConfig): Promise<Block> {
  if (finality.kind === "finalized") return askBlock(provider, "finalized");
  const { number } = await askBlock(provider, "latest");
  const depth = BigInt(finality.blocks);
  return askBlock(provider, number > depth ? number - depth : 0n);
}
