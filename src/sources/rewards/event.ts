import { type AbiEvent, type Address, getAddress, toEventSelector } from "viem";
import type { LogFilter, RawLog } from "../../chain/chain.ts";
import { Refusal } from "../../errors.ts";
import { decodeLog, nameText, requireEvent } from "../event-text.ts";
import { type EventSettings, eventSchema } from "./event-schema.ts";
import { rewardKind, type SeenNode, type SeenReward } from "./source.ts";

/** Any contract that says each payment by an event: signature and names of its arguments come from the config. */
export const event = rewardKind("event", eventSchema, (name, settings) => ({
  name,
  kind: "event",
  chain: settings.chain,
  label: settings.label,
  token: settings.token,
  fromBlock: BigInt(settings.fromBlock),
  filters: filtersOf(settings),
  decode: createDecoder(settings),
}));

function filtersOf({ contract, event: paid, nodes }: EventSettings): LogFilter[] {
  const payments = topic(paid);
  if (!nodes) return [{ addresses: [contract], topics: [payments] }];
  const registry = nodes.contract ?? contract;
  const changes = [topic(nodes.event), ...(nodes.retired ? [topic(nodes.retired.event)] : [])];
  if (registry === contract) return [{ addresses: [contract], topics: [payments, ...changes] }];
  return [
    { addresses: [contract], topics: [payments] },
    { addresses: [registry], topics: changes },
  ];
}

/** By its topic each log is one of up to three events; their arguments are looked up by the names in the config. */
function createDecoder(settings: EventSettings) {
  const paid = requireEvent(settings.event);
  const registered = settings.nodes && requireEvent(settings.nodes.event);
  const left = settings.nodes?.retired && requireEvent(settings.nodes.retired.event);
  return (logs: readonly RawLog[]) => {
    const rewards: SeenReward[] = [];
    const nodes: SeenNode[] = [];
    for (const log of logs) {
      if (is(log, paid)) rewards.push(readReward(settings, paid, log));
      else if (registered && settings.nodes && is(log, registered))
        nodes.push(readNode(settings.nodes, registered, log));
      else if (left && settings.nodes?.retired && is(log, left)) {
        nodes.push({
          change: "retired",
          node: nodeName(left, settings.nodes.retired.node, decodeLog(left, log)),
          at: log.timestamp,
        });
      }
    }
    return { rewards, nodes };
  };
}

function readReward(settings: EventSettings, paid: AbiEvent, log: RawLog): SeenReward {
  const args = decodeLog(paid, log);
  const amount = args[settings.amount];
  if (typeof amount !== "bigint" && typeof amount !== "number")
    throw new Refusal(`"${settings.amount}" of ${paid.name} is no number.`);
  const epoch = settings.epoch === undefined ? undefined : Number(args[settings.epoch]);
  return {
    node: nodeName(paid, settings.node, args),
    recipient: owner(args[settings.recipient]),
    amount: BigInt(amount),
    epoch: Number.isSafeInteger(epoch) ? epoch : undefined,
    transaction: log.transactionHash,
    logIndex: log.logIndex,
    block: log.blockNumber,
    at: log.timestamp,
  };
}

function readNode(names: NonNullable<EventSettings["nodes"]>, registered: AbiEvent, log: RawLog): SeenNode {
  const args = decodeLog(registered, log);
  return {
    change: "registered",
    node: nodeName(registered, names.node, args),
    owner: owner(args[names.owner]),
    region: names.region === undefined ? undefined : nodeName(registered, names.region, args),
    at: log.timestamp,
  };
}

function nodeName(item: AbiEvent, argument: string, args: Readonly<Record<string, unknown>>): string {
  return nameText(args[argument], item.inputs.find((input) => input.name === argument)?.type ?? "");
}

function owner(value: unknown): Address {
  return getAddress(String(value));
}

function topic(signature: string) {
  return toEventSelector(requireEvent(signature));
}

function is(log: RawLog, item: AbiEvent): boolean {
  return log.topics[0] === toEventSelector(item);
}
