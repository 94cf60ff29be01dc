import type { Call, Read } from "../../../src/chain/chain.ts";

/** Runs a read with these results, round by round, and tells the calls of each round beside what came of it. */
export function feed<T>(read: Read<T>, ...rounds: unknown[][]): { value: T; asked: string[][] } {
  const asked: string[][] = [];
  let step = read.next();
  while (!step.done) {
    const results = rounds.shift();
    if (results === undefined) throw new Error("the read asks for more than it is given");
    asked.push(step.value.map(written));
    step = read.next(results);
  }
  if (rounds.length > 0) throw new Error("the read asks for less than it is given");
  return { value: step.value, asked };
}

/** What a call that gave no value looks like. */
export const failure = { failed: "it reverted" };

function written({ abi, args }: Call): string {
  return `${abi.name}(${args.map(String).join(",")})`;
}
