import { type Address, encodeDeployData, encodeFunctionData, getAddress, type Hex, zeroAddress } from "viem";
import { listExecutions } from "../../db/executions.ts";
import { addHandoff, type HandoffRow } from "../../db/handoffs.ts";
import { addProposal } from "../../db/proposals.ts";
import { addVote, type VoteRow } from "../../db/votes.ts";
import { type Artifact, artifact, safeArtifact } from "../../sandbox/chain/artifact.ts";
import { callContract } from "../../sandbox/chain/call-contract.ts";
import { createRpc, type Rpc } from "../../sandbox/chain/rpc.ts";
import { finalizeLatest } from "../../sandbox/chain/time.ts";
import { startWorld, type World } from "../../sandbox/chain/world.ts";
import { followExecutions } from "../../src/actions/handoffs/follow-executions.ts";
import { surveyExecutor } from "../../src/actions/handoffs/survey-executor.ts";
import type { Action } from "../../src/core/governance/proposal.ts";
import type { BoundExecutor, Step, Survey } from "../../src/executors/executor.ts";
import { findExecutor } from "../../src/executors/index.ts";
import { createWorldApp, encode, type WorldApp } from "./world-app.ts";

/** The Heliogrid with a bare timelock and its Safe as executors beside the Governor. */
export type ExecutorWorld = {
  world: World;
  /** A timelock on which Theo and Tess propose, and anybody executes; its delay in seconds. */
  council: Address;
  delay: number;
  stop: () => Promise<void>;
};

/** Starts the world; what is deployed beside it stays for every test of a file. */
export async function startExecutorWorld(): Promise<ExecutorWorld> {
  const { world, stop } = await startWorld();
  const delay = 600;
  const { theo = zeroAddress, tess = zeroAddress } = world.roles.wallets;
  const args = [BigInt(delay), [theo, tess], [zeroAddress], zeroAddress];
  const council = await deploy(createRpc(world.rpcUrl), world.roles.keeper, artifact("TimelockController"), args);
  return { world, council, delay, stop };
}

/** Deploys a contract on a world's chain. */
export async function deploy(rpc: Rpc, from: Address, { abi, bytecode }: Artifact, args: readonly unknown[] = []) {
  const data = encodeDeployData({ abi, bytecode, args });
  const hash = await rpc<Hex>("eth_sendTransaction", { from, data, gas: "0x989680" });
  await finalizeLatest(rpc);
  const { contractAddress } = await rpc<{ contractAddress: Address }>("eth_getTransactionReceipt", hash);
  return getAddress(contractAddress);
}

/** An app whose config names all three executors. */
export async function createExecutorApp({ world, council }: ExecutorWorld): Promise<WorldApp> {
  const { chainId: chain, addresses } = world;
  const executors = {
    dao: { kind: "governor", chain, governor: addresses.governor, timelock: addresses.timelock },
    council: { kind: "timelock", chain, timelock: council },
    treasury: { kind: "safe", chain, safe: addresses.safe, multiSend: addresses.multiSendCallOnly },
  };
  return createWorldApp(world, { changes: { executors } });
}

/** A call that anybody may have made, so that it succeeds from every account. */
export function harmless(world: World, executor: string, value = 1n): Action {
  return {
    ...{ executor, chain: world.chainId, target: world.addresses.token, value: 0n },
    calldata: encode("HelioToken", "approve", world.roles.keeper, value),
    ...{ codeHash: "0x", parameter: "none", before: "", after: "" },
  };
}

/** A hand-off as it is watched. */
export type HandedOff = { executor: BoundExecutor; vote: VoteRow; handoff: HandoffRow; survey: Survey };

/** Stores a vote that passed, and its hand-off, without anybody having voted. */
export async function handOff(app: WorldApp, actions: readonly Action[], words: string): Promise<HandedOff> {
  const executor = findExecutor(app.config, actions[0]?.executor ?? "");
  const survey = await surveyExecutor(app, actions);
  const now = app.now();
  const id = addProposal(
    app.db,
    { author: "1", stage: "closed", createdAt: now, since: now, until: null } as never,
    {} as never,
  );
  const ids = executor.predict(actions, words, survey);
  const vote = {
    ...{ id, author: "1", title: words, body: "", choices: [], actions, actionsHash: "0x", description: words },
    ...{ rulePack: {}, electorate: {}, hash: "0x", openedAt: now, closesAt: now + 1 },
    predicted: ids.map((one, index) => ({ executor: executor.name, ...one, ...(index === 0 ? { survey } : {}) })),
  } as unknown as VoteRow;
  addVote(app.db, vote);
  const onchainId = ids[0]?.id ?? "";
  const handoff = addHandoff(app.db, {
    ...{ proposal: id, executor: executor.name, onchainId, preparedBy: "1", preparedAt: now },
  });
  return { executor, vote, handoff, survey };
}

/** The step of that name, given what has been seen by now. */
export function stepNamed(app: WorldApp, { executor, vote, handoff, survey }: HandedOff, name: string): Step {
  const newest = listExecutions(app.db, handoff.id).at(-1);
  const seen = newest && { state: newest.state as never, facts: newest.facts };
  const found = executor.prepare(vote.actions, vote.description, survey, seen).find((step) => step.name === name);
  if (found === undefined) throw new Error(`there is no step ${name} yet`);
  return found;
}

/** Sends a step from an account, as a wallet would. */
export function sendStep(app: WorldApp, from: Address, { to, data }: Step): Promise<Hex> {
  return app.send(from, to, data);
}

/** Looks at the chain, and gives every row there is of the hand-off by then. */
export async function look(app: WorldApp, { handoff, executor }: HandedOff) {
  await followExecutions(app, executor.chain);
  return listExecutions(app.db, handoff.id).map(({ state, transaction, facts }) => ({ state, transaction, facts }));
}

/** The state and transaction of each row, which is what a post tells. */
export function told(rows: readonly { state: string; transaction: string | null }[]): [string, string | null][] {
  return rows.map(({ state, transaction }) => [state, transaction]);
}

/** Sends some other transaction from the Safe, by two of its owners: one approves, the next executes. */
export async function sendOther(
  app: WorldApp,
  world: World,
  other: { to: Address; data: Hex; safeTxGas?: bigint },
): Promise<Hex> {
  const { abi } = safeArtifact("SafeL2");
  const to = world.addresses.safe;
  const [first = zeroAddress, second = zeroAddress] = [...world.roles.safeOwners].sort((a, b) =>
    BigInt(a) < BigInt(b) ? -1 : 1,
  );
  const nonce = await callContract<bigint>(app.rpc, { to, abi, functionName: "nonce" });
  const body = [other.to, 0n, other.data, 0, other.safeTxGas ?? 0n, 0n, 0n, zeroAddress, zeroAddress];
  const hash = await callContract<Hex>(app.rpc, {
    ...{ to, abi, functionName: "getTransactionHash", args: [...body, nonce] },
  });
  await app.send(first, to, encodeFunctionData({ abi, functionName: "approveHash", args: [hash] }));
  const word = (address: Address) => address.slice(2).toLowerCase().padStart(64, "0");
  const signatures = `0x${[first, second].map((one) => `${word(one)}${"0".repeat(64)}01`).join("")}` as Hex;
  return app.send(
    second,
    to,
    encodeFunctionData({ abi, functionName: "execTransaction", args: [...body, signatures] }),
  );
}
