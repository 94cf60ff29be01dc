import type { App } from "../../app.ts";
import type { Figure } from "../../core/treasury/statement/figures.ts";
import type { Statement, StatementPrice } from "../../core/treasury/statement.ts";
import { findFigure } from "./find-figures.ts";

/** A figure of a report with all that it is made of, from the report's newest accounts alone. */
export type WhyView = {
  figure: Figure;
  statement: Statement;
  /** Of the tokens that it speaks of. */
  prices: readonly StatementPrice[];
  /** Addresses of the feeds of those prices that come from one, by the price's name. */
  feeds: Readonly<Record<string, string>>;
  /** Base addresses of the chains' explorers, by chain id. */
  explorers: Readonly<Record<number, string | undefined>>;
};

/** Says why a report's figure is what it is; throws Refusal where no report has it. */
export function describeWhy(app: App, asked: string): WhyView {
  const { figure, statement } = findFigure(app, asked);
  const tokens = [
    ...[...figure.legs, ...figure.rewards].map(({ token }) => token.name),
    ...figure.entries.map(({ token }) => token),
  ];
  const used = new Set(tokens.map((name) => app.config.tokens[name]?.price));
  const prices = statement.prices.filter(({ name }) => used.has(name));
  return {
    ...{ figure, statement, prices },
    feeds: Object.fromEntries(prices.flatMap(({ name }) => feedOf(app, name))),
    explorers: Object.fromEntries(Object.entries(app.config.chains).map(([id, { explorer }]) => [id, explorer])),
  };
}

function feedOf({ config }: App, name: string): [name: string, feed: string][] {
  const price = config.prices[name];
  return price !== undefined && "feed" in price ? [[name, price.feed]] : [];
}
