import { outdateReports } from "../../../db/corrections.ts";
import { immediate } from "../../../db/open.ts";
import { addQuote } from "../../../db/quotes.ts";
import { addReading, type NewReading } from "../../../db/readings.ts";
import type { App } from "../../app.ts";
import type { Block, Outcome } from "../../chain/chain.ts";
import type { SeenPrice } from "../../sources/prices/chainlink.ts";
import { readPrice } from "../../sources/prices/index.ts";
import { listYieldSources } from "../../sources/yields/index.ts";
import type { SeenLeg, YieldSource } from "../../sources/yields/source.ts";
import { bookFlows } from "./book-flows.ts";
import { refuseOtherTokens } from "./refuse-other-tokens.ts";

/** What a run left: readings and quotes that are new, and the positions and prices that could not be read, with the reason. */
export type PositionsRead = { stored: number; unread: readonly { name: string; reason: string }[] };

/**
 * Reads every position and price of a chain at one final block, in one batch, after booking the flows up to it: a reading
 * whose flows are not booked would show deposits as income. What cannot be read is left unknown. Safe to repeat.
 */
export async function readPositions(app: App, chainId: number, block: Block): Promise<PositionsRead> {
  const chain = app.chains.get(chainId);
  const all = listYieldSources(app.config).filter((source) => source.chain === chainId);
  const prices = Object.entries(app.config.prices).filter(([, price]) => price.chain === chainId);
  const refused = await bookFlows(app, chain, all, block);
  const unread = [...refused].map(([name, reason]) => ({ name, reason }));
  const positions = all.filter(({ name }) => !refused.has(name));
  const outcomes = await chain.readAll<readonly SeenLeg[] | SeenPrice>(block, [
    ...positions.map((source) => source.read(block)),
    ...prices.map(([name]) => readPrice(app.config, name, block.timestamp)),
  ]);
  const stored = immediate(app.db, () => {
    let added = 0;
    positions.forEach((source, index) => {
      const seen = refuseOtherTokens(app, source, outcomes[index] as Outcome<readonly SeenLeg[]>);
      if (!seen.ok) unread.push({ name: source.name, reason: seen.reason });
      else added += readingRows(source, block, seen.value).filter((row) => addReading(app.db, row)).length;
    });
    prices.forEach(([name], index) => {
      const seen = outcomes[positions.length + index] as Outcome<SeenPrice>;
      if (!seen.ok) unread.push({ name, reason: seen.reason });
      else if (addQuote(app.db, quoteRow(name, chainId, block, seen.value))) added += 1;
    });
    if (added > 0) outdateReports(app.db, block.timestamp, app.now());
    return added;
  });
  return { stored, unread };
}

/** A row for each leg: one that was not seen holds nothing, which is known. */
function readingRows({ name, chain, legs }: YieldSource, block: Block, seen: readonly SeenLeg[]): NewReading[] {
  const where = { chain, block: block.number, blockHash: block.hash, at: block.timestamp };
  return legs.map(({ leg, token, kind }) => {
    const { contract: _, ...known } = seen.find((one) => one.leg === leg) ?? { amount: 0n };
    return { ...where, ...known, position: name, leg, kind, token };
  });
}

function quoteRow(price: string, chain: number, block: Block, seen: SeenPrice) {
  return { ...seen, price, chain, block: block.number, at: block.timestamp };
}
