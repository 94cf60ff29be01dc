import { type Html, html } from "./html.ts";

/** What a page's script needs to know: how the wallet is to be asked, and what to say in the end. */
export type Steps = { method: "personal_sign" | "eth_signTypedData_v4"; done: string };

/** The part of a page in which a wallet is found, connected and asked to sign; `assets/page.js` brings it to life. */
export function signingSteps({ method, done }: Steps): Html {
  return html`<section id="signing" data-method="${method}" data-done="${done}">
<noscript><p class="notice bad">This page needs JavaScript to talk to your wallet. You can also paste a signature in Discord.</p></noscript>
<div id="wallets" aria-live="polite"></div>
<div id="chosen" hidden>
<p class="label">Your wallet</p>
<p id="account" class="address"></p>
<details id="text"><summary>The text you sign</summary><pre></pre></details>
<button type="button" id="sign" class="primary">Sign with this wallet</button>
</div>
<p id="status" class="notice" role="status" hidden></p>
</section>`;
}
