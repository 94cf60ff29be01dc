import { type Address, isAddress, zeroAddress } from "viem";
import { canonical, hashOf } from "../../canonical.ts";
import { hashActions } from "../actions-hash.ts";
import { isDescriptionOf } from "../description.ts";
import { type Bundle, ownEvents } from "./bundle.ts";

/** What is wrong with the proposal: its hashes, or that it is not what its opening recorded. */
export function checkProposal(bundle: Bundle): string[] {
  const { hash, ...frozen } = bundle.proposal;
  const opened = ownEvents(bundle)[0];
  const problems: string[] = [];
  if (hashOf(frozen) !== hash)
    problems.push("proposal.hash is not the hash of the proposal: something in it was changed.");
  const known = { hash, actionsHash: frozen.actionsHash, closesAt: frozen.closesAt, server: frozen.server };
  for (const [key, value] of Object.entries(known)) {
    if (opened?.body[key] !== value) problems.push(`proposal.${key} is not what was recorded when the vote opened.`);
  }
  if (opened?.actor !== frozen.author) problems.push("proposal.author is not who opened the vote.");
  if (!isDescriptionOf(frozen.description, frozen))
    problems.push("proposal.description is of another title, other rules or another electorate than the proposal's.");
  const { votingSeconds } = Object(frozen.rulePack["life"]) as { votingSeconds?: unknown };
  if (votingSeconds !== undefined && frozen.closesAt - frozen.openedAt !== votingSeconds)
    problems.push("proposal.closesAt is not as long after openedAt as its rules keep a vote open.");
  return problems;
}

/** What is wrong with the calls that the vote decided about. */
export function checkActions(bundle: Bundle): string[] {
  const { actions, actionsHash, description } = bundle.proposal;
  const [first] = actions;
  const recorded = ownEvents(bundle)[0]?.body["executor"];
  // A vote that asks the chain for nothing has nobody who carries it out.
  const executor = first === undefined && recorded === undefined ? zeroAddress : recorded;
  if (!isExecutor(executor)) return ["The opening does not say which contract makes the calls."];
  const same = new Set(actions.map(({ chain, executor: name }) => canonical({ chain, name })));
  if (same.size > 1) return ["proposal.actions are not all for one executor."];
  const calls = actions.map(({ target, value, calldata }) => ({ target, value: BigInt(value), calldata }));
  const found = hashActions({ chain: first?.chain ?? 0, executor, actions: calls, description });
  return found === actionsHash ? [] : ["proposal.actionsHash is not the hash of the calls and the description."];
}

function isExecutor(value: unknown): value is Address {
  return typeof value === "string" && isAddress(value);
}
