import { findReadingAt, listReadings } from "../../../db/readings.ts";
import type { App } from "../../app.ts";
import { legLabel, legWord } from "../../core/treasury/by-position.ts";
import type { LegKind } from "../../core/treasury/legs.ts";
import { valueUsd } from "../../core/treasury/money.ts";
import { lookThrough } from "../../core/treasury/risk/look-through.ts";
import type { StatementToken, Usd } from "../../core/treasury/statement.ts";
import { findYieldSource } from "../../sources/yields/index.ts";
import { priceOf } from "../books/find-price.ts";
import { nameChain } from "../name-chain.ts";
import { tokenOf } from "../token-of.ts";

/** What a leg of a position was last read to hold, negative for a debt, and its value in USD 1e-8 at a fresh price. */
export type HeldLeg = {
  /** Its position and leg by name; the leg is empty where it is the only one. */
  position: string;
  leg: string;
  /** What members see: the position, and its leg where it has several. */
  label: string;
  kind: LegKind;
  amount: bigint;
  usd: Usd;
  token: StatementToken;
  /** What its token comes down to, who stands behind that, and the token whose peg makes it stable, by name: as far as the config says it. */
  asset: string;
  issuer: string | undefined;
  pegged: string | undefined;
  chainName: string;
  /** Whose contracts it lies in; undefined for a plain balance, which trusts nobody's. */
  protocol: string | undefined;
  /** Where and when it was read, the time in Unix seconds. */
  chain: number;
  block: bigint;
  readAt: number;
  /** Of a debt, how many times its collateral covers it, at a scale of 1e18; and what of any leg unlocks when: where its protocol tells. */
  health: bigint | undefined;
  unlocks: readonly { at: number; amount: bigint }[];
};

/** The legs of all positions that were ever read, as of their newest readings, and the labels of those that were not. Empty legs are left out. */
export function listHeldLegs(app: App, at: number): { legs: HeldLeg[]; unread: string[] } {
  const unread: string[] = [];
  const legs = Object.keys(app.config.positions).flatMap((name) => {
    const source = findYieldSource(app.config, name);
    const newest = findReadingAt(app.db, name, at);
    if (newest === undefined) {
      unread.push(source.label);
      return [];
    }
    const rows = listReadings(app.db, name, { from: newest.at, to: newest.at });
    return rows
      .filter(({ amount, block }) => amount !== 0n && block === newest.block)
      .map(({ leg, kind, amount, token, health, unlocks }) => ({
        ...{ position: name, leg },
        label: legLabel(source.label, legWord(leg, tokenOf(app, token).symbol)),
        ...{ kind, amount, token: tokenOf(app, token) },
        usd: valueUsd(amount, tokenOf(app, token), priceOf(app, token, at)),
        ...lookThrough(app.config.tokens, token),
        chainName: nameChain(app, source.chain),
        protocol: source.kind === "balance" ? undefined : source.protocol,
        ...{ chain: source.chain, block: newest.block, readAt: newest.at },
        ...{ health: health ?? undefined, unlocks: unlocks ?? [] },
      }));
  });
  return { legs, unread };
}
