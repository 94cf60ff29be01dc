import { createLogRange, type LogRange } from "./log-range.ts";
import type { TooMuch } from "./log-refusal.ts";
import type { Provider } from "./provider.ts";

/** How many blocks one request may span that asks a provider for certain logs. */
export type Reach = {
  span: () => bigint;
  /** After an answer for so many blocks. */
  accepted: (asked: bigint) => void;
  /** After a refusal of so many, for there being too much of something. */
  refused: (asked: bigint, what: TooMuch) => void;
};

const KEPT = 1_000;
const FAR = 1n << 40n;

/**
 * What a provider takes in blocks is learnt once for all that is read from it; what it takes in logs, or in time, for each
 * question by itself, and not for good: where one filter finds very much, another may find nothing.
 */
export function createReaches(first: number): (provider: Provider, key: string) => Reach {
  const ofBlocks = new WeakMap<Provider, LogRange>();
  const ofLogs = new Map<string, LogRange>();
  return (provider, key) => {
    const blocks = ofBlocks.get(provider) ?? createLogRange(first);
    ofBlocks.set(provider, blocks);
    const name = `${provider.label} ${key}`;
    const logs = ofLogs.get(name) ?? createLogRange(FAR, { forgets: true });
    if (ofLogs.size >= KEPT) ofLogs.clear();
    ofLogs.set(name, logs);
    return {
      span: () => (blocks.span() < logs.span() ? blocks.span() : logs.span()),
      accepted: (asked) => {
        // A range cut short says nothing about what the provider would accept.
        for (const range of [blocks, logs]) if (asked === range.span()) range.accepted();
      },
      refused: (asked, what) => (what === "blocks" ? blocks : logs).refused(asked),
    };
  };
}
