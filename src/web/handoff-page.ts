import type { PageTokenRow } from "../../db/page-tokens.ts";
import type { HandoffDetails } from "../actions/handoffs/describe-handoff.ts";
import { describeHandoffPage, noteSent, readTransaction } from "../actions/handoffs/handoff-page.ts";
import { sayCoins, sayCommand, sayFunction } from "../actions/handoffs/say-step.ts";
import type { ChangeView } from "../actions/proposals/describe-proposal.ts";
import type { App } from "../app.ts";
import { bare } from "../core/sanitize.ts";
import { findingParts } from "./findings.ts";
import { asked, shown } from "./guard.ts";
import { type Html, html } from "./html.ts";
import { page } from "./page-frame.ts";
import { readText } from "./read-text.ts";
import type { Routes } from "./server.ts";
import { signingSteps } from "./signing-steps.ts";

type Step = NonNullable<HandoffDetails["due"]>;

/** The page on which a treasurer sees all that a hand-off does, and lets their own wallet send the call that is due. */
export function handoffRoutes(app: App): Routes {
  return {
    "GET /handoff/*": shown(app, "handoff", (row) => handoffPage(app, row)),
    "POST /handoff/*/text": asked(app, "handoff", async (row, body) => {
      const { step, transaction } = await readTransaction(app, row, readText(body, "address"));
      return { address: transaction.from, text: inWords(describeHandoffPage(app, row), step), transaction };
    }),
    "POST /handoff/*/sent": asked(app, "handoff", async (row, body) => noteSent(app, row, readText(body, "hash"))),
  };
}

function handoffPage(app: App, row: PageTokenRow) {
  const details = describeHandoffPage(app, row);
  const { proposal, due, ids, dead, freeze } = details;
  const title = `Carry out #${proposal.id}`;
  const main = html`<h1>${title}</h1>
<p>Members of <strong><bdi>${bare(app.config.name, 60)}</bdi></strong> have voted for this:</p>
<div class="who">
<p class="name"><bdi>${bare(proposal.title, 200)}</bdi></p>
${proposal.changes.map(changeLine)}
</div>
${freeze === undefined ? "" : html`<p class="notice bad"><strong>All hand-offs are frozen: sign nothing.</strong> <bdi>${bare(freeze.reason, 500)}</bdi></p>`}
${findingParts(details.scrutiny)}
${due === undefined ? html`<p class="notice">There is nothing to sign now.</p>` : freeze === undefined ? dueParts(details, due) : ""}
<h2>Compare on your device</h2>
${ids.map(({ label, id }) => html`<p class="label">${label}</p><p class="address">${id}</p>`)}
${dead === undefined ? "" : html`<p class="notice warn">Dead: ${dead.label} ${dead.id}. Its place was taken on chain, so that it can never be executed.</p>`}
<p class="label">Actions hash, as frozen when the vote opened</p>
<p class="address">${proposal.actionsHash}</p>
${freeze === undefined ? otherWays(details) : ""}`;
  return page(200, { title: `${title} · ${bare(app.config.name, 60)}`, main });
}

function changeLine({ title, before, after, change, call, action, chainName }: ChangeView): Html {
  const what = before === "" ? bare(after, 300) : `${bare(before, 120)} → ${bare(after, 120)}`;
  return html`<p class="change"><strong><bdi>${bare(title, 100)}</bdi></strong>: <bdi>${what}</bdi></p>
${change === undefined ? "" : html`<p>${bare(change, 120)}</p>`}
<p>calls <bdi>${bare(call, 400)}</bdi></p>
<p class="address">${action.target}</p>
<p>on ${bare(chainName, 40)}</p>`;
}

function dueParts(details: HandoffDetails, due: Step): Html {
  const { chainName, steps } = details;
  return html`<h2>To sign now: ${due.name}</h2>
<p>${steps.length > 1 ? `Step ${steps.indexOf(due) + 1} of ${steps.length}, by` : "By"} ${due.sender}, on ${bare(chainName, 40)} (chain id ${due.chain}).</p>
<p class="label">Your wallet must show exactly this address</p>
<p class="address">${due.to}</p>
<ul class="facts">
<li>It calls ${sayFunction(due)}</li>
<li>It carries ${sayCoins(details, due)}, and costs the chain’s fee.</li>
<li>Steward holds no key: your own wallet signs and sends it.</li>
</ul>
${signingSteps({
  method: "eth_sendTransaction",
  done: "Sent. Steward follows it on chain and says in Discord what became of it. You can close this page.",
})}`;
}

/** The same for whoever signs elsewhere: in words, as bytes, as a command, and for other tools. */
function otherWays({ steps, due, files, ...details }: HandoffDetails): Html {
  const commands = due === undefined ? [] : [part("On a command line", sayCommand(due, "calldata.txt"))];
  return html`<h2>Other ways to sign it</h2>
${steps.map((step) => part(`${step.name}: every argument`, inWords(details, step)))}
${due === undefined ? "" : part("Calldata", due.data)}
${commands}
${files.map(({ what, text }) => part(what, text))}`;
}

function part(summary: string, text: string): Html {
  return html`<details><summary>${summary}</summary><pre>${text}</pre></details>`;
}

function inWords({ native }: { native: string }, step: Step): string {
  return [
    `Chain id: ${step.chain}`,
    `To: ${step.to}`,
    `Value: ${sayCoins({ native }, step)}`,
    `Function: ${sayFunction(step)}`,
    ...step.args.map(({ name, type, value }) => `  ${name} (${type}): ${value}`),
  ].join("\n");
}
