// The bare limit: the very requests for logs that Steward made, fetched and parsed again, and nothing else.
import { readFileSync } from "node:fs";
import { sayDone } from "./course.ts";

type Request = { method: string; params: [{ fromBlock: string; toBlock: string }] };
type Answer = { result?: unknown };

const { BARE_BODIES: file = "", BARE_ONCE: once } = process.env;
const [url = ""] = process.argv.slice(2);
const bodies = readFileSync(file, "utf8").trimEnd().split("\n");
let rows = 0;
for (const body of once === undefined ? bodies : withoutSecondReadings(bodies)) {
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  const parsed = (await answer.json()) as Answer | Answer[];
  for (const { result } of [parsed].flat()) if (Array.isArray(result)) rows += result.length;
}
sayDone();
// What was read twice, twice over.
console.log(JSON.stringify({ rows: once === undefined ? rows / 2 : rows }));

/** Only those that reach further than all before: what was read before is read a second time for safety. */
function withoutSecondReadings(all: readonly string[]): string[] {
  let reached = -1;
  return all.filter((body) => {
    const ends = [JSON.parse(body) as Request | Request[]].flat().flatMap(endOf);
    const isNew = Math.max(...ends) > reached;
    reached = Math.max(reached, ...ends);
    return isNew;
  });
}

function endOf({ method, params }: Request): number[] {
  return method === "eth_getLogs" ? [Number(params[0].toBlock)] : [];
}
