import type { App } from "../../app.ts";
import type { Block, Chain } from "../../chain/chain.ts";
import { formatAmount } from "../../core/amount.ts";
import { hashCode } from "../../core/governance/actions-hash.ts";
import { type Action, type TransferAction, type ValueChange, valueChangesOf } from "../../core/governance/proposal.ts";
import { Refusal } from "../../errors.ts";
import { findExecutor } from "../../executors/index.ts";
import { findParameter, formatValue, readParameter } from "../../parameters/registry.ts";
import { findCoin, readHeld } from "./plan-transfer.ts";

/** Compares the chain at its newest final block with what was frozen when the vote opened; Refusal where they differ. */
export async function checkActions(app: App, actions: readonly Action[]): Promise<void> {
  for (const action of actions) {
    const chain = app.chains.get(action.chain);
    const block = await chain.finalized();
    await checkCode(chain, block, action);
    for (const change of valueChangesOf(action)) await checkValue(app, chain, block, action, change);
    if (action.kind === "transfer") await checkHeld(app, chain, block, action);
  }
}

async function checkCode(chain: Chain, block: Block, { target, codeHash }: Action): Promise<void> {
  if (hashCode(await chain.code(target, block)) === codeHash) return;
  throw new Refusal(`The code of ${target} is not what it was when the vote opened.`, {
    hint: "Find out who changed the contract before anything is signed; a new vote is needed.",
  });
}

async function checkValue(
  app: App,
  chain: Chain,
  block: Block,
  { target }: Action,
  { parameter, before, after }: ValueChange,
): Promise<void> {
  const ref = findParameter(app.config, parameter);
  if (ref.config.target !== target) throw new Refusal(`${ref.title} now names another contract than was voted on.`);
  const found = await chain.read(block, readParameter(ref));
  if (found === before) return;
  const [is, was] = [found, before].map((raw) => formatValue(app.config, ref, raw));
  if (found === after) throw new Refusal(`${ref.title} is ${is} already, as voted.`);
  throw new Refusal(`${ref.title} has changed since the vote opened: it was ${was}, it is ${is}.`, {
    hint: "Members voted on another change than this would be; a new vote is needed.",
  });
}

/** What is not there cannot be paid; the chain would refuse it after everybody has signed. */
async function checkHeld(app: App, chain: Chain, block: Block, action: TransferAction): Promise<void> {
  const coin = findCoin(app, action.chain, action.token);
  const { account } = findExecutor(app.config, action.executor);
  const held = await readHeld(chain, block, coin, account);
  if (held === undefined || held >= BigInt(action.amount)) return;
  throw new Refusal(
    `${account} holds ${formatAmount(held, coin.decimals)} ${coin.symbol}, less than was voted on: ${formatAmount(BigInt(action.amount), coin.decimals)}.`,
  );
}
