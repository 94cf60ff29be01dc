import { type Address, encodeFunctionData, toHex } from "viem";
import { artifact } from "../../sandbox/chain/artifact.ts";
import type { Ballot, Side } from "../../src/core/governance/ballots/choice.ts";
import { decide } from "../../src/core/governance/decide.ts";
import { makeElectorate } from "../../src/core/governance/electorate/make-electorate.ts";
import { openZeppelin } from "../../src/core/governance/packs/open-zeppelin.ts";
import type { RulePack } from "../../src/core/governance/rule-pack.ts";
import type { Contract, ContractChain } from "./contract-chain.ts";
import { createRandom } from "./random.ts";

const STATES = ["Pending", "Active", "Canceled", "Defeated", "Succeeded"];
/** By the contract's numbers for them. */
const SUPPORT: readonly Side[] = ["against", "for", "abstain"];
const VOTERS = 6;

/** Not round, so that floors matter. */
export const SUPPLY = 1_000_007n;

export type Ground = { chain: ContractChain; token: Contract; clock: { now: number } };

/** What one look at both sides saw. */
export type Seen = { state: string; deadline: number; quorum: bigint; votes: Record<string, bigint> };

/** Both sides after one step. */
export type Look = { contract: Seen; engine: Seen; step: string };

type Walk = { governor: Contract; id: bigint; snapshot: number; pack: RulePack; period: number };

/** One random life of a proposal on a real Governor, looked at beside the engine's view of it after every step. */
export async function walkGovernor(
  { chain, token, clock }: Ground,
  seed: number,
): Promise<{ seen: Look[]; extended: boolean }> {
  const random = createRandom(seed);
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  await shuffleTokens({ chain, token, clock }, random);
  const walk = await openProposal({ chain, token, clock }, upTo);
  const weights = await Promise.all(voters(chain).map((voter) => token.read<bigint>("getVotes", voter)));
  const electorate = makeElectorate(
    voters(chain).map((voter, index) => ({ voter, weight: weights[index] ?? 0n })),
    { supply: SUPPLY },
  );
  const ballots: Ballot<"for-against-abstain">[] = [];
  const seen: Look[] = [];
  for (let step = 0; step < 10; step += 1) {
    const deadline = Number(await walk.governor.read("proposalDeadline", walk.id));
    clock.now = Math.max(clock.now + 1, nextMoment(walk, deadline, clock.now, upTo));
    await chain.at(clock.now);
    const voter = voters(chain)[upTo(VOTERS - 1)] as Address;
    const support = upTo(2);
    const isOpen =
      clock.now > walk.snapshot && clock.now <= deadline && !ballots.some((ballot) => ballot.voter === voter);
    const error = await walk.governor.send(voter, "castVote", walk.id, support).then(
      () => undefined,
      (failure: Error) => failure.message,
    );
    if ((error === undefined) !== isOpen)
      throw new Error(`seed ${seed}: a vote at ${clock.now} was ${error ?? "taken"}`);
    if (isOpen) ballots.push({ voter, choice: SUPPORT[support] ?? "for", at: clock.now });
    else await chain.rpc("evm_mine");
    seen.push({
      contract: await lookAtContract(walk),
      engine: lookAtEngine(walk, { electorate, ballots, now: clock.now }),
      step: `seed ${seed}, step ${step}: ${error ?? `${voter} ${SUPPORT[support]}`} at ${clock.now - walk.snapshot}`,
    });
  }
  const extended = (seen.at(-1)?.contract.deadline ?? 0) > walk.snapshot + walk.period;
  return { seen, extended };
}

function voters(chain: ContractChain): Address[] {
  return Array.from({ length: VOTERS }, (_, index) => chain.account(index + 1));
}

