import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Entry, firstMissing, remaining, valuesOf } from "./command-model.ts";
import { runCommand } from "./flows.ts";
import { addOption, type FormState, openForm, pickFor, pointAt, stepBack } from "./form-state.ts";
import { onlyPicks, useOptionPicks } from "./option-picks.ts";
import { state } from "./state.ts";
import { type Suggestion, stepped } from "./suggestion-list.ts";

/** A command being filled in: its state, the rows to choose from, and what choosing, sending and each key do. */
export function useCommandForm(entry: Entry, onLeave: (text: string) => void) {
  const [form, setForm] = useState<FormState>(() => openForm(entry));
  const option = entry.options.find((other) => other.name === form.focus);
  const { picks, loading } = useOptionPicks(entry, option, form.entered);
  const more = remaining(entry, form.entered);
  const rows: Suggestion[] = option
    ? picks.map((pick) => ({ id: String(pick.value), title: pick.label, about: pick.about ?? null }))
    : more.map((other) => ({ id: other.name, title: other.name, about: other.description, side: "optional" }));
  const choose = (index: number) => {
    const pick = picks[index];
    const added = more[index];
    if (option && pick) setForm(pickFor(form, entry, option, pick));
    else if (!option && added) setForm(addOption(form, added));
  };
  const send = () => {
    const missing = firstMissing(entry, form.entered);
    if (missing) return setForm(pointAt(form, missing));
    onLeave("");
    return void runCommand(callOf(entry, form));
  };
  const back = () => {
    const before = stepBack(form, entry);
    return before ? setForm(before) : onLeave(`/${entry.key}`);
  };
  const settled = option !== undefined && form.entered[option.name]?.value !== undefined && onlyPicks(option);
  const keys = keyActions({ form, setForm, rows, settled, choose, send, back, leave: () => onLeave("") });
  return { form, setForm, option, rows, loading, more, choose, send, keys, root: useKeyboardIn(form) };
}

function callOf(entry: Entry, form: FormState) {
  const { channelId } = state.get();
  const call = { channelId, name: entry.name, options: valuesOf(form.entered) };
  return entry.subcommand === undefined ? call : { ...call, subcommand: entry.subcommand };
}

/** Brings the keyboard into the box that has it by the form's state. */
function useKeyboardIn(form: FormState) {
  const root = useRef<HTMLDivElement>(null);
  const boxes = Object.keys(form.entered).join();
  useLayoutEffect(
    () => root.current?.querySelector<HTMLInputElement>(`[data-option="${form.focus}"]`)?.focus(),
    [form.focus, boxes],
  );
  return root;
}

type KeyActions = {
  form: FormState;
  setForm: (form: FormState) => void;
  rows: readonly Suggestion[];
  /** The focused option already holds something from its list, so Enter goes on instead of picking again. */
  settled: boolean;
  choose: (index: number) => void;
  send: () => void;
  back: () => void;
  leave: () => void;
};

function keyActions({ form, setForm, rows, settled, choose, send, back, leave }: KeyActions) {
  return (event: KeyboardEvent) => {
    if (event.isComposing || !(event.target instanceof HTMLInputElement)) return;
    const onRow = rows[form.active] !== undefined && !settled;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setForm({ ...form, active: stepped(form.active, event.key, rows.length) });
    } else if (event.key === "Enter" && !onRow) send();
    else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey && onRow)) choose(form.active);
    else if (event.key === "Escape") leave();
    else if (event.key === "Backspace" && event.target.value === "") back();
    else return;
    event.preventDefault();
  };
}
