import { useEffect, useMemo, useState } from "preact/hooks";
import { CommandForm } from "./command-form.ts";
import { CommandLine } from "./command-line.ts";
import { type Entry, entriesOf } from "./command-model.ts";
import { html } from "./html.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import { CHANNEL } from "./wire.ts";

/** Where one types: `/` opens the list of commands, and a chosen command opens its options. */
export function Composer() {
  const commands = useStore(state, (current) => current.commands);
  const entries = useMemo(() => entriesOf(commands), [commands]);
  const [entry, setEntry] = useState<Entry | undefined>();
  const [line, setLine] = useState({ text: "", focus: false });
  const wanted = useStore(state, (current) => current.startCommand);
  const me = useStore(state, (current) => current.me);
  useEffect(() => setEntry(undefined), [me]);
  useEffect(() => {
    if (wanted === undefined) return;
    const exact = entries.find((other) => other.key === wanted);
    setEntry(exact);
    setLine({ text: exact ? "" : `/${wanted}`, focus: true });
    state.set({ startCommand: undefined });
  }, [wanted]);
  const leave = (text: string) => {
    setEntry(undefined);
    setLine({ text, focus: true });
  };
  const forum = useStore(state, ({ view, channelId }) =>
    view?.channels.some(({ id, type }) => id === channelId && type === CHANNEL.forum),
  );
  // Everything hooked is above: one may leave a forum for a channel.
  if (forum) return html`<div class="composer"><p class="composer-hint">Open a post to use commands in it.</p></div>`;
  if (entry) return html`<${CommandForm} key=${entry.key} entry=${entry} onLeave=${leave} />`;
  return html`<${CommandLine} entries=${entries} typed=${line.text} focus=${line.focus}
    onType=${(text: string) => setLine({ text, focus: true })} onEntry=${setEntry} />`;
}
