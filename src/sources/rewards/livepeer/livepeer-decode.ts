import type { Address } from "viem";
import type { RawLog } from "../../../chain/chain.ts";
import { formatAmount, formatShare } from "../../../core/amount.ts";
import { placeOf } from "../shared/place-of.ts";
import { safeEpoch } from "../shared/safe-epoch.ts";
import type { Decoded, Known, SeenEpoch, SeenNode, SeenOddity, SeenReward, SeenTerm, Surroundings } from "../source.ts";
import { livepeerEvents as events } from "./livepeer-events.ts";
import type { LivepeerSettings } from "./livepeer-schema.ts";

type Token = Surroundings["tokens"][string];
type Money = Pick<SeenReward, "amount" | "kind"> & { node: Address; recipient?: Address };

const WHOLE = 1_000_000n;

/**
 * Reads Livepeer's logs. A round is known from the last that began, here or in what the books know. Stake that is withdrawn is left
 * out: principal and rewards come back as one figure. Earnings that are "claimed" only move into stake and fees; withdrawn fees are a claim
 * where an orchestrator withdraws them, not where one of its delegators does.
 */
export function createLivepeerDecoder(
  settings: LivepeerSettings,
  tokens: { reward: Token; fee: Token },
): (logs: readonly RawLog[], known: Known) => Decoded {
  const lpt = { name: settings.token, ...tokens.reward };
  const eth = { name: settings.feeToken, ...tokens.fee };
  return (logs, known) => {
    const rewards: SeenReward[] = [];
    const nodes: SeenNode[] = [];
    const terms: SeenTerm[] = [];
    const epochs: SeenEpoch[] = [];
    const oddities: SeenOddity[] = [];
    const seen = new Set<Address>();
    const treasury = new Map<string, bigint>();
    const moved = new Map<string, bigint>();
    let round = known.epoch;

    const pay = (log: RawLog, token: typeof lpt, { node, recipient = node, amount, kind }: Money) => {
      if (amount === 0n) return;
      if (round === undefined) oddities.push(roundless(log, `${written(amount, token)} of orchestrator ${node}`));
      else rewards.push({ ...placeOf(log), node, recipient, token: token.name, amount, kind, epoch: round, part: 0 });
    };
    const hear: Record<string, (log: RawLog) => void> = {
      [events.newRound.words.topic]: (log) => {
        round = safeEpoch(events.newRound.round(log)) ?? round;
        if (round !== undefined) epochs.push({ epoch: round, at: log.timestamp });
      },
      [events.treasury.words.topic]: (log) =>
        void treasury.set(keyOf(log, events.treasury.node(log)), events.treasury.amount(log)),
      [events.reward.words.topic]: (log) => {
        const [node, amount] = [events.reward.node(log), events.reward.amount(log)];
        pay(log, lpt, { node, amount, kind: "locked" });
        terms.push(treasuryCut(log, node, amount, treasury.get(keyOf(log, node)) ?? 0n));
      },
      [events.slashed.words.topic]: (log) =>
        pay(log, lpt, { node: events.slashed.node(log), amount: events.slashed.amount(log), kind: "lost" }),
      [events.transferred.words.topic]: (log) =>
        void moved.set(ticketOf(log, events.transferred), events.transferred.amount(log)),
      [events.redeemed.words.topic]: (log) => {
        const [ticket, node, face] = [
          ticketOf(log, events.redeemed),
          events.redeemed.node(log),
          events.redeemed.amount(log),
        ];
        // A ticket brings no more than what its sender's deposit and reserve still hold.
        const amount = moved.get(ticket) ?? 0n;
        moved.delete(ticket);
        pay(log, eth, { node, amount, kind: "accrued" });
        if (amount < face) oddities.push(short(log, node, written(face, eth), written(amount, eth)));
      },
      [events.withdrawn.words.topic]: (log) => {
        const { node, recipient, amount } = events.withdrawn;
        const who = node(log);
        if (!seen.has(who) && !known.isNode(who)) return;
        pay(log, eth, { node: who, recipient: recipient(log), amount: amount(log), kind: "claimed" });
      },
      [events.update.words.topic]: (log) => void terms.push(...cutsOf(log)),
      [events.joined.words.topic]: (log) => {
        const node = events.joined.node(log);
        const nothing = { region: undefined, class: undefined };
        nodes.push({ change: "registered", node, owner: node, ...nothing, at: log.timestamp });
      },
      [events.left.words.topic]: (log) =>
        void nodes.push({ change: "retired", node: events.left.node(log), at: log.timestamp }),
    };

    for (const log of logs) {
      const topic = log.topics[0] ?? "";
      const event = byTopic.get(topic);
      if (!event) continue;
      event.words.check(log);
      hear[topic]?.(log);
      if ("node" in event && event !== events.withdrawn) seen.add(event.node(log));
    }
    return { rewards, nodes, terms, epochs, oddities };
  };
}

const byTopic = new Map(Object.values(events).map((event) => [event.words.topic as string, event]));

/** What the treasury took of a round's reward, to the nearest ten-thousandth of a percent: the contract rounds its part down. */
function treasuryCut(log: RawLog, node: Address, amount: bigint, taken: bigint): SeenTerm {
  const total = amount + taken;
  const share = total === 0n ? 0n : (2n * taken * WHOLE + total) / (2n * total);
  return { ...placeOf(log), node, owner: node, term: "treasury's cut of rewards", value: formatShare(share), part: 0 };
}

function cutsOf(log: RawLog): SeenTerm[] {
  const { node, rewardCut, feeShare } = events.update;
  const own = { ...placeOf(log), node: node(log), owner: node(log) };
  return [
    { ...own, term: "reward cut", value: formatShare(rewardCut(log)), part: 0 },
    { ...own, term: "delegators' share of fees", value: formatShare(feeShare(log)), part: 1 },
  ];
}

function roundless(log: RawLog, what: string): SeenOddity {
  return { ...placeOf(log), what: `${what} came before any round that began since \`fromBlock\`; not counted.` };
}

function short(log: RawLog, node: Address, face: string, amount: string): SeenOddity {
  return {
    ...placeOf(log),
    what: `A ticket of ${face} brought orchestrator ${node} only ${amount}: its sender had no more.`,
  };
}

function written(amount: bigint, { symbol, decimals }: Token): string {
  return `${formatAmount(amount, decimals)} ${symbol}`;
}

function keyOf({ transactionHash }: RawLog, node: Address): string {
  return `${transactionHash}:${node}`;
}

function ticketOf(log: RawLog, { sender, node }: { sender: (log: RawLog) => Address; node: (log: RawLog) => Address }) {
  return `${keyOf(log, node(log))}:${sender(log)}`;
}
