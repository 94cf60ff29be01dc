import { verifyBundle } from "../src/core/governance/bundle/verify-bundle.ts";
import { madeBundle } from "../test/support/bundle.ts";
import { createRandom } from "../test/support/random.ts";
import { print, residentMb, round } from "./figure.ts";

const BALLOTS = 100_000;

/** A bundle of a hundred thousand ballots of as many wallets, from the file's text to everything checked and counted again. */
export async function measureVerify(): Promise<void> {
  const { text } = madeBundle({ electors: BALLOTS, ballots: BALLOTS, between: 10, random: createRandom(11) });
  const began = performance.now();
  const { problems, decision } = await verifyBundle(JSON.parse(text), { text });
  const ms = performance.now() - began;
  if (problems.length > 0) throw new Error(`A sound bundle has problems: ${problems[0]}`);
  const facts = {
    ballots: BALLOTS,
    voters: decision?.turnout.voters,
    megabytes: round(Buffer.byteLength(text) / 1e6),
    memoryMb: round(residentMb(process.pid)),
  };
  print({ figure: "verify-bundle", value: round(ms), unit: "ms", target: "< 5000", facts });
}
