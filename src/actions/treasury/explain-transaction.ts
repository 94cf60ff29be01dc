import { type Address, type Hex, isAddressEqual } from "viem";
import type { App } from "../../app.ts";
import type { Chain } from "../../chain/chain.ts";
import { readTokenDecimals } from "../../chain/token-decimals.ts";
import { explain } from "../../core/treasury/explain/explain.ts";
import { findNetwork } from "../../core/treasury/explain/networks.ts";
import { readReceipt } from "../../core/treasury/explain/receipt.ts";
import { type Row, toRows } from "../../core/treasury/explain/rows.ts";
import { findPinned, pinnedDecimals } from "../../core/treasury/explain/tokens.ts";
import { Refusal } from "../../errors.ts";
import { treasuryAccounts } from "../books/treasury-accounts.ts";

/** A transaction as the treasury sees it: rows in the order of the logs, each with a symbol to read. */
export type TransactionView = {
  hash: Hex;
  chainName: string;
  explorer: string | undefined;
  rows: readonly (Row & { symbol: string | undefined; accountLabel: string | undefined })[];
};

/**
 * What one transaction meant for the treasury's accounts and the holders of its positions, on whichever chain of the config it is.
 * Throws Refusal where no chain has it, or no account of the treasury is on that chain.
 */
export async function explainTransaction(app: App, hash: Hex): Promise<TransactionView> {
  const { chain, receipt } = await findReceipt(app, hash);
  const accounts = treasuryAccounts(app, chain.id).map(({ address }) => address);
  if (accounts.length === 0) throw new Refusal(`The treasury has no account on ${chain.name}.`);
  const lines = explain(readReceipt(receipt), chain.id, accounts);
  const tokens = lines.flatMap(({ asset: { address, item } }) =>
    address === undefined || item !== undefined ? [] : [address],
  );
  const known = await chain.read(await chain.finalized(), readTokenDecimals([...new Set(tokens)]));
  const pinned = pinnedDecimals(chain.id);
  const rows = toRows(lines, chain.id, (token) => known.get(token) ?? pinned(token));
  return {
    ...{ hash, chainName: chain.name, explorer: app.config.chains[chain.id]?.explorer },
    rows: rows.map((row, index) => ({
      ...row,
      symbol: symbolOf(app, chain.id, lines[index]?.asset.address),
      accountLabel: app.config.treasury.find(
        (one) => one.chain === chain.id && isAddressEqual(one.address, row.account),
      )?.label,
    })),
  };
}

/** The first chain that has it. One that cannot be asked does not hide another's answer, but it hides that none has it. */
async function findReceipt(app: App, hash: Hex): Promise<{ chain: Chain; receipt: unknown }> {
  let failure: unknown;
  for (const chain of app.chains.list()) {
    try {
      const receipt = await chain.wholeReceipt(hash);
      if (receipt !== undefined) return { chain, receipt };
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  throw new Refusal("No chain that Steward knows has this transaction in a block.");
}

function symbolOf({ config }: App, chain: number, token: Address | undefined): string | undefined {
  if (token === undefined) return config.chains[chain]?.native ?? findNetwork(chain)?.coin;
  const ours = Object.values(config.tokens).find((one) => one.chain === chain && isAddressEqual(one.address, token));
  return ours?.symbol ?? findPinned(chain, token)?.symbol;
}
