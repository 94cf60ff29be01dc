import type { LogFilter, RawLog } from "../../../chain/chain.ts";
import { requireEvent } from "../../event-text.ts";
import { type EventWords, eventWords } from "../../log-words.ts";
import { placeOf } from "../shared/place-of.ts";
import { safeEpoch } from "../shared/safe-epoch.ts";
import { type Decoded, rewardKind, type SeenNode, type SeenReward } from "../source.ts";
import { type EventSettings, eventSchema } from "./event-schema.ts";

/** Any contract that says each payment by an event: signature and names of its arguments come from the config. */
export const event = rewardKind("event", eventSchema, (name, settings) => {
  const paid = wordsOf(settings.event);
  const registry = settings.nodes && createRegistry(settings.nodes);
  const payment = createPayment(settings, paid);
  return {
    name,
    kind: "event",
    chain: settings.chain,
    label: settings.label,
    tokens: [settings.token],
    fromBlock: BigInt(settings.fromBlock),
    epochSeconds: settings.epochSeconds,
    filters: filtersOf(settings, paid, registry?.topics ?? []),
    decode: (logs): Decoded => {
      const rewards: SeenReward[] = [];
      const nodes: SeenNode[] = [];
      for (const log of logs) {
        if (paid.is(log)) rewards.push(payment(log));
        else {
          const node = registry?.read(log);
          if (node) nodes.push(node);
        }
      }
      return { rewards, nodes };
    },
  };
});

function filtersOf(
  { contract, nodes }: EventSettings,
  paid: EventWords,
  changes: readonly `0x${string}`[],
): LogFilter[] {
  const registry = nodes?.contract ?? contract;
  if (registry === contract) return [{ addresses: [contract], topics: [paid.topic, ...changes] }];
  return [
    { addresses: [contract], topics: [paid.topic] },
    { addresses: [registry], topics: changes },
  ];
}

function createPayment(settings: EventSettings, paid: EventWords): (log: RawLog) => SeenReward {
  const node = paid.text(settings.node);
  const recipient = paid.address(settings.recipient);
  const amount = paid.integer(settings.amount);
  const epoch = settings.epoch === undefined ? undefined : paid.integer(settings.epoch);
  return (log) => {
    paid.check(log);
    return {
      ...placeOf(log),
      node: node(log),
      recipient: recipient(log),
      token: settings.token,
      amount: amount(log),
      kind: "paid",
      epoch: safeEpoch(epoch?.(log)),
      part: 0,
    };
  };
}

/** By its topic each log is one of two events; their arguments are found by the names in the config. */
function createRegistry(names: NonNullable<EventSettings["nodes"]>) {
  const registered = wordsOf(names.event);
  const left = names.retired && wordsOf(names.retired.event);
  const node = registered.text(names.node);
  const owner = registered.address(names.owner);
  const region = names.region === undefined ? undefined : registered.text(names.region);
  const kind = names.class === undefined ? undefined : registered.text(names.class);
  const leaver = names.retired && left?.text(names.retired.node);
  return {
    topics: [registered.topic, ...(left ? [left.topic] : [])],
    read: (log: RawLog): SeenNode | undefined => {
      if (registered.is(log)) {
        registered.check(log);
        const told = { node: node(log), owner: owner(log), region: region?.(log), class: kind?.(log) };
        return { change: "registered", ...told, at: log.timestamp };
      }
      if (!left?.is(log) || !leaver) return undefined;
      left.check(log);
      return { change: "retired", node: leaver(log), at: log.timestamp };
    },
  };
}

function wordsOf(signature: string): EventWords {
  return eventWords(requireEvent(signature));
}
