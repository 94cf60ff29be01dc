import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { getAddress } from "viem";
import { castVote } from "../src/actions/votes/cast-vote.ts";
import { createTestApp, interactionAt, START, type TestApp } from "../test/support/app.ts";
import { link, openFeeVote } from "../test/support/members.ts";
import { ids } from "../test/support/test-config.ts";
import { crowdMember } from "./crowd.ts";
import { percentile, print } from "./figure.ts";

const BALLOTS = 1_000;
const ROUNDS = 5;

/** Ballots recorded per second with an fsync each, beside the bare limit: one small row committed with an fsync, and nothing else. */
export async function measureBallotCommits(): Promise<void> {
  const { app, close } = await openVote();
  const rates: number[] = [];
  const limits: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.push(await rate(() => castAll(app)));
    limits.push(await rate(commitAll));
  }
  close();
  const [recorded, bare] = [percentile(rates, 0.5), percentile(limits, 0.5)];
  const facts = { bareCommitsPerSecond: Math.round(bare), shareOfLimit: Math.round((recorded / bare) * 100) / 100 };
  print({ figure: "ballots-recorded", value: Math.round(recorded), unit: "per second", facts });
}

async function openVote(): Promise<{ app: TestApp; close: () => void }> {
  let close: () => void = () => undefined;
  const app = createTestApp({
    onEnd: (end) => {
      close = end;
    },
  });
  link(app, ids.ada, getAddress(`0x${"a".repeat(40)}`), 1n);
  for (let index = 0; index < BALLOTS; index += 1) {
    link(app, crowdMember(index), getAddress(`0x${(index + 1).toString(16).padStart(40, "0")}`), 1n);
  }
  await openFeeVote(app);
  app.set(START + 10);
  return { app, close };
}

async function castAll(app: TestApp): Promise<void> {
  for (let index = 0; index < BALLOTS; index += 1) {
    const interaction = interactionAt((START + 10) * 1000);
    const voter = { member: crowdMember(index), roles: [ids.member] };
    await castVote(app, { interaction, proposal: 1, ...voter, choice: index % 2 === 0 ? "for" : "against" });
  }
}

async function commitAll(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "steward-bench-"));
  const db = new Database(join(folder, "bare.db"));
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.exec("create table row (id integer primary key, choice text) strict");
  const insert = db.prepare("insert into row (choice) values (?)");
  for (let index = 0; index < BALLOTS; index += 1) insert.run("for");
  db.close();
  rmSync(folder, { recursive: true });
}

/** How many of the thousand were done per second. */
async function rate(act: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await act();
  return (BALLOTS * 1000) / (performance.now() - began);
}
