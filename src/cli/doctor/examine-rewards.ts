import { findMissingEvents } from "../../actions/rewards/find-missing-events.ts";
import type { Block, Chain, Chains } from "../../chain/chain.ts";
import type { Config } from "../../config/schema.ts";
import { BotError } from "../../errors.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import type { RewardSource } from "../../sources/rewards/source.ts";
import { examineTrees } from "./examine-trees.ts";
import { type Finding, notable, well, wrong } from "./finding.ts";

/** Reading a chain from its first block costs; fewer blocks than this are nothing to speak of. */
const MANY_BLOCKS = 1_000_000n;

/** Looks at what each source of rewards reads: its contracts and their events, where it begins, and where its trees are had. */
export async function examineRewards(config: Config, chains: Chains, database: string): Promise<Finding[]> {
  const found = Object.keys(config.rewards).map(async (name) => {
    const source = findRewardSource(config, name);
    const chain = chains.get(source.chain);
    try {
      const final = await chain.finalized();
      const contracts = await examineContracts(chain, source, final);
      return [...contracts, ...examineBeginning(config, source, final), ...(await examineTrees(source, database))];
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      return [wrong(`rewards.${name}: ${error.message}`, "See the providers above.")];
    }
  });
  return (await Promise.all(found)).flat();
}

async function examineContracts(chain: Chain, source: RewardSource, final: Block): Promise<Finding[]> {
  const where = `rewards.${source.name}`;
  const suspicions = await findMissingEvents(chain, source, final);
  if (suspicions.length === 0) return [well(`${where}: its contracts have the events that are read.`)];
  return suspicions.map(({ what, isCertain }) =>
    isCertain
      ? wrong(`${where}: ${what}`, "Correct the address, or the chain.")
      : notable(
          `${where}: ${what}`,
          "Compare them with the contract's source, or with one of its payments in a block explorer.",
        ),
  );
}

function examineBeginning(config: Config, { name, chain, fromBlock, filters }: RewardSource, final: Block): Finding[] {
  const where = `rewards.${name}.fromBlock`;
  if (fromBlock > final.number)
    return [
      wrong(
        `${where} is ${fromBlock}, and the newest final block is ${final.number}: nothing is read.`,
        "Set it to the block its contract was made in; or correct the chain.",
      ),
    ];
  if (fromBlock > 0n || final.number < MANY_BLOCKS) return [];
  const range = BigInt(config.chains[String(chain)]?.logRange ?? 1);
  const requests = (final.number / range + 1n) * BigInt(filters.length);
  return [
    notable(
      `${where} is 0, and there are ${final.number.toLocaleString("en")} final blocks: the first reading may take ${requests.toLocaleString("en")} requests of each of two providers.`,
      "Set it to the block its contract was made in; a block explorer names it.",
    ),
  ];
}
