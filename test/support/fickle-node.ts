import type { Hex } from "viem";
import type { Faults, Interference, ProxiedRequest } from "./rpc-proxy.ts";

/** What a node may do wrong for a while. */
export type Mood = "honest" | "drops" | "refuses" | "repeats" | "stale" | "lies";

/** A node whose moods whoever holds it sets; in each it errs with about half of what it is asked. */
export type FickleNode = {
  faults: Faults;
  mood: Mood;
  /** How many answers were interfered with, by mood. */
  erred: Partial<Record<Mood, number>>;
};

type Log = { blockNumber: Hex };

/** Makes the faults of a proxied node. It says truly which chain it serves: whoever lies about that is not asked again. */
export function createFickleNode(random: () => number): FickleNode {
  const lastOf = new Map<string, unknown>();
  const olderOf = new Map<string, unknown[]>();
  const node: FickleNode = {
    mood: "honest",
    erred: {},
    faults: {
      on: ({ method }): Interference => {
        if (method === "eth_chainId" || random() < 0.5) return undefined;
        if (node.mood === "drops") return count("drops", { drop: true });
        if (node.mood === "refuses") return count("refuses", { status: 503 });
        return undefined;
      },
      change: (request, result) => {
        const { method } = request;
        const question = questionOf(request);
        const older = olderOf.get(question) ?? [];
        const last = lastOf.get(method);
        lastOf.set(method, result);
        olderOf.set(question, [...older.slice(-20), result]);
        if (method === "eth_chainId" || random() < 0.5) return result;
        if (node.mood === "repeats" && last !== undefined) return count("repeats", last);
        if (node.mood === "stale" && older.length > 0)
          return count("stale", older[Math.floor(random() * older.length)]);
        if (node.mood === "lies") return count("lies", lieAbout(request, result));
        return result;
      },
    },
  };
  const count = <T>(mood: Mood, what: T): T => {
    node.erred[mood] = (node.erred[mood] ?? 0) + 1;
    return what;
  };
  const lieAbout = ({ method }: ProxiedRequest, result: unknown): unknown => {
    if (method === "eth_getLogs") return (result as Log[]).filter(() => random() < 0.5);
    // The last digit of a word: another of the Governor's states, another value, true for false.
    if (method === "eth_call") return /^0x[0-9a-f]{64}$/.test(String(result)) ? otherEnd(result as Hex) : result;
    if (method === "eth_getCode") return "0x";
    if (method === "eth_getBlockByNumber" && result !== null) {
      const header = result as { hash: Hex; timestamp: Hex };
      return random() < 0.5
        ? { ...header, hash: otherEnd(header.hash) }
        : { ...header, timestamp: otherEnd(header.timestamp) };
    }
    return result;
  };
  const otherEnd = (word: Hex): Hex => `${word.slice(0, -1)}${Math.floor(random() * 8)}` as Hex;
  return node;
}

/** What was asked, whatever block it was asked about. */
function questionOf({ method, params }: ProxiedRequest): string {
  const isOfBlock = ["eth_call", "eth_getCode", "eth_getStorageAt"].includes(method);
  return JSON.stringify([method, ...(isOfBlock ? params.slice(0, -1) : params)]);
}
