import { countFees, listMomentsWithoutFee } from "../../../db/fees.ts";
import { findReadingAt, type ReadingRow } from "../../../db/readings.ts";
import type { App } from "../../app.ts";
import { tracelessSentence } from "../../core/treasury/accounts/gas.ts";
import type { Period } from "../../core/treasury/periods.ts";
import type { StatementBlock } from "../../core/treasury/statement.ts";
import { Transient } from "../../errors.ts";
import { gasPayers } from "../books/gas-payers.ts";

/**
 * Says how many transactions the treasury's payers of gas sent beside those that moved something in its positions: ones that failed leave no logs.
 * It is the difference of their counts at the two ends of the period, one request for each chain; where no node has that state, nothing is said.
 */
export async function noteTraceless(app: App, period: Period, closings: readonly StatementBlock[]): Promise<string[]> {
  const notes: string[] = [];
  for (const closing of closings) {
    const opening = openingOf(app, closing.chain, period.from);
    if (opening === undefined || opening.block >= closing.block) continue;
    // Of those whose receipt is not there yet nobody knows who sent them; that they are missing is said.
    const unread = listMomentsWithoutFee(app.db, closing.chain, { from: opening.at, to: closing.timestamp + 1 });
    if (unread.length === 0) notes.push(...(await noteChain(app, opening, closing)));
  }
  return notes;
}

/** The newest reading of any position on a chain that is not younger than the moment. */
function openingOf({ config, db }: App, chain: number, at: number): ReadingRow | undefined {
  const positions = Object.entries(config.positions).filter(([, position]) => position.chain === chain);
  const readings = positions.flatMap(([name]) => findReadingAt(db, name, at) ?? []);
  return readings.reduce<ReadingRow | undefined>(
    (newest, one) => (newest && newest.at >= one.at ? newest : one),
    undefined,
  );
}

async function noteChain(app: App, opening: ReadingRow, closing: StatementBlock): Promise<string[]> {
  const payers = gasPayers(app, closing.chain);
  if (payers.length === 0) return [];
  const ends = [
    { number: opening.block, hash: opening.blockHash },
    { number: closing.block, hash: closing.hash as `0x${string}` },
  ];
  const counts = await askCounts(
    app,
    closing.chain,
    payers.map(({ address }) => address),
    ends,
  );
  return payers.flatMap(({ address, label }, index) => {
    const [before, after] = counts[index] ?? [];
    if (before === undefined || after === undefined) return [];
    const more = after - before - countFees(app.db, closing.chain, address, opening.block, closing.block);
    return more > 0 ? [tracelessSentence(more, label, closing.name)] : [];
  });
}

type AskCounts = ReturnType<App["chains"]["get"]>["sentCounts"];

async function askCounts(app: App, chain: number, ...asked: Parameters<AskCounts>): ReturnType<AskCounts> {
  try {
    return await app.chains.get(chain).sentCounts(...asked);
  } catch (error) {
    if (!(error instanceof Transient)) throw error;
    app.log.info(`How many transactions were sent on chain ${chain} is not known: ${error.message}`, error.context);
    return [];
  }
}
