import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, unique, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { WrittenChoice } from "../src/core/governance/ballots/written-choice.ts";
import type { FrozenElectorate } from "../src/core/governance/electorate/source.ts";
import type { ProposalContent, Stage } from "../src/core/governance/life-stage.ts";
import type { Action, Prediction } from "../src/core/governance/proposal.ts";
import type { Counting, RulePack } from "../src/core/governance/rule-pack.ts";
import type { Share } from "../src/core/governance/share.ts";
import { alertKinds, moneyKinds } from "../src/core/rewards/kinds.ts";
import { legKinds } from "../src/core/treasury/legs.ts";
import { address, bigInteger, blockNumber, hex, json, snowflake, time } from "./columns.ts";

/** Interactions that have been acted upon: claimed before any effect, so that each acts once. */
export const interaction = sqliteTable("interaction", {
  id: snowflake("id").primaryKey(),
  at: time("at").notNull(),
});

/** A sign-in text issued to a member: single use, short lived. */
export const challenge = sqliteTable("challenge", {
  nonce: text("nonce").primaryKey(),
  member: snowflake("member").notNull(),
  address: address("address").notNull(),
  message: text("message").notNull(),
  issuedAt: time("issued_at").notNull(),
  expiresAt: time("expires_at").notNull(),
  usedAt: time("used_at"),
});

/** The way to one of Steward's own pages, made for one member: single use, short lived. The token that leads there is kept nowhere. */
export const pageToken = sqliteTable(
  "page_token",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    /** SHA-256 of the token. */
    hash: hex("hash").notNull().unique(),
    purpose: text("purpose", { enum: ["link", "ballot", "handoff", "permit"] }).notNull(),
    member: snowflake("member").notNull(),
    /** What Discord called the member when it was made. */
    username: text("username").notNull(),
    /** What the page is about, besides the member: a ballot's id, a hand-off's, an event's; empty where that is all. */
    subject: text("subject").notNull().default(""),
    issuedAt: time("issued_at").notNull(),
    expiresAt: time("expires_at").notNull(),
    usedAt: time("used_at"),
  },
  (table) => [index("page_token_open").on(table.member, table.purpose).where(sql`${table.usedAt} is null`)],
);

/** A wallet that signed on a page; it is linked only when the member who asked for the page confirms it in Discord. */
export const linkProof = sqliteTable("link_proof", {
  token: integer("token")
    .primaryKey()
    .references(() => pageToken.id),
  /** The sign-in text that was signed. */
  nonce: text("nonce")
    .notNull()
    .references(() => challenge.nonce),
  signature: hex("signature").notNull(),
  /** The final block at which a contract said yes; null where the signature speaks for itself. */
  checkedAt: json<{ chain: number; block: number; providers: number } | null>("checked_at"),
  provenAt: time("proven_at").notNull(),
  confirmedAt: time("confirmed_at"),
});

/** Who holds which wallet, and since when; an ended link stays, because old proposals ask who held it then. */
export const wallet = sqliteTable(
  "wallet",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    address: address("address").notNull(),
    member: snowflake("member").notNull(),
    linkedAt: time("linked_at").notNull(),
    unlinkedAt: time("unlinked_at"),
    /** The sign-in text and its signature: the proof of the link. */
    message: text("message").notNull(),
    signature: hex("signature").notNull(),
  },
  (table) => [
    uniqueIndex("wallet_address_linked").on(table.address).where(sql`${table.unlinkedAt} is null`),
    index("wallet_member").on(table.member),
  ],
);

/** What members decide about, from its draft on: who began it, and where in its life it is. What happened stands in events. */
export const proposal = sqliteTable(
  "proposal",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    author: snowflake("author").notNull(),
    createdAt: time("created_at").notNull(),
    stage: text("stage").$type<Stage>().notNull(),
    /** Since when it is in this stage. */
    since: time("since").notNull(),
    /** When the stage ends by itself; null where it does not. A vote's end may be moved. */
    until: time("until"),
  },
  (table) => [index("proposal_due").on(table.stage, table.until), index("proposal_author").on(table.author)],
);

/** What a proposal asked for, as it was written and at each later edit. */
export const revision = sqliteTable(
  "revision",
  {
    proposal: integer("proposal")
      .notNull()
      .references(() => proposal.id),
    seq: integer("seq").notNull(),
    at: time("at").notNull(),
    /** Title, text, choices, the change asked for, and the rules it is to be decided by. */
    content: json<ProposalContent>("content").notNull(),
  },
  (table) => [primaryKey({ columns: [table.proposal, table.seq] })],
);

