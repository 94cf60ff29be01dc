import { isUnknowable, loadSamples, type Outcome, RECEIPTS, scoreSample } from "../test/support/explain-score.ts";

// How many events of real receipts `explain-tx` tells as careful people did, by protocol: node bench/explain.ts
const samples = loadSamples();
if (samples === undefined) {
  console.log(`${RECEIPTS} is not here: there is nothing to measure against.`);
} else {
  const scores = samples.map(scoreSample);
  const outcomes = scores.flatMap((score) => score.outcomes);
  const protocols = Map.groupBy(outcomes, ({ event }) => event.protocol ?? "none");
  for (const [protocol, list] of [...protocols].sort((left, right) => right[1].length - left[1].length))
    console.log(`${protocol.padEnd(20)} ${share(list)}`);
  console.log(
    `gas that can be known ${share(outcomes.filter((one) => one.event.protocol === "gas" && !isUnknowable(one)))}`,
  );
  console.log(`all                  ${share(outcomes)}`);
  console.log(`rows that no event of theirs matches: ${scores.reduce((sum, { extra }) => sum + extra.length, 0)}`);
}

function share(list: readonly Outcome[]): string {
  const hits = list.filter(({ hit }) => hit).length;
  return `${hits}/${list.length} ${((hits / list.length) * 100).toFixed(1)} %`;
}
