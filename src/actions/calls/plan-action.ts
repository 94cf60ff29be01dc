import type { App } from "../../app.ts";
import type { Ask } from "../../core/governance/ask.ts";
import type { Action } from "../../core/governance/proposal.ts";
import { Refusal } from "../../errors.ts";
import { findGroup } from "../../parameters/groups.ts";
import { findParameter } from "../../parameters/registry.ts";
import { planCall } from "./plan-call.ts";
import { planChange } from "./plan-change.ts";
import { planTransfer } from "./plan-transfer.ts";

/** What the config gives an ask: by which rules it is voted on, and at which level of them. */
export type AskRules = { rules: string; level: string | undefined };

/** What was asked for as a call: checked against the config, and against the chain as it is now. */
export async function planAction(app: App, ask: Ask): Promise<Action> {
  switch (ask.kind) {
    case "parameter":
      return planChange(app, ask.parameter, ask.value);
    case "transfer":
      return planTransfer(app, ask);
    case "call":
      return planCall(app, ask);
  }
}

/** The rules that the config has for an ask; Refusal where it lets nobody ask for such a thing. */
export function rulesFor({ config }: App, ask: Ask): AskRules {
  if (ask.kind === "parameter") {
    const isGroup = Object.hasOwn(config.parameterGroups, ask.parameter);
    const asked = isGroup ? findGroup(config, ask.parameter) : findParameter(config, ask.parameter).config;
    return { rules: asked.rulePack ?? config.voting.rulePack, level: asked.level };
  }
  const settings = ask.kind === "transfer" ? config.transfers : config.calls;
  if (settings === undefined)
    throw new Refusal(`Here nobody votes on ${ask.kind === "transfer" ? "transfers" : "calls of any contract"}.`, {
      hint: `A maintainer can allow it under \`${ask.kind}s\` in Steward's config.`,
    });
  return { rules: settings.rulePack ?? config.voting.rulePack, level: settings.level };
}
