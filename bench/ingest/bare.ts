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

/** Only those with a block that none before asked about: what was read before is read a second time for safety. */
function withoutSecondReadings(all: readonly string[]): string[] {
  const seen = new Set<number>();
  return all.filter((body) => {
    const unseen = [JSON.parse(body) as Request | Request[]]
      .flat()
      .flatMap(blocksOf)
      .filter((block) => !seen.has(block));
    for (const block of unseen) seen.add(block);
    return unseen.length > 0;
  });
}

function blocksOf({ method, params }: Request): number[] {
  if (method !== "eth_getLogs") return [];
  const [first, last] = [Number(params[0].fromBlock), Number(params[0].toBlock)];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
