import { outdateReports } from "../../../db/corrections.ts";
import { immediate } from "../../../db/open.ts";
import { addQuote, findQuote } from "../../../db/quotes.ts";
import type { App } from "../../app.ts";
import type { Block, Chain } from "../../chain/chain.ts";
import { readPastPrice } from "../../sources/prices/index.ts";

/**
 * Stores what a chain's feeds said as of past blocks, as far as nobody has read that: by their rounds at the newest final
 * block, so that no past state is needed. What they do not remember stays unknown. Gives how many quotes are new. `only` is the one
 * price that is wanted, where not all are.
 */
export async function readPastPrices(
  app: App,
  chain: Chain,
  blocks: readonly Pick<Block, "number" | "timestamp">[],
  only?: string,
): Promise<number> {
  const feeds = Object.entries(app.config.prices).filter(
    ([name, price]) => price.chain === chain.id && "feed" in price && (only === undefined || name === only),
  );
  const wanted = blocks.flatMap((block) =>
    feeds.flatMap(([price]) => (findQuote(app.db, price, block.number) ? [] : [{ price, block }])),
  );
  if (wanted.length === 0) return 0;
  const outcomes = await chain.readAll(
    await chain.finalized(),
    wanted.map(({ price, block }) => readPastPrice(app.config, price, block.timestamp)),
  );
  return immediate(app.db, () => {
    const added = wanted.filter(({ price, block: { number, timestamp } }, index) => {
      const seen = outcomes[index];
      const place = { price, chain: chain.id, block: number, at: timestamp };
      return seen?.ok === true && addQuote(app.db, { ...seen.value, ...place });
    });
    if (added.length > 0) outdateReports(app.db, Math.min(...added.map(({ block }) => block.timestamp)), app.now());
    return added.length;
  });
}
