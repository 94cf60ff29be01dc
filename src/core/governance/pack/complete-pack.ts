import { packs } from "../packs/index.ts";
import { writePack } from "./parse-pack.ts";

type Written = Readonly<Record<string, unknown>>;

/** What a way of counting takes where nothing is said: ties choose nobody, and nobody is asked for more than they know. */
const DEFAULTS: Readonly<Record<string, Written>> = {
  "single-choice": { tie: "none" },
  approval: { tie: "none" },
  weighted: { tie: "none" },
  quadratic: { tie: "none", rootDecimals: 9 },
  ranked: { partial: true, elimination: "earliest-round", majorityBase: "continuing" },
  condorcet: { partial: true, tieBreak: "none" },
};

/** A rule pack as people write it, with what goes without saying said: the pack it extends, For and Against, more than half. */
export function completePack({ extends: base, ...own }: Written): Written {
  const known = typeof base === "string" && Object.hasOwn(packs, base) ? packs[base] : undefined;
  if (known !== undefined) return { ...(writePack(known) as Written), ...own };
  const counting = own["counting"] ?? "for-against-abstain";
  if (counting === "two-house") return { ...own, houses: completeHouses(own["houses"]) };
  const isSides = counting === "for-against-abstain";
  return {
    ...(Object.hasOwn(DEFAULTS, String(counting)) ? DEFAULTS[String(counting)] : {}),
    ...own,
    counting,
    quorum: withCounts(
      own["quorum"],
      isSides ? ["for", "abstain"] : counting === "optimistic" ? ["against"] : ["cast"],
    ),
    ...(isSides ? { approval: { share: "50 %", comparison: "more-than", ...asRecord(own["approval"]) } } : {}),
  };
}

function completeHouses(houses: unknown): unknown {
  if (typeof houses !== "object" || houses === null) return houses;
  return Object.fromEntries(Object.entries(houses).map(([name, house]) => [name, completePack(asRecord(house))]));
}

function withCounts(quorum: unknown, counts: readonly string[]): unknown {
  return typeof quorum === "object" && quorum !== null ? { counts, ...quorum } : quorum;
}

function asRecord(value: unknown): Written {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Written) : {};
}
