import { type AbiEvent, type Address, getAddress, toEventSelector } from "viem";
import { z } from "zod";
import type { LogFilter, RawLog } from "../../chain/chain.ts";
import { address, chainId, slug } from "../../config/fields.ts";
import { Refusal } from "../../errors.ts";
import { argumentName, decodeLog, eventSignature, missingArguments, nameText, requireEvent } from "../event-text.ts";
import { rewardKind, type SeenNode, type SeenReward } from "./source.ts";

const PAID = "event RewardPaid(uint256 indexed nodeId, address indexed owner, uint256 indexed epoch, uint256 amount)";
const REGISTERED = "event NodeRegistered(uint256 indexed nodeId, address indexed owner, bytes32 indexed region)";
const RETIRED = "event NodeRetired(uint256 indexed nodeId, address indexed owner, bytes32 indexed region)";

const retired = z.strictObject({
  event: eventSignature.meta({ description: "The event that a node left.", example: RETIRED }),
  node: argumentName.meta({ description: "The argument that names the node.", example: "nodeId" }),
});

const nodes = z.strictObject({
  contract: address.optional().meta({ description: "The contract that knows the nodes. Default: the one that pays." }),
  event: eventSignature.meta({
    description: "The event that a node was registered or changed hands.",
    example: REGISTERED,
  }),
  node: argumentName.meta({ description: "The argument that names the node.", example: "nodeId" }),
  owner: argumentName.meta({ description: "The argument that holds its owner.", example: "owner" }),
  region: argumentName.optional().meta({ description: "The argument that holds its region.", example: "region" }),
  retired: retired.optional().meta({ description: "How a node leaves.", example: { event: RETIRED, node: "nodeId" } }),
});

const schema = z
  .strictObject({
    kind: z
      .literal("event")
      .meta({ description: "Rewards that a contract tells by an event of its own.", example: "event" }),
    chain: chainId.meta({ description: "The chain it lives on." }),
    label: z.string().min(1).max(40).meta({ description: "What members see.", example: "Node rewards" }),
    contract: address.meta({ description: "The contract that pays." }),
    token: slug.meta({ description: "What it pays in: a name under `tokens`.", example: "helio" }),
    fromBlock: z
      .int()
      .nonnegative()
      .default(0)
      .meta({ description: "The block it was deployed in; nothing before it is read.", example: 0 }),
    event: eventSignature.meta({
      description: "The event of one payment to one node, as Solidity has it.",
      example: PAID,
    }),
    node: argumentName.meta({ description: "The argument that names the node.", example: "nodeId" }),
    recipient: argumentName.meta({ description: "The argument that holds who was paid.", example: "owner" }),
    amount: argumentName.meta({
      description: "The argument that holds how much, in the token's smallest unit.",
      example: "amount",
    }),
    epoch: argumentName
      .optional()
      .meta({ description: "The argument that holds the epoch paid for.", example: "epoch" }),
    nodes: nodes
      .optional()
      .meta({
        description:
          "Where nodes come from, so that silent ones can be named; without it only those that were paid are known.",
      }),
  })
  .superRefine((settings, context) => {
    const check = (path: string[], signature: string, names: (string | undefined)[]) => {
      for (const message of missingArguments(signature, names)) context.addIssue({ code: "custom", path, message });
    };
    check(["event"], settings.event, [settings.node, settings.recipient, settings.amount, settings.epoch]);
    if (!settings.nodes) return;
    check(["nodes", "event"], settings.nodes.event, [settings.nodes.node, settings.nodes.owner, settings.nodes.region]);
    if (settings.nodes.retired)
      check(["nodes", "retired", "event"], settings.nodes.retired.event, [settings.nodes.retired.node]);
  })
  .meta({ description: "Rewards read from a contract's own events." });

type Event = z.output<typeof schema>;

/** Any contract that says each payment by an event: signature and names of its arguments come from the config. */
export const event = rewardKind("event", schema, (name, settings) => ({
  name,
  kind: "event",
  chain: settings.chain,
  label: settings.label,
  token: settings.token,
  fromBlock: BigInt(settings.fromBlock),
  filters: filtersOf(settings),
  decode: createDecoder(settings),
}));

function filtersOf({ contract, event: paid, nodes }: Event): LogFilter[] {
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
function createDecoder(settings: Event) {
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

function readReward(settings: Event, paid: AbiEvent, log: RawLog): SeenReward {
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

function readNode(names: NonNullable<Event["nodes"]>, registered: AbiEvent, log: RawLog): SeenNode {
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
