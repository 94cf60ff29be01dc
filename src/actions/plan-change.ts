import type { App } from "../app.ts";
import { hashCode } from "../core/governance/actions-hash.ts";
import type { Action } from "../core/governance/proposal.ts";
import { Refusal } from "../errors.ts";
import { encodeSetter, findParameter, formatValue, parseValue, readParameter } from "../parameters/registry.ts";

/** What a member asked for as a call: checked against the guardrails, and against the chain as it is now. */
export async function planChange(app: App, parameter: string, value: string): Promise<Action> {
  const ref = findParameter(app.config, parameter);
  const after = parseValue(app.config, ref, value);
  const { chain: chainId, target, executor } = ref.config;
  const chain = app.chains.get(chainId);
  const block = await chain.finalized();
  const code = await chain.code(target, block);
  if (code === "0x") throw new Refusal(`There is no contract at ${target}, which should hold ${ref.title}.`);
  const before = await chain.read(block, readParameter(ref));
  if (before === after) {
    throw new Refusal(`${ref.title} is ${formatValue(app.config, ref, after)} already.`, {
      hint: "Propose another value.",
    });
  }
  const calldata = encodeSetter(ref, after);
  return {
    parameter: ref.id,
    executor,
    chain: chainId,
    target,
    value: 0n,
    calldata,
    codeHash: hashCode(code),
    before,
    after,
  };
}
