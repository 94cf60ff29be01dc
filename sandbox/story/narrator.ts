/** Tells what happens: chapters, lines, and in the end whether all of it was so. */
export type Narrator = {
  chapter: (title: string) => void;
  line: (text: string) => void;
  /** Says that something holds, or throws with what was found instead. */
  check: (claim: string, holds: boolean, found?: unknown) => void;
};

/** Writes the story to a stream, with the seconds that have passed. */
export function createNarrator(write: (text: string) => void, now: () => number = () => performance.now()): Narrator {
  const begun = now();
  const clock = () => `${((now() - begun) / 1000).toFixed(1).padStart(6)} s`;
  let chapters = 0;
  return {
    chapter: (title) => {
      chapters += 1;
      write(`\n${chapters}. ${title}\n`);
    },
    line: (text) => write(`${clock()}   ${text}\n`),
    check: (claim, holds, found) => {
      if (!holds) throw new Error(`${claim}: not so${found === undefined ? "" : ` (found: ${String(found)})`}`);
      write(`${clock()} ✓ ${claim}\n`);
    },
  };
}
