import "../src/light-start.ts";
import { parseArgs } from "node:util";
import { measureBallotCommits } from "./ballot-commits.ts";
import { measureIngest } from "./ingest.ts";
import { measurePictures } from "./pictures.ts";
import { measureReadyTime } from "./ready-time.ts";
import { measureRewards } from "./rewards.ts";
import { measureStatement } from "./statement.ts";
import { measureTally } from "./tally.ts";
import { measureVerify } from "./verify.ts";
import { measureVoteLatency } from "./vote-latency.ts";

const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { events: { type: "string", default: "100000" }, runs: { type: "string", default: "3" } },
});

/** What can be measured, by the name on the command line. */
const figures: Record<string, () => Promise<void>> = {
  ready: measureReadyTime,
  votes: measureVoteLatency,
  ballots: measureBallotCommits,
  tally: measureTally,
  verify: measureVerify,
  ingest: () => measureIngest({ events: count(values.events), runs: count(values.runs) }),
  rewards: measureRewards,
  statement: measureStatement,
  pictures: measurePictures,
};

const unknown = asked.filter((name) => !(name in figures));
if (unknown.length > 0)
  refuse(`There is no figure ${unknown.join(", ")}. Choose from: ${Object.keys(figures).join(", ")}.`);
for (const [name, measure] of Object.entries(figures)) if (asked.length === 0 || asked.includes(name)) await measure();

function count(text: string): number {
  const number = Number(text.replaceAll(",", ""));
  return Number.isSafeInteger(number) && number > 0 ? number : refuse(`"${text}" is no count.`);
}

function refuse(why: string): never {
  console.error(why);
  process.exit(64);
}
