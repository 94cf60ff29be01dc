import { nameCall } from "../lint/call-words.ts";
import type { Note } from "../lint/rules.ts";
import type { SimulatedFacts } from "./facts.ts";
import { readRevert } from "./revert-reason.ts";

/** Whether the calls can be made at all: what the chain refuses, and what does not fit into a block. */
export function judgeOutcome({ actions, way, refused, calls, gas }: SimulatedFacts): Note[] {
  if (refused !== undefined) {
    const isGas = /gas limit|intrinsic gas/i.test(refused);
    return [
      isGas
        ? { rule: "tooMuchGas", says: `All calls together take more gas than a block holds: ${refused}.` }
        : { rule: "reverts", says: `The chain would not make these calls: ${refused}.` },
    ];
  }
  const notes = calls.flatMap(({ revert }, index): Note[] => {
    const action = actions[index];
    if (revert === undefined || action === undefined) return [];
    const says = `${nameCall(action)} would be refused by the chain: ${readRevert(revert)}.`;
    // By itself a call lacks what those before it would have done.
    if (way === "calls" && index > 0)
      return [{ rule: "notSimulated", says: `Tried by itself, without the calls before it: ${says}` }];
    return [{ rule: "reverts", says }];
  });
  if (gas !== undefined && gas.used > gas.limit) {
    const says = `All calls together take ${gas.used} gas, and a block holds ${gas.limit}: they can never be carried out together.`;
    notes.push({ rule: "tooMuchGas", says });
  }
  if (way === "calls")
    notes.push({
      rule: "notSimulated",
      says: "No node here offers a simulation: each call was tried by itself, and what they change was not seen.",
    });
  return notes;
}
