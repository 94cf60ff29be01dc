import { type Address, type Hex, zeroAddress } from "viem";
import type { RawLog } from "../../../chain/chain.ts";
import { formatShare } from "../../../core/amount.ts";
import { placeOf } from "../shared/place-of.ts";
import type { SeenTerm } from "../source.ts";
import { graphEvents as events } from "./the-graph-events.ts";

/** Something a log says of an indexer. */
export type Heard = { log: RawLog; node: Address };

/** Rewards minted for an allocation: all of them, before anybody's part. */
export type Assigned = Heard & { allocation: Address; amount: bigint };

/** Rewards split: all of them, and the indexer's own part. */
export type Collected = Heard & { allocation: Address; all: bigint; own: bigint };

/** What went into an indexer's stake. */
export type Deposit = Heard & { tokens: bigint };

/** What a transaction says, event by event, each list in the order of its logs. */
export type HeardTransaction = {
  assigned: Assigned[];
  collected: Collected[];
  deposits: Deposit[];
  rebates: (Heard & { amount: bigint })[];
  fees: (Heard & { amount: bigint; recipient: Address; restaked: boolean })[];
  slashes: Deposit[];
  denied: (Heard & { allocation: Address; amount?: bigint; why: string })[];
  terms: (SeenTerm & { verifier: Address | undefined })[];
};

const WHOLE = 1_000_000n;
/** By the number of a payment's type. */
const CUTS = ["query fee cut", "indexing fee cut", "indexing reward cut"];

type Reader = {
  words: { topic: Hex; check: (log: RawLog) => void };
  hear: (log: RawLog, into: HeardTransaction) => void;
};

const { collected, rebate, queryFees, payment, ineligible, cuts, feeCut } = events;
const readers: Reader[] = [
  ...events.assigned.map(({ words, node, allocation, amount }) => ({
    words,
    hear: (log: RawLog, { assigned }: HeardTransaction) =>
      void assigned.push({ log, node: node(log), allocation: allocation(log), amount: amount(log) }),
  })),
  ...events.deposits.map(({ words, node, tokens }) => ({
    words,
    hear: (log: RawLog, { deposits }: HeardTransaction) =>
      void deposits.push({ log, node: node(log), tokens: tokens(log) }),
  })),
  ...events.slashes.map(({ words, node, tokens }) => ({
    words,
    hear: (log: RawLog, { slashes }: HeardTransaction) =>
      void slashes.push({ log, node: node(log), tokens: tokens(log) }),
  })),
  ...events.denied.map(({ words, node, allocation }) => ({
    words,
    hear: (log: RawLog, { denied }: HeardTransaction) =>
      void denied.push({ log, node: node(log), allocation: allocation(log), why: "its subgraph is denied" }),
  })),
  {
    words: ineligible.words,
    hear: (log, { denied }) => {
      const [node, allocation, amount] = [ineligible.node(log), ineligible.allocation(log), ineligible.amount(log)];
      denied.push({ log, node, allocation, amount, why: "the indexer was not eligible" });
    },
  },
  {
    words: collected.words,
    hear: (log, into) => {
      const [node, allocation] = [collected.node(log), collected.allocation(log)];
      into.collected.push({ log, node, allocation, all: collected.all(log), own: collected.own(log) });
    },
  },
  {
    words: rebate.words,
    hear: (log, { rebates }) => void rebates.push({ log, node: rebate.node(log), amount: rebate.amount(log) }),
  },
  {
    words: queryFees.words,
    hear: (log, { fees }) => {
      const node = queryFees.node(log);
      const amount = queryFees.all(log) - queryFees.curators(log);
      fees.push({ log, node, recipient: node, amount, restaked: false });
    },
  },
  {
    words: payment.words,
    hear: (log, { fees }) => {
      const [node, to] = [payment.node(log), payment.destination(log)];
      const restaked = to === zeroAddress;
      fees.push({ log, node, recipient: restaked ? node : to, amount: payment.amount(log), restaked });
    },
  },
  {
    words: cuts.words,
    hear: (log, { terms }) => {
      terms.push({ ...termOf(log, cuts.node(log), CUTS[2] ?? "", cuts.rewards(log)), verifier: undefined });
      terms.push({ ...termOf(log, cuts.node(log), CUTS[0] ?? "", cuts.fees(log)), verifier: undefined, part: 1 });
    },
  },
  {
    words: feeCut.words,
    hear: (log, { terms }) => {
      // The older event tells what an indexer keeps, this one what its delegators get.
      const name = CUTS[Number(feeCut.type(log))];
      const kept = WHOLE - feeCut.cut(log);
      if (name !== undefined)
        terms.push({ ...termOf(log, feeCut.node(log), name, kept), verifier: feeCut.verifier(log) });
    },
  },
];
const byTopic = new Map(readers.map((reader) => [reader.words.topic, reader]));

/** Transaction by transaction what logs say. Throws Refusal for a log that does not fit its event. */
export function* hearTransactions(logs: readonly RawLog[]): Iterable<HeardTransaction> {
  let heard = silence();
  let current: Hex | undefined;
  for (const log of logs) {
    const reader = byTopic.get(log.topics[0] as Hex);
    if (!reader) continue;
    reader.words.check(log);
    if (current !== undefined && log.transactionHash !== current) {
      yield heard;
      heard = silence();
    }
    current = log.transactionHash;
    reader.hear(log, heard);
  }
  if (current !== undefined) yield heard;
}

function silence(): HeardTransaction {
  return { assigned: [], collected: [], deposits: [], rebates: [], fees: [], slashes: [], denied: [], terms: [] };
}

function termOf(log: RawLog, node: Address, term: string, kept: bigint): SeenTerm {
  return { ...placeOf(log), node, owner: node, term, value: formatShare(kept), part: 0 };
}
