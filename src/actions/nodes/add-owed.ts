import { setTimeout as pause } from "node:timers/promises";
import { listAccrued } from "../../../db/node-rewards.ts";
import type { App } from "../../app.ts";
import { BotError, Halt } from "../../errors.ts";
import { findRewardSource } from "../../sources/rewards/index.ts";
import type { Owed } from "../../sources/rewards/source.ts";
import { tokenOf } from "../token-of.ts";
import type { NodeMoney, NodesView, NodeView } from "./node-view.ts";

/** Whoever asks wants an answer now; what a chain says later is left out, and it is said that it was. */
const PATIENCE_MS = 1_000;

/**
 * Asks the contracts of a source that say what is owed to a node, at the final block: what they say is claimable or locked then stands in
 * place of the books'. Where they do not answer in time, the books' figures stay.
 */
export async function addOwed(app: App, view: NodesView): Promise<NodesView> {
  const source = findRewardSource(app.config, view.source);
  const { owed } = source;
  if (owed === undefined || view.nodes.length === 0) return view;
  const chain = app.chains.get(source.chain);
  const rows = listAccrued(
    app.db,
    view.source,
    view.nodes.map(({ id }) => id),
  );
  const accrued = Map.groupBy(rows, ({ node }) => node);
  const ask = async () =>
    chain.readAll(
      await chain.finalized(),
      view.nodes.map(({ id, node, owner }) => owed({ node, owner, accrued: accrued.get(id) ?? [] })),
    );
  const answers = await Promise.race([ask().catch(unlessBroken), pause(PATIENCE_MS, undefined, { ref: false })]);
  if (answers === undefined || answers.some((one) => !one.ok)) app.log.debug("what is owed could not all be read");
  if (answers === undefined) return { ...view, owed: "silent" };
  const nodes = view.nodes.map((node, index) => {
    const answer = answers[index];
    return answer?.ok ? withOwed(app, node, answer.value) : node;
  });
  return { ...view, nodes, owed: answers.every((one) => one.ok) ? "said" : "silent" };
}

function unlessBroken(error: unknown): undefined {
  if (!(error instanceof BotError) || error instanceof Halt) throw error;
}

function withOwed(app: App, node: NodeView, owed: readonly Owed[]): NodeView {
  const [main, ...others] = node.money;
  const known = new Set(node.money.map(({ token }) => token.name));
  const added = owed.filter(({ token }) => !known.has(token)).map(({ token }) => nothing(app, token));
  const said = (one: NodeMoney): NodeMoney => {
    const told = owed.find(({ token }) => token === one.token.name);
    if (told === undefined) return one;
    // A contract that was asked what can be claimed, and with the books in hand cannot say it, makes their figure doubtful.
    const isUnknown = told.claimable === undefined && told.locked === undefined && one.claimable !== undefined;
    const claimable = isUnknown ? "unknown" : (told.claimable ?? one.claimable);
    return { ...one, claimable, locked: told.locked ?? one.locked };
  };
  return { ...node, money: [said(main), ...[...others, ...added].map(said)] };
}

function nothing(app: App, token: string): NodeMoney {
  const none = { last7: 0n, last30: 0n, all: 0n, claimed: 0n, locked: 0n, lost: 0n };
  return { token: tokenOf(app, token), ...none, claimable: undefined };
}
