import { useEffect, useRef, useState } from "preact/hooks";
import { type Receipt, sendCall, signText, signTyped } from "./api.ts";
import { CopyButton } from "./copy-button.ts";
import { html } from "./html.ts";
import { ReceiptLine } from "./receipt-line.ts";
import { state, type WalletPrefill } from "./state.ts";
import { useStore } from "./store.ts";
import { useAttempt } from "./use-attempt.ts";
import { typedDataIn } from "./wallet-reading.ts";

/** Signs a text as a wallet would (personal_sign, or EIP-712 for typed data) and shows the signature. */
export function SignForm() {
  const [text, setText] = useState("");
  const { run, result, problem, busy } = useAttempt<{ signature: string }>();
  const details = usePrefill("text", ({ text: carried }) => setText(carried ?? ""));
  const typed = typedDataIn(text);
  const submit = (event: Event) => {
    event.preventDefault();
    const { me } = state.get();
    void run(() => (typed ? signTyped(me, typed) : signText(me, text)));
  };
  return html`<details class="fold" ref=${details} open>
    <summary>Sign a text</summary>
    <form onSubmit=${submit}>
      <label>Text${typed ? " (typed data, EIP-712)" : ""}<textarea rows="3" name="text" value=${text}
        placeholder="Paste a text, or press “Use in wallet” on a code block" onInput=${(event: InputEvent) => setText(inputText(event))} /></label>
      <button type="submit" class="btn primary" disabled=${busy || text === ""}>${busy ? "Signing…" : "Sign"}</button>
    </form>
    ${problem === undefined ? null : html`<p class="field-error" role="alert">${problem}</p>`}
    ${
      result
        ? html`<p class="muted">Signature</p>
          <div class="address"><code>${result.signature}</code><${CopyButton} text=${result.signature} label="Copy the signature" /></div>`
        : null
    }
  </details>`;
}

const EMPTY = { to: "", data: "", value: "" };

/** Sends a call from the wallet to the local chain and says how it ended. */
export function CallForm() {
  const [call, setCall] = useState(EMPTY);
  const { run, result, problem, busy } = useAttempt<Receipt>();
  const details = usePrefill("call", ({ call: carried }) => setCall((before) => ({ ...before, ...carried })));
  const submit = (event: Event) => {
    event.preventDefault();
    const { to, data, value } = call;
    const optional = value.trim() === "" ? {} : { value: value.trim() };
    void run(() => sendCall(state.get().me, { to: to.trim(), data: data.trim() || "0x", ...optional }));
  };
  const field = (name: keyof typeof EMPTY, words: string, placeholder: string) =>
    html`<label>${words}<input name=${name} value=${call[name]} placeholder=${placeholder} autocomplete="off" spellcheck=${false}
      onInput=${(event: InputEvent) => setCall((before) => ({ ...before, [name]: inputText(event) }))} /></label>`;
  return html`<details class="fold" ref=${details}>
    <summary>Send a call</summary>
    <form onSubmit=${submit}>
      ${field("to", "To (address)", "0x…")}${field("data", "Data (calldata)", "0x…")}${field("value", "Value (wei, optional)", "0")}
      <button type="submit" class="btn primary" disabled=${busy || call.to.trim() === ""}>${busy ? "Sending…" : "Send"}</button>
    </form>
    <${ReceiptLine} receipt=${result} problem=${problem} />
  </details>`;
}

function inputText(event: InputEvent): string {
  return (event.target as HTMLInputElement | HTMLTextAreaElement).value;
}

/** Fills a form with what was carried from a message, once each, and brings it into sight. */
function usePrefill(kind: "text" | "call", fill: (prefill: WalletPrefill) => void) {
  const details = useRef<HTMLDetailsElement>(null);
  const prefill = useStore(state, (current) => current.prefill);
  useEffect(() => {
    if (prefill?.[kind] === undefined) return;
    fill(prefill);
    if (details.current) details.current.open = true;
    details.current?.scrollIntoView({ block: "nearest", behavior: "smooth" });
    details.current?.querySelector<HTMLElement>("[type=submit]")?.focus({ preventScroll: true });
  }, [prefill]);
  return details;
}