async function shuffleTokens({ chain, token, clock }: Ground, random: () => number): Promise<void> {
  const all = voters(chain);
  for (const from of all.slice(0, 2 + Math.floor(random() * 3))) {
    const balance = await token.read<bigint>("balanceOf", from);
    const to = all[Math.floor(random() * VOTERS)] as Address;
    clock.now += 1;
    await chain.at(clock.now);
    await token.send(from, "transfer", to, (balance * BigInt(Math.floor(random() * 1_001))) / 1_000n);
  }
}

async function openProposal({ chain, token, clock }: Ground, upTo: (most: number) => number): Promise<Walk> {
  const period = 20 + upTo(80);
  const percent = upTo(3) === 0 ? upTo(100) : upTo(30);
  const extension = upTo(period);
  const settings = {
    votingDelay: upTo(20),
    votingPeriod: period,
    proposalThreshold: 0n,
    quorumPercent: BigInt(percent),
    lateQuorumExtension: extension,
  };
  clock.now += 1;
  await chain.at(clock.now);
  const governor = await chain.deploy("HelioGovernor", token.address, chain.account(0), settings);
  const call = [
    [token.address],
    [0n],
    [encodeFunctionData({ abi: artifact("HelioToken").abi, functionName: "name" })],
    toHex(clock.now),
  ];
  clock.now += 1;
  await chain.at(clock.now);
  const [created = ""] = await governor.send(chain.account(0), "propose", ...call);
  const id = BigInt(/\d{20,}/.exec(created)?.[0] ?? 0);
  // The contract's deadline is the last second that counts, the engine's end the first that does not; hence the seconds more.
  const pack: RulePack = {
    ...openZeppelin,
    quorum: { kind: "share", share: BigInt(percent) * 10_000n, counts: ["for", "abstain"], rounding: "floor" },
    lateQuorum: { seconds: extension + 1 },
  };
  return { governor, id, snapshot: clock.now + settings.votingDelay, pack, period };
}

/** Around the moments that decide, or anywhere. */
function nextMoment({ snapshot, period }: Walk, deadline: number, now: number, upTo: (most: number) => number): number {
  const moments = [snapshot, snapshot + 1, deadline - 1, deadline, deadline + 1];
  if (upTo(3) === 0) return moments[upTo(moments.length - 1)] ?? 0;
  return now < snapshot ? snapshot - 2 + upTo(6) : now + upTo(Math.ceil(period / 4));
}

async function lookAtContract({ governor, id, snapshot }: Walk): Promise<Seen> {
  const [state, deadline, counted] = await Promise.all([
    governor.read<number>("state", id),
    governor.read<bigint>("proposalDeadline", id),
    governor.read<readonly bigint[]>("proposalVotes", id),
  ]);
  const name = STATES[state] ?? "";
  const [against = 0n, own = 0n, abstain = 0n] = counted;
  const quorum = name === "Pending" ? -1n : await governor.read<bigint>("quorum", BigInt(snapshot));
  return { state: name, deadline: Number(deadline), quorum, votes: { for: own, against, abstain } };
}

function lookAtEngine(
  { pack, snapshot, period }: Walk,
  {
    electorate,
    ballots,
    now,
  }: { electorate: ReturnType<typeof makeElectorate>; ballots: readonly Ballot[]; now: number },
): Seen {
  const times = { opensAt: snapshot + 1, closesAt: snapshot + period + 1 };
  const { outcome, deadline, quorum, totals } = decide({ pack, electorate, ballots, times });
  const closesAt = deadline?.closesAt ?? 0;
  const ended = outcome === "passed" ? "Succeeded" : "Defeated";
  const state = now <= snapshot ? "Pending" : now < closesAt ? "Active" : ended;
  const [own, against, abstain] = totals.map(({ weight }) => weight);
  return {
    state,
    deadline: closesAt - 1,
    quorum: state === "Pending" ? -1n : (quorum.needed ?? -1n),
    votes: { for: own ?? 0n, against: against ?? 0n, abstain: abstain ?? 0n },
  };
}
