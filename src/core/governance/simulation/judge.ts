import type { Note } from "../lint/rules.ts";
import type { Effect } from "../scrutiny.ts";
import type { SimulatedFacts } from "./facts.ts";
import { judgeLogs } from "./judge-logs.ts";
import { judgeOutcome } from "./judge-outcome.ts";
import { judgeStorage } from "./judge-storage.ts";
import { judgeValues } from "./judge-values.ts";

/** What a simulation means: what the calls bring about, and everything about it that the proposal does not say. */
export function judgeSimulation(facts: SimulatedFacts): { effects: Effect[]; notes: Note[] } {
  const outcome = judgeOutcome(facts);
  const isWhole = facts.refused === undefined && facts.calls.every(({ revert }) => revert === undefined);
  // What a refused call leaves behind says nothing about what it would do.
  if (facts.way === "calls" || !isWhole) return { effects: [], notes: outcome };
  const [values, logs] = [judgeValues(facts), judgeLogs(facts)];
  return {
    effects: [...values.effects, ...logs.effects],
    notes: [...outcome, ...values.notes, ...logs.notes, ...judgeStorage(facts)],
  };
}
