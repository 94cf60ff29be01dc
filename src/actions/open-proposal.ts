import { addElectors } from "../../db/electors.ts";
import { addEvent } from "../../db/events.ts";
import { claimInteraction } from "../../db/interactions.ts";
import { immediate } from "../../db/open.ts";
import { addOutbox } from "../../db/outbox.ts";
import { addProposal, findNextProposalId, listProposals } from "../../db/proposals.ts";
import { listWallets, type WalletRow } from "../../db/wallets.ts";
import type { App } from "../app.ts";
import { hashElectors } from "../core/governance/bundle/history.ts";
import type { FrozenElectorate } from "../core/governance/proposal.ts";
import type { RulePack } from "../core/governance/rule-pack.ts";
import { Refusal, Repeated } from "../errors.ts";
import { findExecutor } from "../executors/index.ts";
import { findParameter } from "../parameters/registry.ts";
import { checkMember } from "./check-roles.ts";
import { describeProposal, type ProposalView } from "./describe-proposal.ts";
import { freezeProposal, type ProposalDraft } from "./freeze-proposal.ts";
import { planChange } from "./plan-change.ts";
import { readWeights } from "./read-weights.ts";
import { takeSnapshot } from "./take-snapshot.ts";

/** What a member asks for; the value and the reason as typed. */
export type OpenProposal = {
  interaction: { id: string; sentAtMs: number };
  author: string;
  roles: readonly string[];
  parameter: string;
  value: string;
  reason?: string;
};

/** Longest text kept of a reason, in characters. */
const LONGEST = 4_000;

type Weighed = { wallet: WalletRow; weight: bigint };

/** Opens a vote on one change, with everything that decides it frozen; a request that opens nothing says what is missing. */
export async function openProposal(app: App, request: OpenProposal): Promise<ProposalView> {
  const { author, roles } = request;
  checkMember(app, roles);
  checkOpenLimit(app, author);
  const rulePack = rulePackFor(app, request.parameter);
  const action = await planChange(app, request.parameter, request.value);
  const electorate = await takeSnapshot(app, app.config.voting.electorate);
  checkCountable(rulePack, electorate);
  const wallets = electorate.source.kind === "votes" ? listWallets(app.db) : [];
  const weights = await readWeights(
    app,
    electorate,
    wallets.map(({ address }) => address),
  );
  const weighed = wallets.map((wallet, index) => ({ wallet, weight: weights[index] ?? 0n }));
  checkAuthor(
    electorate,
    roles,
    weighed.filter(({ wallet }) => wallet.member === author),
  );
  // Discord's clock decides whether a ballot is in time, so the vote begins and ends by it too.
  const openedAt = Math.floor(request.interaction.sentAtMs / 1000);
  const closesAt = openedAt + app.config.voting.periodSeconds;
  const body = (request.reason ?? "").slice(0, LONGEST);
  const draft = { author, body, actions: [action] as const, rulePack, electorate, openedAt, closesAt };
  const id = immediate(app.db, () => store(app, request, draft, weighed));
  app.wake("deliver-outbox");
  return describeProposal(app, id);
}

function store(
  app: App,
  { interaction, author }: OpenProposal,
  draft: ProposalDraft,
  weighed: readonly Weighed[],
): number {
  const now = app.now();
  if (!claimInteraction(app.db, interaction.id, now)) throw new Repeated("This proposal has been taken up already.");
  checkOpenLimit(app, author);
  const row = freezeProposal(app, findNextProposalId(app.db), draft);
  addProposal(app.db, row);
  // A wallet whose link ended while its weight was read is left to whoever holds it when voting.
  const held = new Set(listWallets(app.db).map(({ id }) => id));
  const electors = weighed
    .filter(({ wallet }) => held.has(wallet.id))
    .map(({ wallet, weight }) => ({ proposal: row.id, voter: wallet.address, member: wallet.member, weight }));
  addElectors(app.db, electors);
  const { hash, actionsHash, closesAt } = row;
  const { to: executor } = findExecutor(app.config, draft.actions[0].executor).prepare(row.actions, row.description);
  const { server } = app.config;
  const body = { hash, actionsHash, closesAt, server, executor, electorate: hashElectors(electors) };
  addEvent(app.db, { at: now, kind: "proposal-opened", proposal: row.id, actor: author, body });
  addOutbox(app.db, {
    key: `proposal-card:${row.id}`,
    kind: "proposal-card",
    refs: { proposal: row.id },
    destination: app.config.channels.proposals,
    now,
  });
  return row.id;
}

function rulePackFor(app: App, parameter: string): RulePack {
  const name = findParameter(app.config, parameter).config.rulePack ?? app.config.voting.rulePack;
  const rulePack = app.config.rulePacks[name];
  if (rulePack === undefined) throw new Refusal(`There is no rule pack "${name}" in the config.`);
  return rulePack;
}

function checkOpenLimit(app: App, author: string): void {
  const open = listProposals(app.db, { author, openAt: app.now() });
  if (open.length < app.config.voting.openPerAuthor) return;
  const ids = open.map(({ id }) => `#${id}`).join(", ");
  throw new Refusal(`You have ${open.length} open already: ${ids}.`, {
    hint: "Propose again when a vote of yours has ended.",
  });
}

function checkCountable(rulePack: RulePack, { total }: FrozenElectorate): void {
  if (rulePack.quorum.kind === "share" && total === undefined) {
    throw new Refusal("These rules ask for a share of all weight, which cannot be known for a role.", {
      hint: "A maintainer has to give this electorate a rule pack with an absolute quorum.",
    });
  }
}

function checkAuthor({ source }: FrozenElectorate, roles: readonly string[], own: readonly Weighed[]): void {
  if (source.kind === "role") {
    if (source.roles.some((role) => roles.includes(role))) return;
    throw new Refusal("Only those who may vote on this may propose it.");
  }
  if (own.length === 0)
    throw new Refusal("You have no linked wallet.", {
      hint: "Link the wallet that holds your votes with /wallet link.",
    });
  if (own.every(({ weight }) => weight === 0n)) {
    throw new Refusal(`Your linked wallets had no ${source.symbol} votes at the snapshot.`, {
      hint: "Votes count once they are delegated, to yourself or to another; new ones after a few minutes.",
    });
  }
}
