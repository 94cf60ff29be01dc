import { decodeEventLog, formatEther, type Hex, keccak256, toEventSelector, toHex } from "viem";
import { artifact } from "../chain/artifact.ts";
import type { Call } from "../chain/block-builder.ts";
import { callContract } from "../chain/call-contract.ts";
import type { Rpc } from "../chain/rpc.ts";
import type { World } from "../chain/world.ts";

/** A Governor's states in the order of their numbers. */
export const GOVERNOR_STATES = [
  "Pending",
  "Active",
  "Canceled",
  "Defeated",
  "Succeeded",
  "Queued",
  "Expired",
  "Executed",
] as const;

/** The choices of a ballot by their numbers on chain. */
export const SUPPORT = { against: 0, for: 1, abstain: 2 } as const;

export type Support = keyof typeof SUPPORT;

/** A proposal as the Governor has it; times in Unix seconds, votes in whole HELIO as decimal text. */
export type GovernorProposal = {
  id: string;
  title: string;
  proposer: Hex;
  state: (typeof GOVERNOR_STATES)[number];
  snapshot: number;
  deadline: number;
  /** When it can be executed; null while it is not queued. */
  eta: number | null;
  votes: Record<Support, string>;
};

type Created = {
  proposalId: bigint;
  proposer: Hex;
  targets: Hex[];
  values: bigint[];
  calldatas: Hex[];
  voteStart: bigint;
  description: string;
};

/** All proposals of the Governor, the newest first, with their state at the latest block. */
export async function listGovernorProposals(rpc: Rpc, world: World): Promise<GovernorProposal[]> {
  const created = await readCreated(rpc, world);
  return Promise.all(created.reverse().map((proposal) => present(rpc, world, proposal)));
}

/** The call that casts a vote. */
export function castVote(world: World, proposalId: string, support: Support): Call {
  return governorCall(world, "castVote", [BigInt(proposalId), SUPPORT[support]]);
}

/** The call that queues a succeeded proposal or executes a queued one; throws where the Governor has no such proposal. */
export async function carryOn(rpc: Rpc, world: World, step: "queue" | "execute", proposalId: string): Promise<Call> {
  const proposal = (await readCreated(rpc, world)).find((created) => created.proposalId === BigInt(proposalId));
  if (!proposal) throw new RangeError("The Governor has no such proposal");
  const { targets, values, calldatas, description } = proposal;
  return governorCall(world, step, [targets, values, calldatas, keccak256(toHex(description))]);
}

async function readCreated(rpc: Rpc, world: World): Promise<Created[]> {
  const { abi } = artifact("HelioGovernor");
  const signature =
    "ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)" as const;
  const logs = await rpc<{ data: Hex; topics: [Hex, ...Hex[]] }[]>("eth_getLogs", {
    address: world.addresses.governor,
    topics: [toEventSelector(signature)],
    fromBlock: toHex(world.deployBlocks.governor),
    toBlock: "latest",
  });
  return logs.map((log) => decodeEventLog({ abi, data: log.data, topics: log.topics }).args as unknown as Created);
}

async function present(rpc: Rpc, world: World, created: Created): Promise<GovernorProposal> {
  const read = <Result>(functionName: string) =>
    callContract<Result>(rpc, governorCall(world, functionName, [created.proposalId]));
  const [state, deadline, eta, [against, inFavour, abstain]] = await Promise.all([
    read<number>("state"),
    read<bigint>("proposalDeadline"),
    read<bigint>("proposalEta"),
    read<readonly [bigint, bigint, bigint]>("proposalVotes"),
  ]);
  return {
    id: String(created.proposalId),
    title: (created.description.split("\n", 1)[0] ?? "").replace(/^#+\s*/, ""),
    proposer: created.proposer,
    state: GOVERNOR_STATES[state] ?? "Pending",
    snapshot: Number(created.voteStart),
    deadline: Number(deadline),
    eta: eta === 0n ? null : Number(eta),
    votes: { against: formatEther(against), for: formatEther(inFavour), abstain: formatEther(abstain) },
  };
}

function governorCall(world: World, functionName: string, args: readonly unknown[]): Call {
  return { to: world.addresses.governor, abi: artifact("HelioGovernor").abi, functionName, args };
}
