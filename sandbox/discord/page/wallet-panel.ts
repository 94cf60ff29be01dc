import { getWallet } from "./api.ts";
import { CopyButton } from "./copy-button.ts";
import { groupDigits } from "./group-digits.ts";
import { html } from "./html.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import { useReading } from "./use-reading.ts";
import { CallForm, SignForm } from "./wallet-forms.ts";

/** The test wallet of whoever one is: what it holds, and what it can sign and send. */
export function WalletPanel() {
  const me = useStore(state, (current) => current.me);
  const serial = useStore(state, (current) => current.chainSerial);
  const { found: wallet, problem } = useReading(() => getWallet(me), [me, serial]);
  return html`<section class="tool" aria-label="Test wallet">
    <h3>Test wallet</h3>
    ${problem === undefined ? null : html`<p class="field-error" role="alert">${problem}</p>`}
    ${
      wallet
        ? html`<div class="address"><code>${wallet.address}</code><${CopyButton} text=${wallet.address} label="Copy the address" /></div>
      <dl class="balances">
        ${wallet.balances.map((balance) => html`<div><dt>${balance.symbol}</dt><dd>${groupDigits(balance.amount)}</dd></div>`)}
        <div><dt>Votes</dt><dd>${groupDigits(wallet.votes)}</dd></div>
      </dl>`
        : null
    }
    <${SignForm} /><${CallForm} />
  </section>`;
}