/** A vote on a proposal. Everything that decides is written once, when it opens, and hashed. */
export const vote = sqliteTable(
  "vote",
  {
    /** The proposal's. */
    id: integer("id")
      .primaryKey()
      .references(() => proposal.id),
    author: snowflake("author").notNull(),
    title: text("title").notNull(),
    body: text("body").notNull(),
    /** Names of what can be chosen; empty where ballots take sides. */
    choices: json<readonly string[]>("choices").notNull().default([]),
    /** What a passed vote does on chain, with the values seen when it opened. */
    actions: json<readonly Action[]>("actions").notNull(),
    /** Hash over chain, executor, targets, values, calldata, operation and description. */
    actionsHash: hex("actions_hash").notNull(),
    rulePack: json<RulePack<Counting>>("rule_pack").notNull(),
    /** Source, snapshot block and whole weight of the electorate. */
    electorate: json<FrozenElectorate>("electorate").notNull(),
    /** What the executor is told on chain; nothing in it is known only after the vote. */
    description: text("description").notNull(),
    /** Ids that follow from actions and description. */
    predicted: json<readonly Prediction[]>("predicted").notNull(),
    /** Hash over all of the above, id and times included. */
    hash: hex("hash").notNull(),
    openedAt: time("opened_at").notNull(),
    /** A ballot sent at this second is too late, unless the rules moved the end since. */
    closesAt: time("closes_at").notNull(),
  },
  (table) => [check("vote_lasts", sql`${table.closesAt} > ${table.openedAt}`)],
);

/** Weight of a wallet at a vote's snapshot, and the member who may use it: whoever held it first in that vote. */
export const elector = sqliteTable(
  "elector",
  {
    proposal: integer("proposal")
      .notNull()
      .references(() => vote.id),
    /** Which house it votes in; empty where there is but one. */
    house: text("house").notNull().default(""),
    /** The wallet; for an electorate of members, the member's Discord id. */
    voter: text("voter").notNull(),
    member: snowflake("member").notNull(),
    weight: bigInteger("weight").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.proposal, table.house, table.voter] }),
    index("elector_member").on(table.proposal, table.member),
    check("elector_weight", sql`${table.weight} not glob '*[^0-9]*'`),
  ],
);

/** Weights that a snapshot found with nobody's linked wallet, where they could not be read again later: of nodes' owners. */
export const snapshotWeight = sqliteTable(
  "snapshot_weight",
  {
    proposal: integer("proposal")
      .notNull()
      .references(() => vote.id),
    /** Which part of the electorate: empty for all of it, else the path to the part. */
    part: text("part").notNull(),
    wallet: address("wallet").notNull(),
    weight: bigInteger("weight").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.proposal, table.part, table.wallet] }),
    check("snapshot_weight_digits", sql`${table.weight} not glob '*[^0-9]*'`),
  ],
);

/** Weight that a member lets another vote with, until it expires or is taken back. */
export const delegation = sqliteTable(
  "delegation",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    from: snowflake("from").notNull(),
    to: snowflake("to").notNull(),
    share: json<Share>("share").notNull(),
    madeAt: time("made_at").notNull(),
    expiresAt: time("expires_at"),
    endedAt: time("ended_at"),
  },
  (table) => [
    uniqueIndex("delegation_once").on(table.from, table.to).where(sql`${table.endedAt} is null`),
    index("delegation_to").on(table.to),
  ],
);

/** A delegation as a vote found it when it opened. */
export const voteDelegation = sqliteTable(
  "vote_delegation",
  {
    proposal: integer("proposal")
      .notNull()
      .references(() => vote.id),
    from: snowflake("from").notNull(),
    to: snowflake("to").notNull(),
    share: json<Share>("share").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.proposal, table.from, table.to] }),
    index("vote_delegation_to").on(table.proposal, table.to),
  ],
);

/** Every ballot ever cast, changed ones included; a member's newest counts. Totals are always derived from here. */
export const ballot = sqliteTable(
  "ballot",
  {
    /** The interaction that cast it: ordered by Discord's clock, and unique. */
    id: snowflake("id").primaryKey(),
    proposal: integer("proposal")
      .notNull()
      .references(() => vote.id),
    member: snowflake("member").notNull(),
    /** As docs/bundle.md writes choices. */
    choice: json<WrittenChoice>("choice").notNull(),
    reason: text("reason"),
    /** Unix milliseconds, from the interaction's id. */
    castAtMs: integer("cast_at_ms").notNull(),
  },
  (table) => [
    index("ballot_proposal_member").on(table.proposal, table.member),
    check("ballot_choice", sql`json_valid(${table.choice})`),
  ],
);

