import { type Html, html } from "./html.ts";

/** What a page's script needs to know: how the wallet is to be asked, and what to say in the end. */
export type Steps = { method: keyof typeof WORDS; done: string };

const SIGN = {
  paste: "You can also paste a signature in Discord.",
  text: "The text you sign",
  button: "Sign with this wallet",
};

const WORDS = {
  personal_sign: SIGN,
  eth_signTypedData_v4: SIGN,
  eth_sendTransaction: {
    paste: "You can also send the call by other means, below.",
    text: "The call, argument by argument",
    button: "Send with this wallet",
  },
} as const;

/** The part of a page in which a wallet is found, connected and asked to sign; `assets/page.js` brings it to life. */
export function signingSteps({ method, done }: Steps): Html {
  const { paste, text, button } = WORDS[method];
  return html`<section id="signing" data-method="${method}" data-done="${done}">
<noscript><p class="notice bad">This page needs JavaScript to talk to your wallet. ${paste}</p></noscript>
<div id="wallets" aria-live="polite"></div>
<div id="chosen" hidden>
<p class="label">Your wallet</p>
<p id="account" class="address"></p>
<details id="text"><summary>${text}</summary><pre></pre></details>
<button type="button" id="sign" class="primary">${button}</button>
</div>
<p id="status" class="notice" role="status" hidden></p>
</section>`;
}
