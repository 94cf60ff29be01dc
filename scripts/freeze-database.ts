import { existsSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Address } from "viem";
import { addBallot } from "../db/ballots.ts";
import { addElectors } from "../db/electors.ts";
import { addEvent } from "../db/events.ts";
import { addExecution } from "../db/executions.ts";
import { addHandoff } from "../db/handoffs.ts";
import { claimInteraction } from "../db/interactions.ts";
import { addOddities } from "../db/oddities.ts";
import { type Db, immediate, openDb } from "../db/open.ts";
import { addOutbox } from "../db/outbox.ts";
import { addProposal } from "../db/proposals.ts";
import { addRewards } from "../db/rewards.ts";
import { addRoot } from "../db/roots.ts";
import { correction, fee, flow, nodeAlert, quote, reading, report } from "../db/schema.ts";
import { setSubscribed } from "../db/subscribers.ts";
import { addTerms } from "../db/terms.ts";
import { addVote } from "../db/votes.ts";
import { addWallet } from "../db/wallets.ts";
import { hashProposal } from "../src/core/governance/proposal.ts";

/** Writes a small database of today's schema under test/fixtures, so that every later version is tried on it: `freeze-database.ts 2`. */
const number = Number(process.argv[2]);
if (!Number.isInteger(number) || number < 1) {
  console.error("Name the schema's number: node scripts/freeze-database.ts 2");
  process.exit(64);
}
const path = fileURLToPath(new URL(`../test/fixtures/schema-${number}.db`, import.meta.url));
if (existsSync(path)) {
  console.error(`${path} is frozen already; a frozen schema is never written again.`);
  process.exit(73);
}

const server = "700000000000000001";
const [ada, ben] = ["700000000000000401", "700000000000000402"];
const [one, two] = [`0x${"A".repeat(40)}`, `0x${"B".repeat(40)}`] as [Address, Address];
const hash = `0x${"ab".repeat(32)}` as const;
const at = 1_772_366_400;

const db = openDb(path);
immediate(db, () => {
  fillGovernance(db);
  fillBooks(db);
});
// One file of small pages, without the files that stand beside an open database.
db.$client.pragma("journal_mode = delete");
db.$client.pragma("page_size = 1024");
db.$client.exec("vacuum");
db.$client.close();
for (const beside of ["-wal", "-shm"]) rmSync(path + beside, { force: true });
console.log(path);

function fillGovernance(db: Db): void {
  for (const [member, address] of [
    [ada, one],
    [ben, two],
  ] as [string, Address][]) {
    addWallet(db, { address, member, linkedAt: at - 60, message: "A sign-in text.", signature: "0x00" });
  }
  setSubscribed(db, ben, true, at);
  const action = {
    parameter: "operator-fee",
    executor: "dao",
    chain: 31_337,
    target: one,
    value: 0n,
    calldata: "0x00",
    codeHash: hash,
    before: "1000",
    after: "1200",
  } as const;
  const quorum = { kind: "share", share: 40_000n, counts: ["for", "abstain"] } as const;
  const approval = { share: 500_000n, comparison: "more-than" } as const;
  const whole = 100n * 10n ** 18n;
  const frozen = {
    id: 1,
    author: ada,
    title: "Set Operator fee to 12 %",
    body: "Costs rose.",
    choices: [],
    actions: [action],
    actionsHash: hash,
    rulePack: { title: "Standard", counting: "for-against-abstain" as const, quorum, approval },
    electorate: {
      name: "holders",
      source: { kind: "votes" as const, chain: 31_337, token: two, symbol: "HELIO", decimals: 18 },
      snapshot: { chain: 31_337, block: 1_000n, hash, timepoint: BigInt(at - 31) },
      total: whole,
    },
    description: "Set Operator fee to 12 %",
    predicted: [{ executor: "dao", kind: "governor-proposal", label: "Governor proposal", id: "42" }],
    openedAt: at,
    closesAt: at + 3_600,
  };
  const { title, body, choices, actions, rulePack, electorate } = frozen;
  const plan = { name: electorate.name, source: electorate.source };
  const content = {
    title,
    body,
    choices,
    asks: actions.map(({ parameter, after }) => ({ kind: "parameter" as const, parameter, value: after })),
    actions,
    rulePack,
    rules: "standard",
    electorate: plan,
    votingSeconds: 3_600,
  };
  addProposal(db, { author: ada, createdAt: at, stage: "closed", since: at + 3_660, until: null }, content);
  addVote(db, { ...frozen, hash: hashProposal({ ...frozen, server }) });
  addEvent(db, { at, kind: "proposal-opened", proposal: 1, actor: ada, body: { closesAt: at + 3_600 } });
  fillVote(db, whole);
}

