import { type Address, getAddress } from "viem";
import type { Note } from "../lint/rules.ts";
import { valueChangesOf } from "../proposal.ts";
import type { SimulatedFacts } from "./facts.ts";

/**
 * What a proposal that only sets parameters and pays leaves behind in storage that nobody said. A free call may change what it
 * likes: its logs and the parameters tell of it.
 */
export function judgeStorage({ actions, storage }: SimulatedFacts): Note[] {
  if (storage === undefined || actions.some(({ kind }) => kind === "call")) return [];
  const asked = new Map<Address, number>();
  const paid = new Set<Address>();
  for (const action of actions) {
    const target = getAddress(action.target);
    if (action.kind === "transfer") paid.add(target);
    else asked.set(target, (asked.get(target) ?? 0) + valueChangesOf(action).length);
  }
  const changed = Map.groupBy(storage, ({ address }) => getAddress(address));
  return [...changed].flatMap(([address, words]): Note[] => {
    if (paid.has(address)) return [];
    const most = asked.get(address);
    if (most !== undefined && words.length <= most) return [];
    const says =
      most === undefined
        ? `Storage of ${address} would change, which no call goes to.`
        : `${words.length} words of storage of ${address} would change, for ${most} of its parameters.`;
    return [{ rule: "undeclaredStorage", says }];
  });
}
