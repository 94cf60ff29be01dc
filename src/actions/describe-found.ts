import type { App } from "../app.ts";
import type { Action } from "../core/governance/proposal.ts";
import { Refusal } from "../errors.ts";
import { findParameter, formatValue } from "../parameters/registry.ts";

/** A raw value found on chain as members read it; raw where the config no longer knows the parameter. */
export function describeFound(app: App, action: Action, raw: string): string {
  try {
    return formatValue(app.config, findParameter(app.config, action.parameter), raw);
  } catch (error) {
    if (error instanceof Refusal) return raw;
    throw error;
  }
}
