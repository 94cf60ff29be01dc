import type { App } from "../../app.ts";
import { formatAmount } from "../../core/amount.ts";
import type { Action, CallAction, GroupAction, TransferAction, ValueChange } from "../../core/governance/proposal.ts";
import { Refusal } from "../../errors.ts";
import { describeGroupCall, encodeGroup, findGroup } from "../../parameters/groups.ts";
import {
  describeBounds,
  describeCall,
  describeChange,
  encodeSetter,
  findParameter,
  formatValue,
  type ParameterRef,
} from "../../parameters/registry.ts";
import { nameChain } from "../name-chain.ts";
import type { ChangeView } from "../proposals/describe-proposal.ts";
import { findCoin } from "./plan-transfer.ts";

/** A call in words, a line for each thing that it changes; raw where the config no longer means what was frozen. */
export function describeLines(app: App, action: Action): ChangeView[] {
  switch (action.kind) {
    case undefined:
      return [describeValue(app, action, action)];
    case "group":
      return changed(action).map((change) => describeValue(app, action, change));
    case "transfer":
      return [describeTransfer(app, action)];
    case "call":
      return [describeAnyCall(app, action)];
  }
}

function describeValue(app: App, action: Action, change: ValueChange): ChangeView {
  const ref = known(app, action, change);
  const chainName = nameChain(app, action.chain);
  const rawCall = `${action.calldata} on ${action.target}`;
  if (ref === undefined) {
    const { parameter: title, before, after } = change;
    const unknown = { change: undefined, bounds: undefined, call: rawCall, chainName };
    return { action, value: change, title, before, after, ...unknown };
  }
  return {
    action,
    value: change,
    title: ref.title,
    before: formatValue(app.config, ref, change.before),
    after: formatValue(app.config, ref, change.after),
    change: describeChange(app.config, ref, change.before, change.after),
    bounds: describeBounds(app.config, ref),
    call: callOf(app, action, ref, change),
    chainName,
  };
}

function describeTransfer(app: App, action: TransferAction): ChangeView {
  const { token, to, amount, chain } = action;
  const words = amountWords(app, chain, token, BigInt(amount));
  return {
    action,
    value: undefined,
    title: "Transfer",
    before: "",
    after: `${words} to ${to}`,
    change: undefined,
    bounds: undefined,
    call: token === undefined ? `a payment of ${words}` : `transfer(to: ${to}, amount: ${amount})`,
    chainName: nameChain(app, chain),
  };
}

function describeAnyCall(app: App, action: CallAction): ChangeView {
  const { signature, args, target, chain } = action;
  const name = /^function (\w+)/.exec(signature)?.[1] ?? signature;
  return {
    action,
    value: undefined,
    title: "Call",
    before: "",
    after: `${name} of ${target}`,
    change: undefined,
    bounds: undefined,
    call: `${signature.replace(/^function /, "")} with ${args.length === 0 ? "nothing" : args.join(", ")}`,
    chainName: nameChain(app, chain),
  };
}

/** In smallest units where the config no longer knows the token. */
function amountWords(app: App, chain: number, token: string | undefined, amount: bigint): string {
  try {
    const { symbol, decimals } = findCoin(app, chain, token);
    return `${formatAmount(amount, decimals)} ${symbol}`;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `${amount} smallest units of ${token ?? "the chain's coin"}`;
  }
}

/** What a group's call changes; the others it sets to what they are. */
function changed({ changes }: GroupAction): readonly ValueChange[] {
  const others = changes.filter(({ before, after }) => before !== after);
  return others.length === 0 ? changes : others;
}

function callOf({ config }: App, action: Action, ref: ParameterRef, { after }: ValueChange): string {
  return action.kind === "group"
    ? describeGroupCall(findGroup(config, action.group), votedValues(action))
    : describeCall(ref, after);
}

/** Whether the config still means by a parameter what was frozen: the same contract, set by the very same bytes. */
export function means({ config }: App, action: Action, { parameter, after }: ValueChange): boolean {
  const { target } = findParameter(config, parameter).config;
  if (target !== action.target) return false;
  const calldata =
    action.kind === "group"
      ? encodeGroup(findGroup(config, action.group), votedValues(action))
      : encodeSetter(findParameter(config, parameter), after);
  return calldata === action.calldata;
}

function votedValues({ changes }: GroupAction): Record<string, string> {
  return Object.fromEntries(changes.map(({ parameter, after }) => [parameter, after]));
}

function known(app: App, action: Action, change: ValueChange): ParameterRef | undefined {
  try {
    return means(app, action, change) ? findParameter(app.config, change.parameter) : undefined;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
