import { packs } from "../packs/index.ts";
import { writePack } from "./parse-pack.ts";

type Written = Readonly<Record<string, unknown>>;

/** A rule pack as people write it, with what goes without saying said: the pack it extends, For and Against, more than half. */
export function completePack({ extends: base, ...own }: Written): Written {
  const known = typeof base === "string" && Object.hasOwn(packs, base) ? packs[base] : undefined;
  if (known !== undefined) return { ...(writePack(known) as Written), ...own };
  const counting = own["counting"] ?? "for-against-abstain";
  if (counting === "two-house") return { ...own, houses: completeHouses(own["houses"]) };
  const isSides = counting === "for-against-abstain";
  return {
    ...own,
    counting,
    quorum: withCounts(
      own["quorum"],
      isSides ? ["for", "abstain"] : counting === "optimistic" ? ["against"] : ["cast"],
    ),
    ...(isSides ? { approval: { share: "50 %", comparison: "more-than", ...asRecord(own["approval"]) } } : {}),
    ...(["single-choice", "approval", "weighted", "quadratic"].includes(String(counting))
      ? { tie: own["tie"] ?? "none" }
      : {}),
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
