import type { PageTokenRow } from "../../db/page-tokens.ts";
import { describePermitPage, permitOnPage, readPermitText } from "../actions/handoffs/handoff-page.ts";
import type { App } from "../app.ts";
import { parseWalletAddress } from "../core/identity/wallet-address.ts";
import { bare } from "../core/sanitize.ts";
import { findingParts } from "./findings.ts";
import { asked, shown } from "./guard.ts";
import { html } from "./html.ts";
import { page, utc } from "./page-frame.ts";
import { readText } from "./read-text.ts";
import type { Routes } from "./server.ts";
import { signingSteps } from "./signing-steps.ts";

const WALLETS_SHOWN = 5;

/** The page on which a second treasurer's wallet signs the permit for a hand-off. */
export function permitRoutes(app: App): Routes {
  return {
    "GET /permit/*": shown(app, "permit", (row) => permitPage(app, row)),
    "POST /permit/*/text": asked(app, "permit", async (row, body) => {
      const address = readText(body, "address");
      return { address: parseWalletAddress(address), text: readPermitText(app, row, address) };
    }),
    "POST /permit/*/signature": asked(app, "permit", async (row, body) => {
      await permitOnPage(app, row, readText(body, "signature"));
      return {};
    }),
  };
}

function permitPage(app: App, row: PageTokenRow) {
  const { asked: what, proposal, wallets } = describePermitPage(app, row);
  const title = `Permit the hand-off of #${proposal.id}`;
  const main = html`<h1>${title}</h1>
<p>Another treasurer of <strong><bdi>${bare(app.config.name, 60)}</bdi></strong> asks to carry this out:</p>
<div class="who">
<p class="name"><bdi>${bare(proposal.title, 200)}</bdi></p>
${proposal.changes.map(
  ({ title: name, before, after }) =>
    html`<p class="change"><strong><bdi>${bare(name, 100)}</bdi></strong>: <bdi>${before === "" ? "" : `${bare(before, 120)} → `}${bare(after, 300)}</bdi></p>`,
)}
<p>asked by Discord id ${what.askedBy}</p>
</div>
${findingParts(proposal.scrutiny)}
<p class="notice warn">Ask them by another way than Discord whether they did.</p>
<ul class="facts">
<li>Signing lets the prepared call be shown to treasurers. It sends nothing and costs nothing.</li>
<li>It holds for this vote and this id on chain only, until ${utc(what.validUntil)}.</li>
</ul>
<p class="label">Id on chain</p><p class="address">${what.onchainId}</p>
<p class="label">Actions hash, as frozen when the vote opened</p><p class="address">${proposal.actionsHash}</p>
<p class="label">Sign with ${wallets.length === 1 ? "this wallet" : "one of these wallets"}</p>
${wallets.slice(0, WALLETS_SHOWN).map((wallet) => html`<p class="address">${wallet}</p>`)}
${signingSteps({
  method: "eth_signTypedData_v4",
  done: "Permitted. The prepared call appears in Discord. You can close this page.",
})}`;
  return page(200, { title: `${title} · ${bare(app.config.name, 60)}`, main });
}
