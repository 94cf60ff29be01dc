import { z } from "zod";
import { costMethods } from "../core/treasury/ledger/lots.ts";
import { chain, token } from "./chains.ts";
import { address, chainId, seconds, slug, snowflake } from "./fields.ts";
import { gas } from "./gas.ts";
import { handoffs } from "./handoffs.ts";
import { incomeFrom } from "./income-from.ts";
import { inflation } from "./inflation.ts";
import { lint } from "./lint.ts";
import { nodeAlerts } from "./node-alerts.ts";
import { parameterGroup } from "./parameter-groups.ts";
import { parameter } from "./parameters.ts";
import { type PresetNames, presetSchema } from "./presets.ts";
import { price } from "./prices.ts";
import { rulePack } from "./rule-packs.ts";
import { calls, transfers } from "./spending.ts";
import { treasuryAlerts } from "./treasury-alerts.ts";
import { electorate, voting } from "./voting.ts";

/** A kind of source or executor as the config sees it: its name and what it needs to be told. */
export type Kind = { kind: string; schema: z.ZodObject };

/** The kinds of adapters there are; src/setup/kinds.ts puts their lists together, so that adding one touches its file and its list only. */
export type Kinds = {
  rewards: readonly Kind[];
  yields: readonly Kind[];
  executors: readonly Kind[];
  /** Networks whose parameters are known; none where left out. */
  presets?: readonly PresetNames[];
};

/** What every adapter's settings share; the rest is known to the adapter that declared it. */
export type Settings = { kind: string; chain: number } & Record<string, unknown>;

const channels = z.strictObject({
  proposals: snowflake.meta({
    description:
      "Where proposals and their results are posted: a text channel, or a forum, in which each proposal is a post.",
  }),
  executions: snowflake
    .optional()
    .meta({ description: "Where hand-offs and their life on chain are posted. Default: `proposals`." }),
  reports: snowflake.meta({ description: "Where income reports are posted." }),
  alarms: snowflake.optional().meta({ description: "Where Steward says that something is wrong. Default: `reports`." }),
});

const roles = z.strictObject({
  member: z
    .array(snowflake)
    .default([])
    .meta({
      description: "Who may propose and vote. Empty: everybody on the server.",
      example: ["700000000000000101"],
    }),
  maintainer: z.array(snowflake).meta({
    description:
      "Who may ask for a report at any time (`/report`), and cancel a proposal with a reason (`/proposal cancel`).",
    example: ["700000000000000102"],
  }),
  treasurer: z
    .array(snowflake)
    .meta({ description: "Who may ask for hand-offs (`/execute`).", example: ["700000000000000103"] }),
  guardian: z
    .array(snowflake)
    .default([])
    .meta({
      description:
        "Who may veto a proposal until it is executed (`/proposal veto`), with a reason that everybody reads.",
      example: ["700000000000000104"],
    }),
});

const wallets = z.strictObject({
  domain: z
    .string()
    .regex(/^[a-z0-9.-]+(:\d+)?$/, "must be a host name, such as dao.example.org")
    .optional()
    .meta({
      description:
        "The domain that a sign-in text to be pasted names; one signed on Steward's page always names the page's. Default: the host of STEWARD_PUBLIC_URL, else `steward.localhost`.",
      example: "dao.example.org",
    }),
  chain: chainId.optional().meta({
    description:
      "The chain id the sign-in text names, and where wallets that are contracts are asked whether they signed. Default: the first chain.",
  }),
  expirySeconds: seconds
    .default(600)
    .meta({ description: "How long a sign-in text may be signed, and the page for it opened.", example: 600 }),
  perMember: z.int().positive().default(5).meta({ description: "How many wallets one member may link.", example: 5 }),
});

const report = z.strictObject({
  title: z.string().min(1).max(60).meta({ description: "What the card calls it.", example: "Daily report" }),
  every: z
    .union([
      z.enum(["day", "week", "month"]),
      z.strictObject({
        seconds: seconds.meta({ description: "Length of the period, counted from 1970-01-01 UTC.", example: 3_600 }),
      }),
    ])
    .meta({
      description:
        "The period a report covers: a calendar day, week (from Monday) or month in `timeZone`, or a number of seconds.",
      example: "day",
    }),
  channel: snowflake.optional().meta({ description: "Where it is posted. Default: `channels.reports`." }),
});

