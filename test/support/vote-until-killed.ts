import { writeSync } from "node:fs";
import { openDb } from "../../db/open.ts";
import { castVote } from "../../src/actions/votes/cast-vote.ts";
import type { App } from "../../src/app.ts";
import { createRecordingMessenger } from "./messenger.ts";
import { ids, testConfig } from "./test-config.ts";

// Votes for ever, and writes down each ballot it was told is recorded. Somebody kills it.
const [path = "", startMs = "0", firstId = "0"] = process.argv.slice(2);
const now = () => Math.floor(Number(startMs) / 1000);
const silent = () => {};
const app: App = {
  config: testConfig(),
  db: openDb(path),
  chains: {
    list: () => [],
    get: () => {
      throw new Error("A ballot must not need a chain.");
    },
  },
  discord: createRecordingMessenger(now),
  now,
  log: { debug: silent, info: silent, warn: silent, error: silent },
  wake: silent,
  pages: () => undefined,
  sign: (text) => text,
};

for (let id = BigInt(firstId); ; id += 1n) {
  const member = id % 2n === 0n ? ids.ada : ids.ben;
  const choice = ["for", "against", "abstain"][Number(id % 3n)];
  const interaction = { id: id.toString(), sentAtMs: Number(startMs) };
  await castVote(app, { interaction, proposal: 1, member, roles: [ids.member], choice });
  writeSync(1, `${id}\n`);
}
