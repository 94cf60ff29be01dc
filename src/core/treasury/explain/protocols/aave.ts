import { type Address, isAddressEqual } from "viem";
import { canBeIncome, type Facts, type Rule, without } from "../facts.ts";
import type { Line } from "../line.ts";
import type { Move } from "../moves.ts";
import { explainBorrow, explainRepay } from "./aave-debts.ts";
import { findTransfer, type PoolEvent, principalOf, readPool, readTokens, type TokenEvent } from "./aave-events.ts";
import { explainInterest } from "./aave-interest.ts";
import { explainLiquidation } from "./aave-liquidation.ts";
import { nameAavePool } from "./aave-pools.ts";
import { explainCollateral, explainSupply, explainWithdraw } from "./aave-positions.ts";

/** Between what was asked of a pool and what its token says lie roundings of the pool's own, in smallest units. */
const ROUNDING = 2n;

/** One event of a pool with what is needed to tell it. */
export type PoolCase = {
  facts: Facts;
  event: PoolEvent;
  /** What the pool's token says of it. */
  token: TokenEvent | undefined;
  /** The token's transfer that goes with it, where an account took part in it. */
  transfer: Move | undefined;
  /** Finds what another token says of the same event. */
  find: (holder: Address, principal: bigint) => TokenEvent | undefined;
  protocol: string;
};

const TELL: Readonly<Record<PoolEvent["kind"], (pool: PoolCase) => Line[]>> = {
  supply: explainSupply,
  withdraw: explainWithdraw,
  borrow: explainBorrow,
  repay: explainRepay,
  liquidation: explainLiquidation,
  "collateral on": explainCollateral,
  "collateral off": explainCollateral,
};

/** Lending pools: Aave v2 and v3, Spark and others of their shape. What was lent or owed, and the interest on it, are told apart. */
export const aave: Rule = {
  protocol: "aave",
  explain: (given) => {
    const events = readPool(given.logs);
    const tokens = readTokens(given.logs).filter(({ log }) => given.isFree(log.index));
    const used = new Set<TokenEvent>();
    const told = new Set<number>();
    const lines: Line[] = [];
    const isPlausible = ({ type, asset: { address } }: Line) =>
      type !== "receive" || address === undefined || canBeIncome(given, address);
    const add = (all: readonly Line[]) => {
      const found = all.filter(isPlausible);
      lines.push(...found);
      for (const log of found.flatMap(({ claims }) => claims)) told.add(log);
    };
    for (const event of events) {
      const facts = without(given, told);
      const find = (holder: Address, principal: bigint) => {
        const token = findToken(tokens, { holder, principal, before: event.log.index, used });
        if (token !== undefined) used.add(token);
        return token;
      };
      const token = find(event.holder, PRINCIPAL[event.kind] * event.amount);
      const transfer = token === undefined ? undefined : findTransfer(facts, token);
      add(TELL[event.kind]({ facts, event, token, transfer, find, protocol: nameAavePool(event) }));
    }
    add(
      explainInterest(
        without(given, told),
        tokens.filter((token) => !used.has(token)),
        events,
      ),
    );
    return lines;
  },
};

/** Which way an event changes what is lent or owed; 0n where no token tells it. */
const PRINCIPAL: Readonly<Record<PoolEvent["kind"], bigint>> = {
  ...{ supply: 1n, borrow: 1n, withdraw: -1n, repay: -1n, liquidation: -1n },
  ...{ "collateral on": 0n, "collateral off": 0n },
};

type Wanted = { holder: Address; principal: bigint; before: number; used: ReadonlySet<TokenEvent> };

/** The newest token event before a pool's event that is of the same account and amount. */
function findToken(tokens: readonly TokenEvent[], { holder, principal, before, used }: Wanted): TokenEvent | undefined {
  if (principal === 0n) return undefined;
  return tokens.findLast((token) => {
    const off = principalOf(token) - principal;
    const isNear = off >= -ROUNDING && off <= ROUNDING;
    return isNear && token.log.index < before && !used.has(token) && isAddressEqual(token.holder, holder);
  });
}
