import { z } from "zod";
import { address } from "../../../config/fields.ts";
import { argumentName, eventSignature, missingArguments } from "../../event-text.ts";
import { commonSettings, paysIn } from "../shared/settings.ts";

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
  class: argumentName
    .optional()
    .meta({ description: "The argument that holds its kind of hardware or service.", example: "model" }),
  retired: retired.optional().meta({ description: "How a node leaves.", example: { event: RETIRED, node: "nodeId" } }),
});

/** What a source that reads a contract's own events needs to be told. */
export const eventSchema = z
  .strictObject({
    kind: z
      .literal("event")
      .meta({ description: "Rewards that a contract tells by an event of its own.", example: "event" }),
    ...commonSettings,
    contract: address.meta({ description: "The contract that pays." }),
    token: paysIn("What it pays in"),
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
    nodes: nodes.optional().meta({
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
    check(["nodes", "event"], settings.nodes.event, [
      settings.nodes.node,
      settings.nodes.owner,
      settings.nodes.region,
      settings.nodes.class,
    ]);
    if (settings.nodes.retired)
      check(["nodes", "retired", "event"], settings.nodes.retired.event, [settings.nodes.retired.node]);
  })
  .meta({ description: "Rewards read from a contract's own events." });

/** The settings of such a source. */
export type EventSettings = z.output<typeof eventSchema>;
