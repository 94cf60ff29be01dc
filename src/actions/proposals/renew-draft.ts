import type { App } from "../../app.ts";
import { canonical } from "../../core/canonical.ts";
import type { ProposalContent } from "../../core/governance/life-stage.ts";
import { Refusal } from "../../errors.ts";
import { findRules, rulesOf, writeAsked } from "./write-content.ts";

/**
 * A draft with its calls as they follow now; Refusal where they, or its rules, would be others. Nobody saw it, and nobody may
 * keep rules of the past in it for later.
 */
export async function renewDraft(app: App, draft: ProposalContent): Promise<ProposalContent> {
  const { asks, body, title, rules } = draft;
  const written =
    asks.length > 0
      ? [await writeAsked(app, { asks, reason: body })]
      : levelsOf(app, rules).map((level) => ({ ...draft, ...rulesOf(app, rules, findRules(app, rules, level)) }));
  const same = written.find((one) => canonical(fixedOf(one)) === canonical(fixedOf(draft)));
  if (same !== undefined) return { ...same, title };
  throw new Refusal("Since this draft was written the config has come to say something else of it, or of its rules.", {
    hint: "Write it anew.",
  });
}

function levelsOf({ config }: App, rules: string): (string | undefined)[] {
  const pack = Object.hasOwn(config.rulePacks, rules) ? config.rulePacks[rules]?.pack : undefined;
  const levels = pack === undefined || pack.counting === "two-house" ? {} : (pack.levels ?? {});
  return Object.keys(levels).length === 0 ? [undefined] : Object.keys(levels);
}

/** What the config, and not the author, says of a proposal. */
function fixedOf({ rules, rulePack, electorate, votingSeconds, actions }: ProposalContent) {
  const calls = actions.map(({ target, calldata, value }) => ({ target, calldata, value }));
  return { rules, rulePack, electorate, votingSeconds, calls };
}
