import type { Hex } from "viem";
import type { Db } from "../../db/open.ts";
import { type ModelBlock, type Said, timeOf } from "./lying-chain.ts";
import { EPOCH_SECONDS, type Fact } from "./reward-facts.ts";

/** What the books of a source say, table by table: one line for each row, sorted. */
export type Books = Readonly<Record<string, readonly string[]>>;

type Node = { owner: string; region: string | null; since: number; until: number | null };
type Epoch = { first: number; last: number; rewards: number };
type Total = { amount: bigint; rewards: number; first: number; last: number };

const EARNED = ["paid", "accrued", "locked"];

/** What the books of a chain must say, counted anew from its blocks, log by log, by nothing of the house. */
export function recount(blocks: readonly ModelBlock[], facts: ReadonlyMap<Said, Fact>): Books {
  const nodes = new Map<string, Node>();
  const rewards: string[] = [];
  const terms: string[] = [];
  const oddities: string[] = [];
  const totals = new Map<string, Total>();
  const epochs = new Map<number, Epoch>();
  const earned = new Map<number, Map<string, Map<string, bigint>>>();
  const newestTerm = new Map<string, string>();
  const leftAt = new Map<string, number>();
  const seen = (node: string, owner: string, at: number) => {
    // A node is known for all of the block that first names it.
    const until = leftAt.get(node) === at ? at : null;
    if (!nodes.has(node)) nodes.set(node, { owner, region: null, since: at, until });
  };
  const tell = (epoch: number, at: number, count: number) => {
    const known = epochs.get(epoch) ?? { first: at, last: at, rewards: 0 };
    const [first, last] = [Math.min(known.first, at), Math.max(known.last, at)];
    epochs.set(epoch, { first, last, rewards: known.rewards + count });
  };
  const money = (fact: Fact & { is: "money" }, block: number, hash: Hex, logIndex: number) => {
    const at = timeOf(block);
    const epoch = fact.epoch ?? Math.floor(at / EPOCH_SECONDS);
    seen(fact.node, fact.who, at);
    fact.parts.forEach(({ kind, token, amount }, part) => {
      rewards.push([epoch, fact.node, block, logIndex, part, kind, token, amount, fact.who, at, hash].join());
      tell(epoch, at, 1);
      const key = [fact.node, token, kind].join();
      const total = totals.get(key) ?? { amount: 0n, rewards: 0, first: at, last: at };
      totals.set(key, { ...total, amount: total.amount + BigInt(amount), rewards: total.rewards + 1, last: at });
      if (!EARNED.includes(kind)) return;
      const tokens = earned.get(epoch) ?? new Map<string, Map<string, bigint>>();
      const sums = tokens.get(token) ?? new Map<string, bigint>();
      earned.set(epoch, tokens.set(token, sums.set(fact.node, (sums.get(fact.node) ?? 0n) + BigInt(amount))));
    });
  };
  for (const { number, hash, logs } of blocks) {
    const at = timeOf(number);
    logs.forEach(({ said }, logIndex) => {
      const fact = facts.get(said) as Fact;
      if (fact.is === "money") money(fact, number, hash, logIndex);
      else if (fact.is === "registered") {
        seen(fact.node, fact.who, at);
        Object.assign(nodes.get(fact.node) as Node, { owner: fact.who, region: fact.region, until: null });
      } else if (fact.is === "retired") {
        const node = nodes.get(fact.node);
        if (node) node.until = at;
        else leftAt.set(fact.node, at);
      } else if (fact.is === "epoch") tell(fact.epoch, at, 0);
      else if (fact.is === "odd") oddities.push([number, hash].join());
      else {
        seen(fact.node, fact.who, at);
        // A term that says what it said before is no news.
        if (newestTerm.get(fact.node) !== fact.value) terms.push([fact.node, number, logIndex, fact.value].join());
        newestTerm.set(fact.node, fact.value);
      }
    });
  }
  const cohorts = [...earned].flatMap(([epoch, tokens]) =>
    [...tokens].flatMap(([token, sums]) => cohortLines(epoch, token, sums, nodes)),
  );
  return sorted({
    node: [...nodes].map(([node, { owner, region, since, until }]) => [node, owner, region, since, until].join()),
    reward: rewards,
    total: [...totals].map(([key, one]) => [key, one.amount, one.rewards, one.first, one.last].join()),
    epoch: [...epochs].map(([epoch, { first, last, rewards: count }]) => [epoch, first, last, count, count].join()),
    cohort: cohorts,
    term: terms,
    oddity: oddities,
  });
}

function cohortLines(epoch: number, token: string, sums: Map<string, bigint>, nodes: Map<string, Node>): string[] {
  const cohorts = new Map<string, bigint[]>();
  for (const [node, amount] of sums) {
    const region = nodes.get(node)?.region;
    for (const cohort of region ? ["", region] : [""]) cohorts.set(cohort, [...(cohorts.get(cohort) ?? []), amount]);
  }
  return [...cohorts].map(([cohort, amounts]) => {
    const inOrder = amounts.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    const total = inOrder.reduce((sum, amount) => sum + amount, 0n);
    return [epoch, cohort, token, inOrder.length, total, inOrder[(inOrder.length - 1) >> 1]].join();
  });
}

const QUERIES: Readonly<Record<string, string>> = {
  node: "select node, owner, region, since, until from node where source = ?",
  reward: `select epoch, node.node, block, log_index, part, kind, token, amount, recipient, at, "transaction"
    from reward join node on node.id = reward.node where reward.source = ?`,
  total: `select node.node, token, kind, amount, rewards, first_at, last_at
    from node join reward_total on reward_total.node = node.id where source = ?`,
  epoch: "select epoch, first_at, last_at, rewards, settled from epoch where source = ?",
  cohort: "select epoch, cohort, token, nodes, total, median from cohort where source = ?",
  term: `select node.node, block, log_index, value from node_term join node on node.id = node_term.node
    where node_term.source = ?`,
  oddity: `select block, "transaction" from oddity where source = ?`,
};

/** What the books of a source say; of one table only where it is named. */
export function readBooks({ $client }: Db, source: string, tables = Object.keys(QUERIES)): Books {
  const lines = (table: string) =>
    (
      $client
        .prepare(QUERIES[table] as string)
        .raw()
        .all(source) as unknown[][]
    ).map((row) => row.join());
  return sorted(Object.fromEntries(tables.map((table) => [table, lines(table)])));
}

function sorted(books: Record<string, string[]>): Books {
  for (const lines of Object.values(books)) lines.sort();
  return books;
}
