import type { App } from "../app.ts";
import type { Action } from "../core/governance/proposal.ts";
import { Refusal } from "../errors.ts";
import {
  describeBounds,
  describeCall,
  describeChange,
  encodeSetter,
  findParameter,
  formatValue,
  type ParameterRef,
} from "../parameters/registry.ts";
import type { ChangeView } from "./describe-proposal.ts";
import { nameChain } from "./name-chain.ts";

/** One change in words; raw values where the config no longer means by the parameter what was frozen. */
export function describeAction(app: App, action: Action): ChangeView {
  const ref = known(app, action);
  const chainName = nameChain(app, action.chain);
  if (ref === undefined) {
    const call = `${action.calldata} on ${action.target}`;
    const { parameter: title, before, after } = action;
    return { action, title, before, after, change: undefined, bounds: undefined, call, chainName };
  }
  return {
    action,
    title: ref.title,
    before: formatValue(app.config, ref, action.before),
    after: formatValue(app.config, ref, action.after),
    change: describeChange(app.config, ref, action.before, action.after),
    bounds: describeBounds(app.config, ref),
    call: describeCall(ref, action.after),
    chainName,
  };
}

function known(app: App, action: Action): ParameterRef | undefined {
  try {
    const ref = findParameter(app.config, action.parameter);
    const same = ref.config.target === action.target && encodeSetter(ref, action.after) === action.calldata;
    return same ? ref : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
