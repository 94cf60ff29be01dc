import { useState } from "preact/hooks";
import { setClock } from "./api.ts";
import { useNow } from "./clock.ts";
import { saying } from "./flows.ts";
import { formatTime } from "./format-time.ts";
import { html } from "./html.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";

const STEPS = [
  ["+1 min", 60],
  ["+1 h", 3600],
  ["+1 day", 86_400],
  ["+3 days", 259_200],
  ["+7 days", 604_800],
] as const;

const UNITS = { minutes: 60, hours: 3600, days: 86_400 } as const;

/** The sandbox's clock and the buttons that move it, for everybody at once and only forwards. */
export function ClockPanel() {
  const now = useNow();
  const offset = useStore(state, (current) => current.clockOffset);
  const [busy, setBusy] = useState(false);
  const move = async (seconds: number) => {
    setBusy(true);
    const moved = await saying(setClock(state.get().clockOffset + seconds));
    if (moved) state.set(({ chainSerial }) => ({ clockOffset: moved.offsetSeconds, chainSerial: chainSerial + 1 }));
    setBusy(false);
  };
  return html`<section class="tool" aria-label="Time">
    <h3>Time</h3>
    <p class="clock"><time datetime=${new Date(now * 1000).toISOString()}>${formatTime(now, "D", now)}, ${formatTime(now, "T", now)}</time></p>
    <p class="muted">${offset === 0 ? "The sandbox runs on this machine's time." : `The sandbox is ${span(offset)} ahead of this machine.`}</p>
    <div class="action-row">${STEPS.map(([words, seconds]) => html`<button type="button" class="btn small secondary" disabled=${busy} onClick=${() => move(seconds)}>${words}</button>`)}</div>
    <${CustomMove} busy=${busy} onMove=${move} />
    <p class="muted">This moves the bot, this Discord and the local chain together: votes end, delays pass, reports fall due. It cannot be moved back.</p>
  </section>`;
}

function CustomMove({ busy, onMove }: { busy: boolean; onMove: (seconds: number) => void }) {
  const [amount, setAmount] = useState("12");
  const [unit, setUnit] = useState<keyof typeof UNITS>("hours");
  const seconds = Math.round(Number(amount) * UNITS[unit]);
  const submit = (event: Event) => {
    event.preventDefault();
    if (seconds > 0) onMove(seconds);
  };
  return html`<form class="custom-move" onSubmit=${submit}>
    <input type="number" min="1" step="any" aria-label="How many" value=${amount} onInput=${(event: InputEvent) => setAmount((event.target as HTMLInputElement).value)} />
    <select aria-label="Unit" value=${unit} onChange=${(event: Event) => setUnit((event.target as HTMLSelectElement).value as keyof typeof UNITS)}>
      ${Object.keys(UNITS).map((name) => html`<option value=${name}>${name}</option>`)}
    </select>
    <button type="submit" class="btn small secondary" disabled=${busy || !(seconds > 0)}>Move</button>
  </form>`;
}

function span(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor((seconds % 86_400) / 3600), "h"],
    [Math.floor((seconds % 3600) / 60), "min"],
    [seconds % 60, "s"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}
