import type { Address, Hex } from "viem";
import { canonical, sha256 } from "../../src/core/canonical.ts";
import { GENESIS, hashEvent } from "../../src/core/event-chain.ts";
import { hashActions } from "../../src/core/governance/actions-hash.ts";
import { hashElectors, sumUpHistory } from "../../src/core/governance/bundle/history.ts";
import { type BundleFacts, writeBundle } from "../../src/core/governance/bundle/make-bundle.ts";
import { countVote, type Elector, resultOf } from "../../src/core/governance/count-vote.ts";
import { describeOnChain } from "../../src/core/governance/description.ts";
import type { FrozenElectorate } from "../../src/core/governance/electorate/source.ts";
import { COUNT_DELAY, type FrozenProposal, hashProposal } from "../../src/core/governance/proposal.ts";
import { governor, ids, registry, token } from "./test-config.ts";

const OPENED = 1_772_366_400;
const EPOCH_MS = 1_420_070_400_000;

/** A vote's size and shape: ballots beyond the electors change earlier ones; now and then another matter comes between. */
export type VoteShape = {
  electors: number;
  ballots: number;
  admitted?: number;
  between?: number;
  random: () => number;
};

/** A vote as its stored rows would be, without a database, and the text of its bundle. */
export function madeBundle(shape: VoteShape): { facts: BundleFacts; text: string } {
  const facts = madeVote(shape);
  return { facts, text: writeBundle(facts).text };
}

function madeVote({ electors: many, ballots: cast, admitted = 0, between = 5, random }: VoteShape): BundleFacts {
  const electors = Array.from({ length: many + admitted }, (_, index): Elector => {
    const voter = `0x${(index + 1).toString(16).padStart(40, "0")}`;
    return { voter, member: memberAt(index), weight: 1n + BigInt(Math.floor(random() * 1e9)) * 10n ** 12n };
  });
  const frozen = freeze(electors.reduce((sum, { weight }) => sum + weight, 1n));
  const proposal = { ...frozen, hash: hashProposal(frozen) };
  const events: BundleFacts["events"][number][] = [];
  const add = (kind: string, about: number | null, actor: string, body: unknown) => {
    const facts = {
      seq: events.length + 8,
      at: kind === "vote-closed" ? proposal.closesAt + COUNT_DELAY : OPENED + events.length,
      kind,
      proposal: about,
      actor,
      body: canonical(body),
    };
    const previous = events.at(-1)?.hash ?? GENESIS;
    events.push({ ...facts, previous, hash: hashEvent(previous, facts) });
  };
  const { hash, actionsHash, closesAt, server, id } = proposal;
  const electorate = hashElectors(electors.slice(0, many));
  add("proposal-opened", id, proposal.author, { hash, actionsHash, closesAt, server, executor: governor, electorate });
  if (admitted > 0) add("electors-admitted", id, "", { electors: electors.slice(many) });
  const ballots = Array.from({ length: cast }, (_, index) => {
    const { member, weight } = electors[index % electors.length] ?? { member: "1", weight: 0n };
    const castAtMs = OPENED * 1_000 + index;
    const choice = ["for", "against", "abstain"][Math.floor(random() * 3)] ?? "for";
    const reason = random() < 0.2 ? `Because of ${index}` : null;
    const row = { id: snowflakeAt(castAtMs, index), proposal: id, member, choice, reason, castAtMs };
    add("ballot-cast", id, member, { ...row, weight, salt: sha256(`${random()}`).slice(2, 34) });
    if (between > 0 && index % between === 0) add("wallet-linked", null, member, { index });
    return row;
  });
  const delegations: BundleFacts["delegations"] = [];
  const decision = countVote({ ...proposal, electors, delegations, ballots, moments: { outages: [] } });
  const history = sumUpHistory(events.filter((event) => event.proposal === id).map((event) => event.hash));
  add("vote-closed", id, "", { ...resultOf(decision), history });
  return { proposal, electors, delegations, ballots, signatures: new Map(), events };
}

function memberAt(index: number): string {
  return String(700_000_000_000_000_000n + BigInt(index));
}

function snowflakeAt(ms: number, index: number): string {
  return String((BigInt(ms - EPOCH_MS) << 22n) | BigInt(index & 0xfff));
}

function freeze(total: bigint): FrozenProposal {
  const word = (text: string): Hex => `0x${text.repeat(32)}`;
  const target: Address = registry;
  const actions = [
    {
      ...{ parameter: "operator-fee", executor: "dao", chain: 31_337, target, value: 0n },
      ...{ calldata: "0x1234" as const, codeHash: word("cd"), before: "1000", after: "1200" },
    },
  ];
  const rulePack = {
    title: "Standard",
    counting: "for-against-abstain",
    quorum: { kind: "share", share: 40_000n, counts: ["for", "abstain"] },
    approval: { share: { numerator: 2n, denominator: 3n }, comparison: "more-than" },
  } as const;
  const electorate: FrozenElectorate = {
    name: "holders",
    source: { kind: "votes", chain: 31_337, token, symbol: "HELIO", decimals: 18 },
    snapshot: { chain: 31_337, block: 1_000n, hash: word("12"), timepoint: 1_772_366_370n },
    total,
  };
  const said = { id: 12, server: ids.server, title: "Set Operator fee to 12 %" };
  const description = describeOnChain({ ...said, changes: ["Operator fee: 10 % → 12 %"], rulePack, electorate });
  return {
    ...{ ...said, author: ids.ada, body: "“Batteries” cost more." },
    choices: [],
    actions,
    actionsHash: hashActions({ chain: 31_337, executor: governor, actions, description }),
    rulePack,
    electorate,
    description,
    predicted: [{ executor: "dao", kind: "governor-proposal", label: "Governor proposal id", id: "9".repeat(77) }],
    openedAt: OPENED,
    closesAt: OPENED + 86_400 * 3,
  };
}
