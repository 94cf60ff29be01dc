import { z } from "zod";
import { codec, per } from "./codecs.ts";
import { address, chainId, percent, seconds, slug } from "./fields.ts";

const getter = z.string().startsWith("function ");

const guardrails = z.strictObject({
  min: z.string().optional().meta({ description: "Smallest value, as members type it.", example: "0 %" }),
  max: z.string().optional().meta({ description: "Largest value.", example: "30 %" }),
  step: z
    .string()
    .optional()
    .meta({ description: "Values must be a multiple of this above `min`.", example: "0.25 %" }),
  minGetter: getter.optional().meta({
    description:
      "Solidity signature that reads the smallest value from where the parameter is read. It holds beside `min`.",
    example: "function minimumFee() view returns (uint256)",
  }),
  maxGetter: getter.optional().meta({
    description: "Solidity signature that reads the largest value. It holds beside `max`.",
    example: "function maximumFee() view returns (uint256)",
  }),
  mostChange: z.string().optional().meta({ description: "Largest change by one vote, up or down.", example: "2 %" }),
  mostChangeShare: percent.optional().meta({
    description: "Largest change by one vote as a share of the value there is.",
    example: "20 %",
  }),
  cooldownSeconds: seconds.optional().meta({
    description: "How long it rests after a vote has changed it, counted from the execution.",
    example: 2_592_000,
  }),
  noticeSeconds: seconds.optional().meta({
    description:
      "Least time between a vote's opening and its execution. Its rules' periods must be at least as long; Steward holds nothing back by itself.",
    example: 259_200,
  }),
});

/** One knob on chain that members may vote on. */
export const parameter = z.strictObject({
  title: z.string().min(1).max(60).meta({ description: "What members see.", example: "Operator fee" }),
  description: z.string().max(300).default("").meta({
    description: "One sentence: what turning this knob does.",
    example: "The share of rewards that node operators keep.",
  }),
  chain: chainId.meta({ description: "The chain it lives on; the executor's too." }),
  target: address.meta({ description: "The contract that holds it, and is called to set it." }),
  readFrom: address
    .optional()
    .meta({ description: "The contract that the getter belongs to, where it is another one. Default: `target`." }),
  getter: getter.meta({
    description: "Solidity signature that reads it.",
    example: "function operatorFeeBps() view returns (uint256)",
  }),
  pick: z.string().optional().meta({
    description: "Which of several values the getter returns, or of a struct's: its name, or its place counted from 0.",
    example: "2",
  }),
  setter: z
    .union([getter, z.literal("")])
    .default("")
    .meta({
      description:
        "Solidity signature that sets it; the value is the last argument. Left out where it stands in one of `parameterGroups`, and where no vote changes it.",
      example: "function setOperatorFeeBps(uint256 value)",
    }),
  keys: z
    .record(slug, z.string().regex(/^(0x[0-9a-fA-F]+|\d+)$/, "must be a number, or bytes in hexadecimal"))
    .optional()
    .meta({
      description:
        "For a keyed map: the key's name and its value (32 bytes, an address or a number), given to getter and setter as the first argument. Members then choose `<parameter>/<key>`.",
      example: { north: "0x6e6f727468000000000000000000000000000000000000000000000000000000" },
    }),
  codec: codec.meta({
    description: "How the chain's integer and the member's words translate into each other.",
    example: { type: "percent", scale: "10000" },
  }),
  guardrails: guardrails
    .prefault({})
    .meta({ description: "Bounds that Steward enforces before a vote opens.", example: { min: "0 %", max: "30 %" } }),
  per: per.optional().meta({
    description: "What a rate or an amount is per, so that members also see what it is in a year of 365 days.",
    example: { unit: "round", seconds: 75_600, compounds: true },
  }),
  authority: z.enum(["executor", "foundation", "observed", "immutable"]).default("executor").meta({
    description:
      "Who may change it: a vote through its executor; a foundation, after whatever it listens to; nobody, because it moves by itself; nobody ever. What no vote changes is read and shown, and cannot be proposed.",
    example: "executor",
  }),
  sideEffects: z
    .array(slug)
    .default([])
    .meta({
      description: "Other parameters that setting this one changes too; they are read again after an execution.",
      example: ["node-limit"],
    }),
  executor: z
    .union([slug, z.literal("")])
    .default("")
    .meta({
      description: "Who changes it on chain: a name under `executors`. Needed where `authority` is `executor`.",
      example: "dao",
    }),
  rulePack: slug.optional().meta({
    description: "Rules other than `voting.rulePack`: a name under `rulePacks` whose ballots take sides.",
    example: "standard",
  }),
  level: z
    .string()
    .optional()
    .meta({ description: "Which level of its rules, where they have levels.", example: "L2" }),
});

/** A parameter, or a family of them, as the config has it; `setter` and `executor` are empty where there is none. */
export type ParameterConfig = z.output<typeof parameter>;
