import type { Effect, Scrutiny } from "../core/governance/scrutiny.ts";
import { bare } from "../core/sanitize.ts";
import { type Html, html } from "./html.ts";

/** What was found in the calls when they were last looked at, gravest first, and what they did in a simulation. */
export function findingParts(scrutiny: Scrutiny | undefined): Html {
  if (scrutiny === undefined) return html``;
  const { findings, effects, block, way } = scrutiny;
  const notices = findings.map(
    ({ level, says }) =>
      html`<p class="notice ${level === "block" ? "bad" : "warn"}"><bdi>${bare(says, 600)}</bdi></p>`,
  );
  if (block === undefined || way === "none") return html`${notices}`;
  const where = `block ${block.number} of chain ${block.chain}`;
  if (way === "calls")
    return html`${notices}<p>Each call was tried by itself at ${where}; what they change was not seen.</p>`;
  return html`${notices}
<h2>Simulated at ${where}</h2>
${effects.length === 0 ? html`<p>Nothing was seen to change.</p>` : html`<ul class="facts">${effects.map(effectLine)}</ul>`}`;
}

function effectLine(effect: Effect): Html {
  const doubt = effect.declared ? "" : html` <strong>The proposal does not say this.</strong>`;
  return html`<li class="${effect.declared ? "yes" : "no"}"><bdi>${bare(sayEffect(effect), 300)}</bdi>${doubt}</li>`;
}

function sayEffect(effect: Effect): string {
  switch (effect.kind) {
    case "parameter":
      return `${effect.title}: ${effect.before} → ${effect.after}`;
    case "transfer":
      return `${effect.what} from ${effect.from} to ${effect.to}`;
    case "approval":
      return `${effect.owner} lets ${effect.spender} spend ${effect.what}`;
    case "power":
      return `${effect.what}, at ${effect.by}`;
  }
}
