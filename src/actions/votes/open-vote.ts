import type { Address } from "viem";
import { addVoteDelegations, listDelegations } from "../../../db/delegations.ts";
import { addElectors, addSnapshotWeights, type ElectorRow } from "../../../db/electors.ts";
import { addEvent } from "../../../db/events.ts";
import { addOutbox, raiseRevision } from "../../../db/outbox.ts";
import { setStage } from "../../../db/proposals.ts";
import { addVote, type VoteRow } from "../../../db/votes.ts";
import { listWallets, type WalletRow } from "../../../db/wallets.ts";
import type { App } from "../../app.ts";
import { hashDelegations, hashElectors } from "../../core/governance/bundle/history.ts";
import { delegationsAt } from "../../core/governance/electorate/check-delegations.ts";
import type { FrozenElectorate } from "../../core/governance/electorate/source.ts";
import type { ProposalContent } from "../../core/governance/life-stage.ts";
import { wholeShares } from "../../core/governance/pack/whole-shares.ts";
import type { Counting, RulePack } from "../../core/governance/rule-pack.ts";
import { Refusal } from "../../errors.ts";
import type { Survey } from "../../executors/executor.ts";
import { findExecutor } from "../../executors/index.ts";
import { surveyExecutor } from "../handoffs/survey-executor.ts";
import { queueCard } from "../proposals/queue-card.ts";
import { freezeVote } from "./freeze-vote.ts";
import { type House, housesOf, readWeights } from "./read-weights.ts";
import { type Snapshot, takeSnapshot } from "./take-snapshot.ts";

/** What a wallet weighs in one house; unknown where it alone could not be read. */
export type Weighed = { house: string; wallet: WalletRow; weight: bigint | undefined };

/** A vote with all that has been read for it, ready to be opened in one transaction. */
export type ReadyVote = {
  content: ProposalContent;
  snapshot: Snapshot;
  weighed: readonly Weighed[];
  /** What was read of the executor that would carry it out. */
  survey: Survey;
};

/** Reads everything that a vote on this content freezes; a vote that cannot be counted later is not opened. */
export async function prepareVote(app: App, content: ProposalContent): Promise<ReadyVote> {
  const snapshot = await takeSnapshot(app, content.electorate);
  checkCountable(content.rulePack, snapshot.electorate);
  const weighed: Weighed[] = [];
  for (const house of housesOf(snapshot.electorate)) weighed.push(...(await weighWallets(app, house, snapshot)));
  return { content, snapshot, weighed, survey: await surveyExecutor(app, content.actions) };
}

async function weighWallets(app: App, house: House, { weights }: Snapshot): Promise<Weighed[]> {
  if (house.electorate.source.kind === "role") return [];
  const kept = new Map(weights.map(({ part, wallet, weight }) => [`${part} ${wallet}`, weight]));
  const wallets = listWallets(app.db);
  const read = await readWeights(
    app,
    house,
    wallets.map(({ address }) => address),
    (part, wallet) => kept.get(`${part} ${wallet}`) ?? 0n,
  );
  if (wallets.length > 0 && read.every((weight) => weight === undefined))
    throw new Refusal("No wallet's weight at the snapshot can be read.", {
      hint: "A maintainer has to look at the electorate in Steward's config, with `npx steward doctor`.",
    });
  return wallets.map((wallet, index) => ({ house: house.house, wallet, weight: read[index] }));
}

/** Opens a vote that was prepared; belongs into one transaction with whatever led to it. */
export function storeVote(
  app: App,
  { id, author, openedAt }: Opening,
  { content, snapshot, weighed, survey }: ReadyVote,
): VoteRow {
  const now = app.now();
  const { electorate } = snapshot;
  const row = freezeVote(app, { id, author, content, electorate, openedAt, survey });
  addVote(app.db, row);
  const electors = [...walletElectors(app, id, weighed), ...memberElectors(id, snapshot)];
  addElectors(app.db, electors);
  addSnapshotWeights(
    app.db,
    snapshot.weights.map((one) => ({ proposal: id, ...one })),
  );
  const delegations = takesDelegations(row.rulePack) ? listDelegations(app.db, openedAt) : [];
  const given = delegations.map(({ from, to, share }) => ({ from, to, share }));
  // A circle would keep the vote from ever being counted.
  delegationsAt(given, openedAt);
  addVoteDelegations(
    app.db,
    given.map((one) => ({ proposal: id, ...one })),
  );
  const { hash, actionsHash, closesAt } = row;
  const { server } = app.config;
  const executor = executorAddress(app, row);
  const body = {
    ...{ hash, actionsHash, closesAt, server, electorate: hashElectors(electors) },
    ...(executor === undefined ? {} : { executor }),
    ...(given.length === 0 ? {} : { delegations: hashDelegations(given) }),
  };
  addEvent(app.db, { at: now, kind: "proposal-opened", proposal: id, actor: author, body });
  setStage(app.db, id, { stage: "voting", since: openedAt, until: closesAt });
  queueCard(app, id);
  return row;
}

/** Which vote is opened, whose it is, and from which unix second on. */
export type Opening = { id: number; author: string; openedAt: number };

/** Says that voting has begun on what was shown before: its card may stand far up by now. */
export function announceVote(app: App, id: number, closesAt: number): void {
  addOutbox(app.db, {
    key: `vote-opened:${id}`,
    kind: "vote-opened",
    refs: { proposal: id },
    destination: `beside:proposal-card:${id}`,
    now: app.now(),
    validUntil: closesAt,
  });
  raiseRevision(app.db, `proposal-card:${id}`);
}

function walletElectors(app: App, proposal: number, weighed: readonly Weighed[]): ElectorRow[] {
  // A wallet whose link ended while its weight was read is left to whoever holds it when voting.
  const held = new Set(listWallets(app.db).map(({ id }) => id));
  return weighed.flatMap(({ house, wallet, weight }) =>
    held.has(wallet.id) && weight !== undefined
      ? [{ proposal, house, voter: wallet.address, member: wallet.member, weight }]
      : [],
  );
}

function memberElectors(proposal: number, { members }: Snapshot): ElectorRow[] {
  return members.map(({ house, member }) => ({ proposal, house, voter: member, member, weight: 1n }));
}

function takesDelegations(pack: RulePack<Counting>): boolean {
  if (pack.counting !== "two-house") return pack.delegation !== undefined;
  return Object.values(pack.houses).some(({ delegation }) => delegation !== undefined);
}

function executorAddress(app: App, { actions }: VoteRow): Address | undefined {
  const [first] = actions;
  return first && findExecutor(app.config, first.executor).address;
}

/** A share of a weight that nobody knows can be neither reached nor missed. */
function checkCountable(pack: RulePack<Counting>, electorate: FrozenElectorate): void {
  if (pack.counting === "two-house") {
    for (const { house, electorate: own } of housesOf(electorate)) {
      const rules = pack.houses[house];
      if (rules) checkCountable(rules, own);
    }
    return;
  }
  const isKnown = electorate.total !== undefined && !(pack.root && electorate.source.kind !== "nodes");
  if (wholeShares(pack).length > 0 && !isKnown) {
    throw new Refusal(
      `The rules "${pack.title}" ask for a share of all weight, which cannot be known for the electorate "${electorate.name}".`,
      { hint: "A maintainer has to give it rules with absolute weights." },
    );
  }
}
