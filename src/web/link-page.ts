import type { PageTokenRow } from "../../db/page-tokens.ts";
import { issueChallenge } from "../actions/wallets/issue-challenge.ts";
import { proveLink } from "../actions/wallets/prove-link.ts";
import type { App } from "../app.ts";
import { parseWalletAddress } from "../core/identity/wallet-address.ts";
import { bare } from "../core/sanitize.ts";
import { asked, shown } from "./guard.ts";
import { html } from "./html.ts";
import { page } from "./page-frame.ts";
import { readText } from "./read-text.ts";
import type { Routes } from "./server.ts";
import { signingSteps } from "./signing-steps.ts";

/** The page on which a wallet signs that it belongs to a member. It links nothing by itself: the member confirms it in Discord. */
export function linkRoutes(app: App): Routes {
  return {
    "GET /link/*": shown(app, "link", (row) => linkPage(app, row)),
    "POST /link/*/text": asked(app, "link", async ({ member, username }, body) => {
      const address = readText(body, "address");
      const { nonce, message } = issueChallenge(app, { member, username, address, page: app.pages() ?? "" });
      return { address: parseWalletAddress(address), text: message, reference: nonce };
    }),
    "POST /link/*/signature": asked(app, "link", (row, body) =>
      proveLink(app, row, { nonce: readText(body, "reference"), signature: readText(body, "signature") }),
    ),
  };
}

function linkPage({ config }: App, { username, member }: PageTokenRow) {
  const main = html`<h1>Link a wallet</h1>
<p>This gives the votes of a wallet to this Discord account:</p>
<div class="who">
<p class="name"><bdi>@${bare(username, 64)}</bdi></p>
<p>Discord id ${member}</p>
<p>on the server <strong><bdi>${bare(config.name, 60)}</bdi></strong><br>Discord id ${config.server}</p>
</div>
<p class="notice warn">Not you? Or did somebody send you this page? Then close it and sign nothing.</p>
<ul class="facts">
<li>Signing proves that the wallet is yours, so that its votes count as yours.</li>
<li>It counts once this account confirms it in Discord. You can unlink it at any time.</li>
<li>It moves nothing, costs nothing, and gives nobody a right to what the wallet holds.</li>
</ul>
${signingSteps({
  method: "personal_sign",
  done: "Signed, but not linked yet. Go back to Discord and press “I have signed: confirm”. You can close this page.",
})}`;
  return page(200, { title: `Link a wallet · ${bare(config.name, 60)}`, main });
}
