import { outdateReports } from "../../../db/corrections.ts";
import { addFee, type FeeRow, listWithoutFee, type MovedBy } from "../../../db/fees.ts";
import { immediate } from "../../../db/open.ts";
import type { App } from "../../app.ts";
import type { Chain } from "../../chain/chain.ts";
import { counted } from "../../core/counted.ts";
import { gasPaid } from "../../core/treasury/accounts/gas-paid.ts";
import { Transient } from "../../errors.ts";
import { findPrice } from "../books/find-price.ts";
import { gasPayers } from "../books/gas-payers.ts";
import { readPastPrices } from "./read-past-prices.ts";

/** So many receipts are asked for at once: with the headers of their blocks they make one request. */
const AT_ONCE = 50;
/** So many transactions are sought at once: to find any, all flows are walked through. */
const MOST = 1_000;

/**
 * Notes what each transaction cost that moved something in a position, the newest first, each once; asks nothing where all are known. What cannot
 * be read is left for the next run and holds up nobody. Gives how many are new.
 */
export async function bookFees(app: App, chain: Chain): Promise<number> {
  let booked = 0;
  try {
    for (let isMore = true; isMore; ) {
      const moved = listWithoutFee(app.db, chain.id, MOST);
      isMore = moved.length === MOST;
      for (let from = 0; from < moved.length; from += AT_ONCE) {
        const added = await bookSome(app, chain, moved.slice(from, from + AT_ONCE));
        // Nothing new of so many means that what is older cannot be read either.
        if (added === 0) return booked;
        booked += added;
      }
    }
  } catch (error) {
    if (!(error instanceof Transient)) throw error;
    app.log.warn(`What transactions on ${chain.name} cost could not be read: ${error.message}`, error.context);
  }
  return booked;
}

async function bookSome(app: App, chain: Chain, moved: readonly MovedBy[]): Promise<number> {
  const receipts = await chain.gasReceipts(moved);
  const rows = moved.flatMap(({ hash: transaction, block, at }, index): FeeRow[] => {
    const receipt = receipts[index];
    if (receipt === undefined) return [];
    const { amount, data = null } = gasPaid(receipt);
    return [{ chain: chain.id, transaction, sender: receipt.sender, amount, data, block, at }];
  });
  const payers = new Set(gasPayers(app, chain.id).map(({ address }) => address));
  await priceAll(
    app,
    chain,
    rows.filter(({ sender }) => payers.has(sender)),
  );
  const missing = moved.length - rows.length;
  if (missing > 0)
    app.log.info(`${counted(missing, "receipt")} of ${chain.name} could not be read; they are asked for again`);
  return immediate(app.db, () => {
    const added = rows.filter((row) => addFee(app.db, row));
    if (added.length > 0) outdateReports(app.db, Math.min(...added.map(({ at }) => at)), app.now());
    return added.length;
  });
}

/** Of times before there were readings, what the chain's coin cost is asked of its feed. */
async function priceAll(app: App, chain: Chain, rows: readonly FeeRow[]): Promise<void> {
  const price = app.config.chains[chain.id]?.coinPrice;
  if (price === undefined) return;
  const unpriced = rows.filter(({ at }) => findPrice(app, price, at)?.silent !== false);
  const blocks = unpriced.map(({ block: number, at: timestamp }) => ({ number, timestamp }));
  if (blocks.length > 0) await readPastPrices(app, chain, blocks, price);
}
