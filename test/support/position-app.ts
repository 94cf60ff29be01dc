import type { Address } from "viem";
import { expect } from "vitest";
import { collectBooks } from "../../src/actions/books/collect-books.ts";
import { readPositions } from "../../src/actions/yields/read-positions.ts";
import type { Block } from "../../src/chain/chain.ts";
import { createChains } from "../../src/chain/chains.ts";
import type { ConfigInput } from "../../src/config/schema.ts";
import { type Earnings, earnings, positionAccount } from "../../src/core/treasury/accounts/position-account.ts";
import type { PositionAccount } from "../../src/core/treasury/statement.ts";
import { yieldKinds } from "../../src/sources/yields/index.ts";
import { createTestApp } from "./app.ts";
import { readingOf } from "./earnings-of.ts";
import { testConfig } from "./test-config.ts";

const ANYTHING: Address = "0x1000000000000000000000000000000000000001";

type Named = Readonly<Record<string, Address>>;

/** An app that keeps the books of one position, `here`, on a chain of its own; tokens without an address are names with nothing behind them. */
export function positionApp(
  url: string,
  settings: Record<string, unknown>,
  tokens: readonly string[] | Named = ["coin"],
) {
  const named = isNames(tokens) ? Object.fromEntries(tokens.map((name) => [name, ANYTHING])) : tokens;
  const changes = {
    chains: { "31337": { name: "Local chain", finality: { kind: "depth", blocks: 0 } } },
    tokens: Object.fromEntries(
      Object.entries(named).map(([name, address]) => [
        name,
        { chain: 31_337, address, symbol: name.toUpperCase(), decimals: 18 },
      ]),
    ),
    positions: { here: { chain: 31_337, label: "Here", ...settings } },
  } as unknown as Partial<ConfigInput>;
  const config = testConfig(changes, { yields: yieldKinds });
  const app = createTestApp({ config });
  const chains = createChains(config, { 31337: [url] }, app.log, { timeoutMs: 2_000 });
  const booked = Object.assign(app, { chains });
  const reads: Block[] = [];
  const collected = () => collectBooks(booked, { from: 0, to: Number.MAX_SAFE_INTEGER }).positions;
  const between = (from: number, to: number) => {
    const [opening, closing] = [reads[from], reads[to]];
    if (!opening || !closing) throw new Error("Not read as often");
    return { from: opening.timestamp, to: closing.timestamp, opening: opening.number, closing: closing.number };
  };
  return {
    app: booked,
    /** Reads at the newest block, and once more, which must add nothing. */
    read: async () => {
      const block = await chains.get(31_337).finalized();
      const { unread } = await readPositions(booked, 31_337, block);
      if (unread.length > 0) return unread[0]?.reason;
      expect((await readPositions(booked, 31_337, block)).stored).toBe(0);
      reads.push(block);
      return undefined;
    },
    /** What was stored of a leg when it was last read. */
    reading: (leg = "") => readingOf(booked, "here", leg, reads.at(-1)?.number ?? 0n),
    /** What a leg earned from one read to another, by their places; from the first to the last. */
    earned: (leg = "", from = 0, to = reads.length - 1): Earnings => {
      const facts = collected().find((one) => one.leg === leg);
      if (!facts) throw new Error(`No leg ${leg} was read`);
      return earnings(facts, between(from, to));
    },
    /** Each leg's account from the first read to the last, without prices. */
    accounts: (): PositionAccount[] => {
      const stretch = between(0, reads.length - 1);
      return collected().map((facts) => positionAccount(facts, stretch, stretch, undefined));
    },
  };
}

function isNames(tokens: readonly string[] | Named): tokens is readonly string[] {
  return Array.isArray(tokens);
}