/** A wallet's signature under a ballot, which proves it without Discord. */
export const ballotSignature = sqliteTable("ballot_signature", {
  ballot: snowflake("ballot")
    .primaryKey()
    .references(() => ballot.id),
  wallet: address("wallet").notNull(),
  signature: hex("signature").notNull(),
  at: time("at").notNull(),
});

/** When Steward last was up and connected, so that it knows afterwards how long it was not. One row. */
export const heartbeat = sqliteTable("heartbeat", {
  id: integer("id").primaryKey(),
  at: time("at").notNull(),
});

/** The append-only history of everything that matters, each row chained to the one before by its hash. */
export const event = sqliteTable(
  "event",
  {
    seq: integer("seq").primaryKey({ autoIncrement: true }),
    at: time("at").notNull(),
    kind: text("kind").notNull(),
    proposal: integer("proposal").references(() => proposal.id),
    /** Discord id of whoever did it; empty when Steward did. */
    actor: snowflake("actor").notNull(),
    /** Canonical JSON. */
    body: text("body").notNull(),
    previous: hex("previous").notNull(),
    hash: hex("hash").notNull().unique(),
  },
  (table) => [
    index("event_proposal").on(table.proposal, table.kind),
    uniqueIndex("event_once")
      .on(table.proposal, table.kind)
      .where(sql`${table.kind} in ('proposal-opened', 'vote-closed')`),
  ],
);

/** What Steward says unasked: facts by id, rendered when sent. A message is brought to its revision, once posted. */
export const outbox = sqliteTable(
  "outbox",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    /** What it is about, once and for all: `closing:17`. */
    key: text("key").notNull().unique(),
    kind: text("kind").notNull(),
    /** Ids of immutable facts, as the kind's renderer asks for. */
    refs: json<Record<string, string | number>>("refs").notNull(),
    /** A channel id, `member:<id>`, or `thread:<outbox key>`. */
    destination: text("destination").notNull(),
    createdAt: time("created_at").notNull(),
    /** Not worth posting from this second on; null when always. */
    validUntil: time("valid_until"),
    state: text("state", { enum: ["queued", "trying", "posted", "dead"] }).notNull(),
    attempts: integer("attempts").notNull().default(0),
    firstTriedAt: time("first_tried_at"),
    nextTryAt: time("next_try_at").notNull(),
    channel: snowflake("channel"),
    message: snowflake("message").unique(),
    /** Raised by every fact that changes what the message says. */
    revision: integer("revision").notNull().default(1),
    shownRevision: integer("shown_revision").notNull().default(0),
    editedAt: time("edited_at"),
    /** Why it is dead, or why the last attempt failed. */
    trouble: text("trouble"),
  },
  (table) => [
    index("outbox_due").on(table.state, table.nextTryAt),
    check("outbox_state", sql`${table.state} in ('queued', 'trying', 'posted', 'dead')`),
    check(
      "outbox_posted",
      sql`${table.state} <> 'posted' or (${table.message} is not null and ${table.channel} is not null)`,
    ),
  ],
);

/** One action of a passed proposal, prepared for a treasurer: one row for each, whoever asks, and another only where the last can never be executed. */
export const handoff = sqliteTable(
  "handoff",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    proposal: integer("proposal")
      .notNull()
      .references(() => proposal.id),
    /** Name of the executor in the config. */
    executor: text("executor").notNull(),
    /** How many hand-offs of it went before, all dead. */
    attempt: integer("attempt").notNull().default(0),
    /** The id the executor will know it by: a Governor proposal id, an operation id, a safeTxHash. */
    onchainId: text("onchain_id").notNull(),
    preparedBy: snowflake("prepared_by").notNull(),
    preparedAt: time("prepared_at").notNull(),
  },
  (table) => [
    uniqueIndex("handoff_once").on(table.proposal, table.executor, table.attempt),
    index("handoff_onchain").on(table.onchainId),
  ],
);

/** The life of a hand-off on chain, one row per state it was seen in at a final block. */
export const execution = sqliteTable(
  "execution",
  {
    handoff: integer("handoff")
      .notNull()
      .references(() => handoff.id),
    seq: integer("seq").notNull(),
    state: text("state").notNull(),
    block: blockNumber("block").notNull(),
    blockHash: hex("block_hash").notNull(),
    /** Unix seconds of that block. */
    at: time("at").notNull(),
    transaction: hex("transaction"),
    /** What the state means for people: eta, deadline, or the values found. */
    facts: json<Record<string, string>>("facts").notNull(),
  },
  (table) => [primaryKey({ columns: [table.handoff, table.seq] })],
);