function fillVote(db: Db, whole: bigint): void {
  const votes = [
    { id: "1476967301120000001", member: ada, voter: one, weight: (whole * 3n) / 5n, choice: "for" },
    { id: "1476967301120000002", member: ben, voter: two, weight: (whole * 2n) / 5n, choice: "against" },
  ] as const;
  for (const { id, member, voter, weight, choice } of votes) {
    claimInteraction(db, id, at);
    addElectors(db, [{ proposal: 1, house: "", voter, member, weight }]);
    addBallot(db, { id, proposal: 1, member, choice, reason: null, castAtMs: (at + 10) * 1000 });
    addEvent(db, { at, kind: "ballot-cast", proposal: 1, actor: member, body: { id, choice, weight } });
  }
  addEvent(db, { at: at + 3_660, kind: "vote-closed", proposal: 1, body: { outcome: "passed" } });
  addOutbox(db, {
    key: "proposal-card:1",
    kind: "proposal-card",
    refs: { proposal: 1 },
    destination: "700000000000000201",
    now: at,
  });
  addHandoff(db, { proposal: 1, executor: "dao", onchainId: "42", preparedBy: ben, preparedAt: at + 3_700 });
  addExecution(db, {
    handoff: 1,
    state: "pending",
    block: 2_000n,
    blockHash: hash,
    at: at + 3_800,
    transaction: hash,
    facts: { clock: "timestamp" },
  });
}

function fillBooks(db: Db): void {
  const seen = { chain: 31_337, block: 1_000n, at };
  addRewards(db, "nodes", [
    {
      ...{ block: 1_000n, at, transaction: hash, logIndex: 0, part: 0 },
      ...{ node: "7", recipient: one, token: "helio", kind: "paid", amount: 10n ** 21n, epoch: 3 },
    },
  ]);
  addRoot(db, {
    ...{ source: "trees", epoch: 4, root: hash, distributor: two, block: 1_100n, logIndex: 2 },
    ...{ transaction: hash, at: at + 60, facts: { helio: "1000" } },
  });
  addTerms(db, [
    {
      ...{ source: "nodes", block: 900n, logIndex: 1, part: 0, node: 1 },
      ...{ term: "reward cut", value: "12.5 %", at: at - 60, transaction: hash },
    },
  ]);
  addOddities(db, [{ source: "nodes", about: `${hash}:3`, what: "A payment by a stranger.", block: 950n, at }]);
  db.insert(nodeAlert)
    .values({
      ...{ source: "nodes", node: 1, cohort: "north", kind: "missed", facts: { inRow: 3 } },
      ...{ openedAt: at, openedIn: Math.floor(at / 900) },
    })
    .run();
  db.insert(reading)
    .values({
      ...{ ...seen, position: "vault", leg: "", kind: "held", blockHash: hash },
      ...{ token: "usd", amount: 1_000_000n, shares: 999_999n, quoted: 6n * 10n ** 25n },
    })
    .run();
  db.insert(flow)
    .values({
      ...{ ...seen, position: "vault", leg: "", transaction: hash, logIndex: 5, part: 0, direction: "in" },
      ...{ token: "usd", amount: 500_000n, counterparty: two, shares: 499_999n },
    })
    .run();
  db.insert(fee)
    .values({ ...seen, transaction: hash, sender: one, amount: 21_000n * 10n ** 9n, data: 0n })
    .run();
  db.insert(quote)
    .values({ ...seen, price: "helio-usd", round: 1n, answer: 12_345_678n, decimals: 8, updatedAt: at - 60 })
    .run();
  db.insert(report)
    .values({ name: "daily", from: at - 86_400, to: at, requestedBy: "", statement: "{}", createdAt: at })
    .run();
  db.insert(correction)
    .values({ report: 1, number: 1, at: at + 60, statement: "{}", changes: ["A sentence."] })
    .run();
}
