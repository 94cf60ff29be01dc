import { listFees, listMomentsWithoutFee } from "../../../db/fees.ts";
import type { App } from "../../app.ts";
import type { GasFacts } from "../../core/treasury/accounts/gas.ts";
import { findNetwork } from "../../core/treasury/explain/networks.ts";
import type { Period } from "../../core/treasury/periods.ts";
import { nameChain } from "../name-chain.ts";
import { gasPayers } from "./gas-payers.ts";
import { openQuoteBook } from "./price-book.ts";

/** What is stored of the gas that the treasury bears over [from, to), on each chain that has a position. */
export function collectGas(app: App, span: Period): GasFacts[] {
  const chains = [...new Set(Object.values(app.config.positions).map(({ chain }) => chain))];
  return chains.map((chain) => collectChain(app, chain, span));
}

function collectChain(app: App, chain: number, span: Period): GasFacts {
  const settings = app.config.chains[chain];
  const coinPrice = settings?.coinPrice;
  const quoted = openQuoteBook(app, span);
  const senders = gasPayers(app, chain).map(({ address }) => address);
  return {
    chain,
    name: nameChain(app, chain),
    coin: settings?.native ?? "coin",
    hasDataFee: findNetwork(chain)?.hasDataFee ?? false,
    paid: listFees(app.db, chain, senders, span).map(({ transaction, block, at, sender, amount, data }) => ({
      ...{ transaction, block, at, sender, amount, data: data ?? undefined },
      price: coinPrice === undefined ? undefined : quoted(coinPrice, at),
    })),
    unread: listMomentsWithoutFee(app.db, chain, span),
  };
}