/** How far a source has been read on a chain: every block up to here is booked. */
export const cursor = sqliteTable(
  "cursor",
  {
    chain: integer("chain").notNull(),
    source: text("source").notNull(),
    block: blockNumber("block").notNull(),
    hash: hex("hash").notNull(),
    at: time("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.chain, table.source] })],
);

/** Where a source's cursor stood before, newest last: what is left to say up to where the books are right when a final block is replaced. */
export const trail = sqliteTable(
  "trail",
  {
    chain: integer("chain").notNull(),
    source: text("source").notNull(),
    block: blockNumber("block").notNull(),
    hash: hex("hash").notNull(),
    at: time("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.chain, table.source, table.block] })],
);

/** A node that a source knows. */
export const node = sqliteTable(
  "node",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    source: text("source").notNull(),
    node: text("node").notNull(),
    owner: address("owner").notNull(),
    region: text("region"),
    /** Its kind of hardware or service, where the source or the config tells. */
    class: text("class"),
    since: time("since").notNull(),
    until: time("until"),
  },
  (table) => [unique("node_name").on(table.source, table.node), index("node_owner").on(table.owner)],
);

/** What a log says of one node's money. A log that speaks of several, or a tree of many, has a row for each. Kept in order of epochs, and within one by node. */
export const reward = sqliteTable(
  "reward",
  {
    source: text("source").notNull(),
    /** The source's own epoch, or the number of the stretch of time that the block is in. */
    epoch: integer("epoch").notNull(),
    node: integer("node").notNull(),
    block: blockNumber("block").notNull(),
    logIndex: integer("log_index").notNull(),
    part: integer("part").notNull(),
    kind: text("kind", { enum: moneyKinds }).notNull(),
    /** Name of the token in the config. */
    token: text("token").notNull(),
    /** In the token's smallest unit. */
    amount: bigInteger("amount").notNull(),
    recipient: address("recipient").notNull(),
    /** Unix seconds of that block. */
    at: time("at").notNull(),
    transaction: hex("transaction").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.source, table.epoch, table.node, table.block, table.logIndex, table.part] }),
    check("reward_kind", sql`${table.kind} in ('paid', 'accrued', 'locked', 'claimed', 'lost')`),
  ],
);

/** The sum of a node's rewards of one kind in one token; moved in the transaction that adds them, so that a life of payments need not be read to say it. */
export const rewardTotal = sqliteTable(
  "reward_total",
  {
    node: integer("node").notNull(),
    token: text("token").notNull(),
    kind: text("kind", { enum: moneyKinds }).notNull(),
    amount: bigInteger("amount").notNull(),
    rewards: integer("rewards").notNull(),
    firstAt: time("first_at").notNull(),
    lastAt: time("last_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.node, table.token, table.kind] })],
);

/** An epoch in which anything was paid, or of which the chain told; the cohorts' middles of it are right as of so many rewards. */
export const epoch = sqliteTable(
  "epoch",
  {
    source: text("source").notNull(),
    epoch: integer("epoch").notNull(),
    /** Unix seconds of the first and the last block that told of it. */
    firstAt: time("first_at").notNull(),
    lastAt: time("last_at").notNull(),
    rewards: integer("rewards").notNull(),
    settled: integer("settled").notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.epoch] })],
);

/** What the nodes of a cohort earned in an epoch: how many of them, what in all, and the middle one. */
export const cohort = sqliteTable(
  "cohort",
  {
    source: text("source").notNull(),
    epoch: integer("epoch").notNull(),
    cohort: text("cohort").notNull(),
    token: text("token").notNull(),
    nodes: integer("nodes").notNull(),
    total: bigInteger("total").notNull(),
    median: bigInteger("median").notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.epoch, table.cohort, table.token] })],
);

