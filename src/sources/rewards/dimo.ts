import type { Hex } from "viem";
import { z } from "zod";
import type { RawLog } from "../../chain/chain.ts";
import { address } from "../../config/fields.ts";
import { formatAmount } from "../../core/amount.ts";
import { eventLayouts } from "../event-layouts.ts";
import type { EventWords } from "../log-words.ts";
import { placeOf } from "./shared/place-of.ts";
import { requireToken } from "./shared/require-token.ts";
import { safeEpoch } from "./shared/safe-epoch.ts";
import { commonSettings, paysIn } from "./shared/settings.ts";
import { type Decoded, rewardKind, type SeenOddity, type SeenReward } from "./source.ts";

/** Weeks are counted from Monday 2022-01-31 05:00 UTC. */
const FIRST_WEEK = 1_643_605_200;
const WEEK = 604_800;

// Before weeks were told, the contract paid by one event for everything; at first it kept the vehicle out of the topics.
const old = eventLayouts(
  "event TokensTransferred(address indexed user, uint256 _amount, uint256 indexed vehicleNodeId)",
  "event TokensTransferred(address indexed user, uint256 _amount, uint256 vehicleNodeId)",
);
const refused = eventLayouts(
  "event DidntQualify(address indexed user, uint256 _amount, uint256 indexed vehicleNodeId)",
  "event DidntQualify(address indexed user, uint256 _amount, uint256 vehicleNodeId)",
);
const device = eventLayouts(
  "event TokensTransferredForDevice(uint256 week, address indexed user, uint256 _amount, uint256 indexed vehicleNodeId, address deviceNftProxy, uint256 indexed deviceNode)",
);
const streak = eventLayouts(
  "event TokensTransferredForConnectionStreak(uint256 week, address indexed user, uint256 _amount, uint256 indexed vehicleNodeId, uint256 connectionStreak)",
);
const read = new Map(
  [old, refused, device, streak].map((words) => [words.topic, { words, ...readersOf(words), week: weekOf(words) }]),
);

const schema = z
  .strictObject({
    kind: z.literal("dimo").meta({ description: "DIMO's weekly rewards of vehicles.", example: "dimo" }),
    ...commonSettings,
    epochSeconds: z.int().positive().default(WEEK).meta({
      description: "How often a vehicle is expected to be paid, in seconds. Default: a week.",
      example: WEEK,
    }),
    token: paysIn("What it pays in"),
    contract: address.meta({
      description: "The contract that pays.",
      example: "0x8129f3cD3EBA82136Caf5aB87E2321c958Da5B63",
    }),
  })
  .meta({
    description:
      "DIMO: each vehicle is a node by its id, paid every Monday for its devices and for its streak. A vehicle that did not qualify is said.",
  });

/** A week's pay of a vehicle is the sum of what its devices and its streak brought. */
export const dimo = rewardKind("dimo", schema, (name, settings, config) => {
  const { token } = settings;
  const { symbol, decimals } = requireToken(config, token);
  return {
    name,
    kind: "dimo",
    chain: settings.chain,
    label: settings.label,
    tokens: [token],
    fromBlock: BigInt(settings.fromBlock),
    epochSeconds: settings.epochSeconds,
    filters: [{ addresses: [settings.contract], topics: [...read.keys()] }],
    decode: (logs): Decoded => {
      const { weeks, parts } = gather(logs);
      const rewards: SeenReward[] = [];
      const oddities: SeenOddity[] = [];
      const missed = new Map<number, number>();
      for (const log of logs) {
        const event = read.get(log.topics[0] as Hex);
        if (!event) continue;
        event.words.check(log);
        const [node, recipient, amount] = [event.node(log), event.user(log), event.amount(log)];
        const epoch = event.week?.(log) ?? weeks.get(log.transactionHash) ?? weekAt(log.timestamp);
        if (event.words === refused) {
          const what = `Vehicle ${node} did not qualify in week ${epoch}: ${formatAmount(amount, decimals)} ${symbol} were not paid.`;
          oddities.push({ ...placeOf(log), what });
          missed.set(epoch, log.timestamp);
        } else if (amount > 0n && !(event.words === old && parts.get(keyOf(log, node)) === amount))
          rewards.push({ ...placeOf(log), node, recipient, token, amount, kind: "paid", epoch, part: 0 });
      }
      return { rewards, nodes: [], oddities, epochs: [...missed].map(([epoch, at]) => ({ epoch, at })) };
    },
  };
});

/**
 * What transactions with an older event or a refusal say besides: which week they pay, and how much to each vehicle by the newer events. An
 * older event that says just that sum is the same money.
 */
function gather(logs: readonly RawLog[]): { weeks: Map<Hex, number>; parts: Map<string, bigint> } {
  const mixed = new Set(logs.filter((log) => old.is(log) || refused.is(log)).map((log) => log.transactionHash));
  const weeks = new Map<Hex, number>();
  const parts = new Map<string, bigint>();
  for (const log of mixed.size === 0 ? [] : logs) {
    const event = read.get(log.topics[0] as Hex);
    if (!event?.week || !mixed.has(log.transactionHash)) continue;
    event.words.check(log);
    const key = keyOf(log, event.node(log));
    parts.set(key, (parts.get(key) ?? 0n) + event.amount(log));
    weeks.set(log.transactionHash, event.week(log) ?? weekAt(log.timestamp));
  }
  return { weeks, parts };
}

function readersOf(words: EventWords) {
  return { node: words.text("vehicleNodeId"), user: words.address("user"), amount: words.integer("_amount") };
}

function weekOf(words: EventWords) {
  if (words !== device && words !== streak) return undefined;
  const week = words.integer("week");
  return (log: RawLog) => safeEpoch(week(log));
}

function keyOf({ transactionHash }: RawLog, node: string): string {
  return `${transactionHash}:${node}`;
}

function weekAt(at: number): number {
  return Math.floor((at - FIRST_WEEK) / WEEK);
}
