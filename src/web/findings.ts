import { blockingOf, type Scrutiny } from "../core/governance/scrutiny.ts";
import { bare } from "../core/sanitize.ts";
import { type Html, html } from "./html.ts";

/** What was found in the calls when they were last looked at, gravest first, and whether a simulation saw what they do. */
export function findingNotices(scrutiny: Scrutiny | undefined): Html {
  if (scrutiny === undefined) return html``;
  const { findings, way, block } = scrutiny;
  const blocking = blockingOf(scrutiny).length;
  const notices = findings.map(
    ({ says }, index) =>
      html`<p class="${index < blocking ? "notice bad" : "notice warn"}"><bdi>${bare(says, 600)}</bdi></p>`,
  );
  const tried = way === "block" && block !== undefined;
  return html`${notices}${tried ? html`<p>The calls were simulated at block ${block.number}.</p>` : ""}`;
}
