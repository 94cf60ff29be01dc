import "../src/light-start.ts";
import { measureBallotCommits } from "./ballot-commits.ts";
import { measureReadyTime } from "./ready-time.ts";
import { measureTally } from "./tally.ts";
import { measureVerify } from "./verify.ts";
import { measureVoteLatency } from "./vote-latency.ts";

/** What can be measured, by the name on the command line. */
const figures: Record<string, () => Promise<void>> = {
  ready: measureReadyTime,
  votes: measureVoteLatency,
  ballots: measureBallotCommits,
  tally: measureTally,
  verify: measureVerify,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in figures));
if (unknown.length > 0) {
  console.error(`There is no figure ${unknown.join(", ")}. Choose from: ${Object.keys(figures).join(", ")}.`);
  process.exit(64);
}
for (const [name, measure] of Object.entries(figures)) if (asked.length === 0 || asked.includes(name)) await measure();
