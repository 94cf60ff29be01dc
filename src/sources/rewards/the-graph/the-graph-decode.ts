import type { Address } from "viem";
import type { RawLog } from "../../../chain/chain.ts";
import { formatAmount } from "../../../core/amount.ts";
import { placeOf } from "../shared/place-of.ts";
import type { Decoded, SeenOddity, SeenReward, SeenTerm, Surroundings } from "../source.ts";
import type { TheGraphSettings } from "./the-graph-schema.ts";
import { type Assigned, type Collected, type Deposit, type Heard, hearTransactions } from "./the-graph-transaction.ts";

/**
 * Reads The Graph's logs, one transaction after the other: what tells of the same money always stands in the same one. The contract that
 * mints rewards and the one that splits them both tell them; the latter is believed, because it knows the indexer's own part.
 */
export function createGraphDecoder(
  settings: TheGraphSettings,
  token: Surroundings["tokens"][string],
): (logs: readonly RawLog[]) => Decoded {
  const own = new Set<Address>(settings.indexers);
  const isRead = ({ node }: Heard) => own.size === 0 || own.has(node);
  const written = (amount: bigint) => `${formatAmount(amount, token.decimals)} ${token.symbol}`;
  return (logs) => {
    const rewards: SeenReward[] = [];
    const terms: SeenTerm[] = [];
    const oddities: SeenOddity[] = [];
    const pay = (one: Heard, amount: bigint, kind: SeenReward["kind"], recipient = one.node) => {
      if (amount === 0n || !isRead(one)) return;
      const money = { node: one.node, recipient, token: settings.token, amount, kind };
      rewards.push({ ...placeOf(one.log), ...money, epoch: undefined, part: 0 });
    };
    const say = ({ log }: Heard, what: string) => void oddities.push({ ...placeOf(log), what });
    for (const heard of hearTransactions(logs)) {
      const { collected, deposits, denied } = heard;
      for (const one of collected) pay(one, one.own, wentBack(deposits, one, one.own) ? "locked" : "paid");
      for (const one of heard.rebates) pay(one, one.amount, wentBack(deposits, one, one.amount) ? "locked" : "paid");
      for (const { one, told } of notCollected(heard.assigned, collected)) {
        const restaked = told === undefined ? ownPart(deposits, one, heard.assigned) : undefined;
        if (told === undefined) pay(one, restaked?.tokens ?? one.amount, restaked ? "locked" : "paid");
        else say(one, differs(one, written(one.amount), written(told)));
      }
      for (const one of heard.fees) pay(one, one.amount, one.restaked ? "locked" : "paid", one.recipient);
      for (const one of heard.slashes) pay(one, one.tokens, "lost");
      for (const one of denied)
        say(one, refused(one, one.amount === undefined ? "Rewards" : written(one.amount), one.why));
      for (const one of collected)
        if (one.all === 0n && !denied.some(({ allocation }) => allocation === one.allocation))
          say(one, `Indexer ${one.node} collected no rewards for allocation ${one.allocation}.`);
      for (const { verifier, ...term } of heard.terms)
        if (verifier === undefined || verifier === settings.subgraphService) terms.push(term);
    }
    return { rewards, nodes: [], terms, oddities };
  };
}

/** Pairs what was minted with what was split of the same allocation, alike amounts first; `told` is what the split said, undefined without one. */
function notCollected(assigned: readonly Assigned[], collected: readonly Collected[]) {
  const left = [...collected];
  const take = (one: Assigned, fits: (other: Collected) => boolean) => {
    const index = left.findIndex((other) => other.allocation === one.allocation && other.all > 0n && fits(other));
    return index < 0 ? undefined : left.splice(index, 1)[0];
  };
  const unpaired = assigned.filter((one) => one.amount > 0n && !take(one, ({ all }) => all === one.amount));
  return unpaired.map((one) => ({ one, told: take(one, () => true)?.all }));
}

/** Whether just so much went into the indexer's stake before it was told; each deposit is found once. */
function wentBack(deposits: Deposit[], { node, log }: Heard, amount: bigint): boolean {
  const index = deposits.findIndex(
    (one) => one.node === node && one.tokens === amount && one.log.logIndex < log.logIndex,
  );
  return index >= 0 && deposits.splice(index, 1).length === 1;
}

/** What older contracts put into the indexer's stake right after its rewards were minted, which is its own part of them; found once. */
function ownPart(deposits: Deposit[], one: Assigned, assigned: readonly Assigned[]): Deposit | undefined {
  const next = assigned.find(({ node, log }) => node === one.node && log.logIndex > one.log.logIndex);
  const end = next?.log.logIndex ?? Number.POSITIVE_INFINITY;
  const index = deposits.findIndex(
    ({ node, log, tokens }) =>
      node === one.node && tokens <= one.amount && log.logIndex > one.log.logIndex && log.logIndex < end,
  );
  return index < 0 ? undefined : deposits.splice(index, 1)[0];
}

function differs({ node, allocation }: Assigned, minted: string, told: string): string {
  return `${minted} were minted for indexer ${node} and allocation ${allocation}, but ${told} collected; what was collected is counted.`;
}

function refused({ node, allocation }: { node: Address; allocation: Address }, what: string, why: string): string {
  return `${what} of indexer ${node} for allocation ${allocation} were denied: ${why}.`;
}
