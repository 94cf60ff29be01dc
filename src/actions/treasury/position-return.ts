import type { App } from "../../app.ts";
import { sumUsd, valueUsd } from "../../core/treasury/money.ts";
import type { PositionFacts } from "../../core/treasury/position-facts.ts";
import { breakAtFlows, type Read } from "../../core/treasury/returns/break-at-flows.ts";
import { type Return, returnOver } from "../../core/treasury/returns/return-over.ts";
import type { Usd } from "../../core/treasury/statement.ts";
import type { Stretch } from "../../core/treasury/stretch.ts";
import type { PriceBook } from "../books/price-book.ts";

/** What a position returned in USD over a stretch; undefined where an end is unread or unpriced, or more was owed than held. */
export function positionReturn(
  { config }: App,
  legs: readonly PositionFacts[],
  { opening, closing }: Stretch,
  price: PriceBook,
): Return | undefined {
  if (opening === undefined || closing === undefined) return undefined;
  const reads = (legs[0]?.readings ?? []).filter(({ block }) => block >= opening && block <= closing);
  const spans = breakAtFlows({
    reads,
    flows: legs.flatMap((leg) => leg.flows.map((flow) => ({ ...flow, token: leg.token }))),
    worth: worthOf(legs, price),
    value: ({ direction, amount, token }, { at }) =>
      valueUsd(direction === "in" ? amount : -amount, token, price(token.name, at)),
  });
  return spans && returnOver(spans, config.inflation?.series);
}

/** All legs together at a reading, at the prices of that moment. */
function worthOf(legs: readonly PositionFacts[], price: PriceBook): (read: Read) => Usd {
  const amounts = legs.map(({ readings }) => new Map(readings.map(({ block, amount }) => [block, amount])));
  return ({ block, at }) =>
    sumUsd(
      legs.map(({ token }, index) => {
        const amount = amounts[index]?.get(block);
        return amount === 0n ? 0n : valueUsd(amount, token, price(token.name, at));
      }),
    );
}
