/** Below this a double's square root, cut to a whole number, is wrong by at most one. */
const EXACT_GUESS = 1n << 100n;

/** The square root of a whole number, floored; exact at any size. */
export function integerRoot(value: bigint): bigint {
  if (value < 0n) throw new RangeError("There is no root of less than nothing.");
  if (value < EXACT_GUESS) {
    // The guess only says where to look: whole numbers decide.
    let root = BigInt(Math.floor(Math.sqrt(Number(value))));
    while (root * root > value) root -= 1n;
    while ((root + 1n) * (root + 1n) <= value) root += 1n;
    return root;
  }
  let root = 1n << BigInt((value.toString(16).length * 4) / 2 + 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