/** A root of a reward tree that the chain holds; what is in the tree is booked once it was read and fits. */
export const rewardRoot = sqliteTable(
  "reward_root",
  {
    source: text("source").notNull(),
    epoch: integer("epoch").notNull(),
    root: hex("root").notNull(),
    distributor: address("distributor").notNull(),
    block: blockNumber("block").notNull(),
    logIndex: integer("log_index").notNull(),
    transaction: hex("transaction").notNull(),
    at: time("at").notNull(),
    /** What else the chain says of the tree, as JSON text: amounts that must add up, when it becomes active. */
    facts: json<Readonly<Record<string, string>>>("facts").notNull(),
    /** `pending`: no file of it was had yet. `refused`: the one that was had does not fit. `closed`: none is looked for any more. */
    state: text("state", { enum: ["pending", "verified", "refused", "closed"] }).notNull(),
    /** Why it is not verified, in a sentence. */
    reason: text("reason"),
    triedAt: time("tried_at"),
  },
  (table) => [
    primaryKey({ columns: [table.source, table.block, table.logIndex] }),
    check("reward_root_state", sql`${table.state} in ('pending', 'verified', 'refused', 'closed')`),
  ],
);

/** What a node's operator keeps or asks for, at the block that said so: a cut, a commission, a fee. */
export const nodeTerm = sqliteTable(
  "node_term",
  {
    source: text("source").notNull(),
    block: blockNumber("block").notNull(),
    logIndex: integer("log_index").notNull(),
    part: integer("part").notNull(),
    node: integer("node").notNull(),
    term: text("term").notNull(),
    /** As people read it, with its unit: `12.5 %`. */
    value: text("value").notNull(),
    at: time("at").notNull(),
    transaction: hex("transaction").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.source, table.block, table.logIndex, table.part] }),
    index("node_term_node").on(table.node, table.term, table.block),
  ],
);

