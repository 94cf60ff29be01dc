import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rewards } from "../commands/rewards.ts";
import { describeOwnRewards } from "../src/actions/nodes/describe-own.ts";
import type { App } from "../src/app.ts";
import { crowdMember } from "./crowd.ts";
import { percentile, print, residentMb, round } from "./figure.ts";
import { createRewardApp, SOURCE } from "./ingest/reward-app.ts";
import { type Network, seedRewards } from "./rewards/seed-rewards.ts";

/** Five million rewards in two years. */
const NETWORK: Network = { nodes: 6_850, regions: 12, days: 730, nodesPerMember: 50 };
/** The moment it is looked at; nothing in the books is younger. */
const NOW = Date.UTC(2026, 10, 1, 12) / 1000;
const CALLS = 200;

/** What a member with fifty nodes waits for after `/rewards`: the figures alone, and the whole answer with what is drawn in it. */
export async function measureRewards(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "steward-rewards-"));
  const databasePath = join(folder, "steward.db");
  const nowhere = {
    url: "http://127.0.0.1:9",
    contract: "0x000000000000000000000000000000000000dEaD",
    fromBlock: 0,
  } as const;
  const app = createRewardApp({ ...nowhere, databasePath, now: () => NOW });
  try {
    const began = performance.now();
    await seedRewards(app, SOURCE, NETWORK);
    const booked = NETWORK.nodes * NETWORK.days;
    const seconds = round((performance.now() - began) / 1000);
    print({
      figure: "rewards-booked",
      value: seconds,
      unit: "s",
      facts: { booked, databaseMb: megabytes(databasePath) },
    });
    const own = describeOwnRewards(app, crowdMember(0)).views.flatMap(({ nodes }) => nodes);
    if (own.length !== NETWORK.nodesPerMember) throw new Error(`A member was shown ${own.length} nodes.`);
    await printTimes("rewards-figures", (member) => describeOwnRewards(app, member), "< 100");
    // Most of this is a process that draws the picture, one picture after another.
    await printTimes("rewards-answer", (member) => answer(app, member));
  } finally {
    app.db.$client.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Asks for one member after the other. */
async function printTimes(figure: string, ask: (member: string) => unknown, target?: string): Promise<void> {
  const members = NETWORK.nodes / NETWORK.nodesPerMember;
  const times: number[] = [];
  for (let call = 0; call < CALLS; call += 1) {
    const began = performance.now();
    await ask(crowdMember(call % members));
    times.push(performance.now() - began);
  }
  const facts = {
    calls: CALLS,
    nodes: NETWORK.nodesPerMember,
    max: round(percentile(times, 1)),
    memoryMb: round(residentMb(process.pid)),
  };
  print({ figure: `${figure}-p50`, value: round(percentile(times, 0.5)), unit: "ms", facts });
  print({
    figure: `${figure}-p99`,
    value: round(percentile(times, 0.99)),
    unit: "ms",
    ...(target && { target }),
    facts,
  });
}

function answer(app: App, id: string) {
  const member = { id, username: "measured", displayName: "Measured", roles: [] };
  const interaction = { id: "1", sentAtMs: NOW * 1000 };
  return rewards.run(app, { member, interaction, seal: (kind) => kind, subcommand: undefined, options: {} });
}

function megabytes(path: string): number {
  return Math.round(statSync(path).size / 1e6);
}