/** The whole config. Unknown keys are refused, so that a typing error cannot pass unseen. */
export function configSchema(kinds: Kinds) {
  const oneOf = (list: readonly Kind[]) =>
    z.discriminatedUnion(
      "kind",
      list.map((entry) => entry.schema) as unknown as [z.ZodObject, ...z.ZodObject[]],
    ) as unknown as z.ZodType<Settings>;
  return z.strictObject({
    server: snowflake.meta({ description: "The Discord server (guild) this Steward serves." }),
    name: z.string().min(1).max(60).default("Steward").meta({
      description: "What the community is called; stands in sign-in texts and reports.",
      example: "Heliogrid",
    }),
    timeZone: z
      .string()
      .refine(isTimeZone, "must be a time zone such as Europe/Berlin")
      .default("UTC")
      .meta({ description: "The community's time zone, in which reports begin and end.", example: "Europe/Berlin" }),
    channels: channels.meta({ description: "Discord channel ids." }),
    roles: roles.meta({ description: "Discord role ids, each a list." }),
    wallets: wallets.prefault({}).meta({ description: "How members link wallets." }),
    chains: z
      .record(z.string().regex(/^\d+$/, "must be a chain id"), chain)
      .meta({ description: "Chains by chain id." }),
    tokens: z.record(slug, token).prefault({}).meta({ description: "Tokens by name." }),
    prices: z
      .record(slug, price)
      .prefault({})
      .meta({ description: "Prices in USD by name: feeds, and what follows from them." }),
    electorates: z.record(slug, electorate).meta({ description: "Electorates by name." }),
    rulePacks: z.record(slug, rulePack).meta({ description: "Rule packs by name." }),
    voting: voting.meta({ description: "The rules a proposal gets." }),
    executors: z
      .record(slug, oneOf(kinds.executors))
      .prefault({})
      .meta({ description: "Who can change parameters on chain, by name." }),
    parameters: z.record(slug, parameter).prefault({}).meta({ description: "What members may vote on, by name." }),
    parameterGroups: z
      .record(slug, parameterGroup)
      .prefault({})
      .meta({ description: "Parameters that the chain takes with one call, by the group's name." }),
    presets: z
      .record(slug, presetSchema(kinds.presets ?? []))
      .prefault({})
      .meta({
        description:
          "Networks whose parameters Steward knows; they stand under `parameters` as `<name>-<parameter>`, before anything is checked.",
      }),
    transfers: transfers.optional().meta({
      description: "Whether members may vote on payments (`/transfer`), from which account. Left out: they may not.",
      example: { executor: "dao" },
    }),
    calls: calls.optional().meta({
      description: "Whether members may vote on calls of any contract (`/call`). Left out: they may not.",
      example: { executor: "dao" },
    }),
    handoffs: handoffs.prefault({}).meta({ description: "What a hand-off to the chain takes." }),
    lint: lint.prefault({}).meta({
      description:
        "What is looked for in the calls of a proposal before its vote, when it is counted and before a hand-off: `block` refuses them with the reason, `warn` shows it.",
    }),
    rewards: z
      .record(slug, oneOf(kinds.rewards))
      .prefault({})
      .meta({ description: "Sources of node rewards, by name." }),
    nodeAlerts: nodeAlerts.optional().meta({
      description:
        "What is said unasked about nodes, at most one message in a quarter of an hour: what began, and what is over. Left out: nothing.",
    }),
    positions: z
      .record(slug, oneOf(kinds.yields))
      .prefault({})
      .meta({ description: "The treasury's positions, by name." }),
    treasuryAlerts: treasuryAlerts.optional().meta({
      description:
        "What is said unasked about the treasury's risks, at most one message in a quarter of an hour: what began, and what is over. Left out: nothing.",
      example: { unlocks: false },
    }),
    treasury: z
      .array(
        z.strictObject({
          chain: chainId.meta({ description: "The chain the account is on." }),
          address: address.meta({ description: "The account: a Safe, a timelock, a wallet." }),
          label: z.string().min(1).max(40).meta({ description: "What members see.", example: "Treasury Safe" }),
        }),
      )
      .prefault([])
      .meta({
        description:
          "The treasury's own accounts, which `/treasury` names with their addresses. What they hold is watched under `positions`.",
      }),
    incomeFrom: incomeFrom.meta({
      description:
        "Accounts whose payments into plain balances of the treasury are income. What anybody else pays in is principal, and never counted as earned.",
    }),
    costBasis: z.enum(costMethods).default("fifo").meta({
      description:
        "Which units are taken to leave first when some of a token leave the treasury: the oldest (`fifo`), the newest (`lifo`), those that cost most (`hifo`), or a part of each (`average`).",
      example: "fifo",
    }),
    gas: gas.prefault({}).meta({
      description:
        "Whose gas counts as the treasury's cost beside that of its own accounts (`treasury`, and every position's `holder`).",
    }),
    inflation: inflation.optional().meta({
      description:
        "A series of consumer prices, with which `/treasury`, its answers about income and positions, and reports say what is left after inflation. Left out: they do not say it.",
      example: { series: { "2025-09": 324.8, "2025-11": 324.122 } },
    }),
    reports: z.record(slug, report).prefault({}).meta({ description: "Reports by name." }),
    jobs: z
      .record(z.string(), z.string())
      .prefault({})
      .meta({
        description: "Other schedules for jobs: cron text in UTC with five fields, or six with seconds.",
        example: { "follow-executions": "*/5 * * * * *" },
      }),
  });
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** A config that has been read, checked and completed with defaults. */
export type Config = z.output<ReturnType<typeof configSchema>>;

/** The config as people write it. */
export type ConfigInput = z.input<ReturnType<typeof configSchema>>;

/** Gives an editor the types of a config file; returns it unchanged. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config;
}
