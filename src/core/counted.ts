/** A number of things in words: `1 node`, `2 nodes`; for words whose plural is made with an s. */
export function counted(count: number | bigint, word: string): string {
  return `${count} ${word}${Number(count) === 1 ? "" : "s"}`;
}