/** What a source saw and did not book, in a sentence: said by name, so that nothing is left out in silence. */
export const oddity = sqliteTable(
  "oddity",
  {
    source: text("source").notNull(),
    /** What it is about, so that it is said once: a log, a tree's epoch. */
    about: text("about").notNull(),
    what: text("what").notNull(),
    block: blockNumber("block"),
    transaction: hex("transaction"),
    at: time("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.about] }), index("oddity_at").on(table.source, table.at)],
);

/** Something that is the matter with a node, or with a whole cohort, from when it was seen until it was over. */
export const nodeAlert = sqliteTable(
  "node_alert",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    source: text("source").notNull(),
    /** Null for what befell a cohort as a whole. */
    node: integer("node"),
    /** The cohort it befell; empty for everybody, and for what befell one node. */
    cohort: text("cohort").notNull(),
    kind: text("kind", { enum: alertKinds }).notNull(),
    /** What it was found by, for its words. */
    facts: json<Readonly<Record<string, string | number>>>("facts").notNull(),
    openedAt: time("opened_at").notNull(),
    clearedAt: time("cleared_at"),
    /** The summaries that said it: one for each quarter of an hour in which anything began or ended. No second one where the end is not news. */
    openedIn: integer("opened_in").notNull(),
    clearedIn: integer("cleared_in"),
  },
  (table) => [
    index("node_alert_open").on(table.source, table.clearedAt),
    index("node_alert_node").on(table.node, table.kind),
    index("node_alert_opened").on(table.openedIn),
    index("node_alert_cleared").on(table.clearedIn),
    check("node_alert_kind", sql`${table.kind} in ('missed', 'drop', 'claimable', 'term', 'outage')`),
  ],
);

/** What a leg of a treasury position held at a block. Readings never come from flows, nor flows from readings. */
export const reading = sqliteTable(
  "reading",
  {
    position: text("position").notNull(),
    /** Which part of the position; empty where it has one only. */
    leg: text("leg").notNull(),
    kind: text("kind", { enum: legKinds }).notNull(),
    chain: integer("chain").notNull(),
    block: blockNumber("block").notNull(),
    blockHash: hex("block_hash").notNull(),
    /** Unix seconds of that block. */
    at: time("at").notNull(),
    /** Name of the token in the config that the amount is in. */
    token: text("token").notNull(),
    /** What the leg is worth in that token, in its smallest unit; negative for a debt. */
    amount: bigInteger("amount").notNull(),
    /** Shares held, where the leg has shares. */
    shares: bigInteger("shares"),
    /** How much a unit of the pool has grown by since its first day, at a scale of 1e27. */
    growth: bigInteger("growth"),
    /** What its protocol promised at that block: a simple rate a year at a scale of 1e27, never negative. */
    quoted: bigInteger("quoted"),
    /** How many times the collateral covers the debt before it is liquidated, at a scale of 1e18; where something is owed and it is known. */
    health: bigInteger("health"),
    /** What of the amount unlocks when, in Unix seconds, where it is known. */
    unlocks: json<readonly { at: number; amount: bigint }[]>("unlocks"),
  },
  (table) => [
    primaryKey({ columns: [table.position, table.leg, table.block] }),
    index("reading_at").on(table.position, table.at),
    check("reading_kind", sql`${table.kind} in ('held', 'debt', 'claimable', 'locked', 'pooled')`),
  ],
);

/** What went into or came out of a leg of a position, as one log says it. */
export const flow = sqliteTable(
  "flow",
  {
    chain: integer("chain").notNull(),
    transaction: hex("transaction").notNull(),
    logIndex: integer("log_index").notNull(),
    position: text("position").notNull(),
    leg: text("leg").notNull(),
    /** Its place among what the same log says of the leg. */
    part: integer("part").notNull(),
    direction: text("direction", { enum: ["in", "out"] }).notNull(),
    token: text("token").notNull(),
    /** In the token's smallest unit, never negative. */
    amount: bigInteger("amount").notNull(),
    /** Who paid it or was paid, where the log says so. */
    counterparty: address("counterparty"),
    /** The shares that moved, never negative, where they are known; in a pool the same for all its legs. */
    shares: bigInteger("shares"),
    block: blockNumber("block").notNull(),
    at: time("at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chain, table.transaction, table.logIndex, table.position, table.leg, table.part] }),
    index("flow_at").on(table.position, table.at),
    check("flow_direction", sql`${table.direction} in ('in', 'out')`),
  ],
);

/** What a transaction cost that moved something in the treasury's positions; kept for each that was looked at, whoever paid for it. */
export const fee = sqliteTable(
  "fee",
  {
    chain: integer("chain").notNull(),
    transaction: hex("transaction").notNull(),
    /** Who sent it and paid. */
    sender: address("sender").notNull(),
    /** All of it in the chain's coin, 1e-18, the part for data included. */
    amount: bigInteger("amount").notNull(),
    /** Of that, what a rollup took for data; unknown where the chain's receipts do not say it. */
    data: bigInteger("data"),
    block: blockNumber("block").notNull(),
    /** Unix seconds of that block. */
    at: time("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.chain, table.transaction] }), index("fee_at").on(table.chain, table.at)],
);

/** A price feed's answer as of a block. */
export const quote = sqliteTable(
  "quote",
  {
    price: text("price").notNull(),
    chain: integer("chain").notNull(),
    block: blockNumber("block").notNull(),
    at: time("at").notNull(),
    round: bigInteger("round").notNull(),
    answer: bigInteger("answer").notNull(),
    decimals: integer("decimals").notNull(),
    /** Unix seconds when the feed was last updated. */
    updatedAt: time("updated_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.price, table.block] }), index("quote_at").on(table.price, table.at)],
);

/** A period's accounts, kept as they were shown. */
export const report = sqliteTable(
  "report",
  {
    id: integer("id").primaryKey({ autoIncrement: true }),
    name: text("name").notNull(),
    /** Unix seconds: the period is [from, to). */
    from: time("from").notNull(),
    to: time("to").notNull(),
    /** Empty when the schedule asked for it. */
    requestedBy: snowflake("requested_by").notNull(),
    statement: text("statement").notNull(),
    createdAt: time("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("report_period").on(table.name, table.from, table.to, table.requestedBy),
    check("report_lasts", sql`${table.to} > ${table.from}`),
  ],
);

/** A report's accounts as they were corrected, and what changed in words; the report itself stays as it was first shown. */
export const correction = sqliteTable(
  "correction",
  {
    report: integer("report")
      .notNull()
      .references(() => report.id),
    /** From 1; the last one is what is true. */
    number: integer("number").notNull(),
    at: time("at").notNull(),
    statement: text("statement").notNull(),
    /** One sentence for each figure that changed. */
    changes: json<readonly string[]>("changes").notNull(),
  },
  (table) => [primaryKey({ columns: [table.report, table.number] })],
);

/** Reports in whose period something was booked after they were made, until they have been made again and compared. */
export const outdated = sqliteTable("outdated", {
  report: integer("report")
    .primaryKey()
    .references(() => report.id),
  since: time("since").notNull(),
});

/** Members who asked to be reminded. */
export const subscriber = sqliteTable("subscriber", {
  member: snowflake("member").primaryKey(),
  since: time("since").notNull(),
});

/** When a job last finished, and what it said. */
export const run = sqliteTable("run", {
  job: text("job").primaryKey(),
  startedAt: time("started_at").notNull(),
  finishedAt: time("finished_at"),
  failure: text("failure"),
});
