import type { PageTokenRow } from "../../db/page-tokens.ts";
import { describeBallotPage, readBallotText, signOnPage } from "../actions/wallets/sign-on-page.ts";
import type { App } from "../app.ts";
import { parseWalletAddress } from "../core/identity/wallet-address.ts";
import { bare } from "../core/sanitize.ts";
import { asked, shown } from "./guard.ts";
import { html } from "./html.ts";
import { page, utc } from "./page-frame.ts";
import { readText } from "./read-text.ts";
import type { Routes } from "./server.ts";
import { signingSteps } from "./signing-steps.ts";

const WALLETS_SHOWN = 5;

/** The page on which a member's wallet signs the ballot that the member has cast. */
export function ballotRoutes(app: App): Routes {
  return {
    "GET /ballot/*": shown(app, "ballot", (row) => ballotPage(app, row)),
    "POST /ballot/*/text": asked(app, "ballot", async (row, body) => {
      const address = parseWalletAddress(readText(body, "address"));
      return { address, text: readBallotText(app, row, address) };
    }),
    "POST /ballot/*/signature": asked(app, "ballot", async (row, body) => {
      const { wallet } = await signOnPage(app, row, readText(body, "signature"));
      return { address: wallet };
    }),
  };
}

function ballotPage(app: App, row: PageTokenRow) {
  const { vote, choice, wallets, closesAt } = describeBallotPage(app, row);
  const left = wallets.length - WALLETS_SHOWN;
  const main = html`<h1>Sign your ballot</h1>
<p>You have cast this ballot in Discord:</p>
<div class="who">
<p class="name"><bdi>${bare(choice, 300)}</bdi></p>
<p>on #${vote.id} <bdi>${bare(vote.title, 200)}</bdi></p>
<p>by <bdi>@${bare(row.username, 64)}</bdi>, id ${row.member}<br>on the server <strong><bdi>${bare(app.config.name, 60)}</bdi></strong></p>
</div>
<ul class="facts">
<li>Signing proves this very ballot without Discord. It counts without it, too.</li>
<li>If you change your vote, sign the new ballot. This vote closes ${utc(closesAt)}.</li>
<li>It moves nothing and costs nothing.</li>
</ul>
<p class="label">Sign with ${wallets.length === 1 ? "this wallet" : "one of these wallets"}</p>
${wallets.slice(0, WALLETS_SHOWN).map((wallet) => html`<p class="address">${wallet.slice(0, 22)}<wbr>${wallet.slice(22)}</p>`)}
${left > 0 ? html`<p>or ${left} more of yours that vote here</p>` : ""}
${signingSteps({ method: "eth_signTypedData_v4", done: "Your ballot is signed. You can close this page." })}`;
  return page(200, { title: `Sign your ballot · ${bare(app.config.name, 60)}`, main });
}
