import type { Address, Hex } from "viem";
import type {
  Block,
  Call,
  Chain,
  Conduct,
  Outcome,
  RawCall,
  Read,
  Simulation,
  TransactionReceipt,
} from "../../src/chain/chain.ts";
import { Refusal, Transient } from "../../src/errors.ts";

/** Answers a view call from memory; what it throws is the call's failure. */
export type Answers = (call: Call) => unknown;

/** A chain in memory for unit tests of actions: one final block that a test moves, calls answered by the test. */
export type ModelChain = Chain & {
  head: Block;
  /** While true every provider is down. */
  down: boolean;
  /** How many batches of calls have been sent. */
  batches: number;
  codeAt: Map<Address, Hex>;
  /** What became of transactions, by hash. */
  receipts: Map<Hex, TransactionReceipt>;
  /** The same as a node says it. */
  wholeReceipts: Map<Hex, unknown>;
  /** What each provider answers to a call in bytes. */
  each: (call: RawCall) => readonly (Hex | undefined)[];
  /** How many providers there are, answering or not. */
  providers: number;
  /** What a unit of gas costs. */
  gas: bigint;
  /** What a simulation finds; otherwise no node offers one, and every call succeeds by itself. */
  simulated: (conduct: Conduct) => Partial<Simulation<never>>;
  /** Words of storage, by address and slot. */
  slots: Map<string, Hex>;
};

/** Makes a model chain whose calls are answered by the function given. */
export function createModelChain(id: number, head: Block, answers: Answers): ModelChain {
  const round = (calls: readonly Call[]): unknown[] => {
    chain.batches += 1;
    return calls.map((call) => {
      try {
        return answers(call);
      } catch (error) {
        return { failed: error instanceof Error ? error.message : "reverted" };
      }
    });
  };
  const up = async () => {
    await Promise.resolve();
    if (chain.down) throw new Transient("No provider answers.");
  };
  const run = <T>(read: Read<T>): T => {
    let step = read.next();
    while (!step.done) step = read.next(round(step.value));
    return step.value;
  };
  const chain: ModelChain = {
    id,
    name: "Model",
    head,
    down: false,
    batches: 0,
    codeAt: new Map(),
    each: () => [undefined],
    providers: 1,
    gas: 10n ** 9n,
    simulated: () => ({}),
    slots: new Map(),
    receipts: new Map(),
    wholeReceipts: new Map(),
    finalized: async () => {
      await up();
      return chain.head;
    },
    block: async () => {
      await up();
      return chain.head;
    },
    blockAt: async () => {
      await up();
      return chain.head;
    },
    read: async (_, read) => {
      await up();
      return run(read);
    },
    readAll: async (_, reads) => {
      await up();
      return reads.map(attempt(run));
    },
    readShared: (block, reads) => chain.readAll(block, reads),
    logs: async () => {
      await up();
      return [];
    },
    logStream: async function* (_, from, to) {
      await up();
      if (from <= to.number) yield { end: to, logs: [] };
    },
    gasPrice: async () => {
      await up();
      return chain.gas;
    },
    requests: () => [],
    callEach: async (_, call) => {
      await up();
      return { providers: chain.providers, answers: chain.each(call) };
    },
    replaced: async () => {
      await up();
      return undefined;
    },
    code: async (address) => {
      await up();
      return chain.codeAt.get(address) ?? "0x";
    },
    transaction: async () => {
      await up();
      return undefined;
    },
    receipt: async (hash) => {
      await up();
      return chain.receipts.get(hash);
    },
    wholeReceipt: async (hash) => {
      await up();
      return chain.wholeReceipts.get(hash);
    },
    gasReceipts: async (sent) => {
      await up();
      return sent.map(() => undefined);
    },
    sentCounts: async (accounts) => {
      await up();
      return accounts.map(() => undefined);
    },
    touching: async () => {
      await up();
      return [];
    },
    slot: async (address, slot) => {
      await up();
      return chain.slots.get(`${address} ${slot}`) ?? `0x${"00".repeat(32)}`;
    },
    simulate: async (block, conduct, reads) => {
      await up();
      const calls = conduct.calls.map(() => ({ revert: undefined, answer: "0x" as const, logs: [] }));
      const found = chain.simulated(conduct);
      const seen = found.way === "block" ? reads.map(attempt(run)) : [];
      const nothing = { way: "calls", refused: undefined, gas: undefined, storage: undefined } as const;
      return { block, ...nothing, calls, reads: seen, ...found };
    },
  };
  return chain;
}

const attempt =
  (run: <T>(read: Read<T>) => T) =>
  <T>(read: Read<T>): Outcome<T> => {
    try {
      return { ok: true, value: run(read) };
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, reason: error.message };
      throw error;
    }
  };
