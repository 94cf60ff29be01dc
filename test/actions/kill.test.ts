import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { listBallots } from "../../db/ballots.ts";
import { verifyEvents } from "../../db/events.ts";
import { findOutbox } from "../../db/outbox.ts";
import { createTestApp, START, type TestApp } from "../support/app.ts";
import { link, openFeeVote, wallets } from "../support/members.ts";
import { ids } from "../support/test-config.ts";

const child = fileURLToPath(new URL("../support/vote-until-killed.ts", import.meta.url));
const kills = process.env["STEWARD_TORTURE"] === "1" ? 200 : 3;

/** Lets a process vote until it has told of so many ballots and a bit more, kills it, and gives what it told of. */
async function killAfter(app: TestApp, firstId: bigint, ballots: number): Promise<string[]> {
  const args = [child, app.path, String(START * 1000 + 1_000), firstId.toString()];
  const voter = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const exit = once(voter, "exit");
  let told = "";
  let failure = "";
  voter.stderr.setEncoding("utf8").on("data", (text: string) => (failure += text));
  for await (const text of voter.stdout.setEncoding("utf8")) {
    told += text;
    if (told.split("\n").length > ballots) voter.kill("SIGKILL");
  }
  const [, signal] = await exit;
  expect({ signal, failure }).toEqual({ signal: "SIGKILL", failure: "" });
  return told.trim().split("\n");
}

test("law: however often it is killed, every ballot it told of is there, and the chain of events is whole", async () => {
  const app = createTestApp();
  link(app, ids.ada, wallets.ada, 60n);
  link(app, ids.ben, wallets.ben, 40n);
  await openFeeVote(app);
  const opened = verifyEvents(app.db).events;
  const shown = findOutbox(app.db, "proposal-card:1")?.revision ?? 0;
  let told = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    const acknowledged = await killAfter(app, BigInt(kill) * 10n ** 17n + 10n ** 19n, 5 + ((kill * 7) % 20));
    told += acknowledged.length;
    const stored = new Set(listBallots(app.db, 1).map(({ id }) => id));
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    // At most the one ballot that was recorded as the blow fell has not been told.
    expect(stored.size - told).toBeLessThanOrEqual(kill);
    expect(verifyEvents(app.db)).toMatchObject({ events: opened + stored.size, broken: undefined });
    expect(findOutbox(app.db, "proposal-card:1")?.revision).toBe(shown + stored.size);
  }
}, 600_000);
