import type { Note } from "../lint/rules.ts";
import { valueChangesOf } from "../proposal.ts";
import type { Effect } from "../scrutiny.ts";
import type { SeenParameter, SimulatedFacts } from "./facts.ts";

/** Which of the config's parameters the calls change, and where that is not what the proposal says. */
export function judgeValues({ actions, parameters }: SimulatedFacts): { effects: Effect[]; notes: Note[] } {
  const asked = new Map(actions.flatMap(valueChangesOf).map(({ parameter, after }) => [parameter, after]));
  const effects: Effect[] = [];
  const notes: Note[] = [];
  for (const seen of parameters) {
    const wanted = asked.get(seen.id);
    const effect = effectOf(seen, wanted);
    if (effect !== undefined) effects.push(effect);
    const says = differenceOf(seen, wanted);
    if (says !== undefined) notes.push({ rule: "undeclaredParameter", says });
  }
  return { effects, notes };
}

function effectOf({ title, before, after, words }: SeenParameter, wanted: string | undefined): Effect | undefined {
  if (before === undefined || after === undefined || before === after) return undefined;
  return { kind: "parameter", declared: after === wanted, title, before: words(before), after: words(after) };
}

function differenceOf({ title, before, after, words }: SeenParameter, wanted: string | undefined): string | undefined {
  if (after === undefined) {
    if (wanted !== undefined)
      return `${title} could not be read after the calls, so that nobody can say it would be set.`;
    return before === undefined ? undefined : `${title} could no longer be read after the calls.`;
  }
  if (wanted !== undefined)
    return after === wanted
      ? undefined
      : `${title} would be ${words(after)} after the calls, not ${words(wanted)} as asked.`;
  if (before === undefined || before === after) return undefined;
  return `${title} would change as well, from ${words(before)} to ${words(after)}, and the proposal does not say so.`;
}
