import { type Entered, type Entry, firstMissing, type Given, type Option, understand } from "./command-model.ts";
import { type OptionPick, onlyPicks } from "./option-picks.ts";

/** The box after the last option: from there optional ones are added, and Enter sends. */
export const END = "";

/** A command half filled in: what was given, which box has the keyboard, and the row it is on. */
export type FormState = { entered: Entered; focus: string; active: number };

/** A command just chosen: a box for each required option, the keyboard in the first. */
export function openForm(entry: Entry): FormState {
  const required = entry.options.filter((option) => option.required);
  const entered = Object.fromEntries(required.map((option) => [option.name, { words: "" }]));
  return focusOn({ entered, focus: END, active: -1 }, required[0]?.name ?? END);
}

/** The keyboard moves to another box. */
export function focusOn(form: FormState, focus: string): FormState {
  return form.focus === focus ? form : { ...form, focus, active: focus === END ? -1 : 0 };
}

/** Words are typed into an option's box. */
export function typeInto(form: FormState, option: Option, words: string): FormState {
  return { ...give(form, option, onlyPicks(option) ? { words } : understand(option, words)), active: 0 };
}

/** Something is picked from the list; the keyboard moves on to what is still missing. */
export function pickFor(form: FormState, entry: Entry, option: Option, pick: OptionPick): FormState {
  const next = give(form, option, { words: pick.label, value: pick.value });
  return focusOn(next, firstMissing(entry, next.entered)?.name ?? END);
}

/** An optional option gets a box. */
export function addOption(form: FormState, option: Option): FormState {
  return focusOn(give(form, option, { words: "" }), option.name);
}

/** The keyboard moves to what keeps the command from being sent; if it was there already, the reason is said. */
export function pointAt(form: FormState, option: Option): FormState {
  const given = form.entered[option.name];
  if (form.focus !== option.name) return focusOn(form, option.name);
  const reason = given?.words && onlyPicks(option) ? "Pick one from the list" : "This option needs a value";
  return give(form, option, { words: given?.words ?? "", problem: given?.problem ?? reason });
}

/** Backspace in an empty box: an optional one goes away, and the keyboard moves one back; undefined when that leaves the command. */
export function stepBack(form: FormState, entry: Entry): FormState | undefined {
  const shown = entry.options.map((option) => option.name).filter((name) => name in form.entered);
  const before = shown[(form.focus === END ? shown.length : shown.indexOf(form.focus)) - 1];
  const optional = entry.options.some((option) => option.name === form.focus && !option.required);
  const kept = Object.entries(form.entered).filter(([name]) => !optional || name !== form.focus);
  if (before === undefined && !optional) return undefined;
  return focusOn({ ...form, entered: Object.fromEntries(kept) }, before ?? END);
}

function give(form: FormState, option: Option, given: Given): FormState {
  return { ...form, entered: { ...form.entered, [option.name]: given } };
}
