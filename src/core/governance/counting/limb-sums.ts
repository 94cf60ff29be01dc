const BITS = 40n;
/** So many additions of 40-bit limbs fit 64 bits; then carries are taken. */
const BEFORE_CARRY = 1 << 23;

/** Many sums of the same few weights, exact at any size: what the machine adds natively, where bigint would allocate. */
export type LimbSums = {
  /** The weight that `add` adds from now on. */
  load: (weight: bigint) => void;
  /** Adds it to a cell; to each cell at most once between two loads. */
  add: (cell: number) => void;
  read: (cell: number) => bigint;
};

/** Sums for so many cells, of weights up to the largest named. */
export function createLimbSums(cells: number, largest: bigint): LimbSums {
  // One limb more than the weights have, for what carries make.
  const limbs = Math.ceil(largest.toString(2).length / Number(BITS)) + 1;
  const sums = new BigUint64Array(cells * limbs);
  const loaded = new BigUint64Array(limbs);
  let loads = 0;
  const carry = () => {
    for (let cell = 0; cell < cells; cell += 1) write(sums, cell, limbs, read(sums, cell, limbs));
    loads = 0;
  };
  return {
    load: (weight) => {
      if (++loads > BEFORE_CARRY) carry();
      for (let limb = 0, rest = weight; limb < limbs; limb += 1, rest >>= BITS) loaded[limb] = BigInt.asUintN(40, rest);
    },
    add: (cell) => {
      const start = cell * limbs;
      for (let limb = 0; limb < limbs; limb += 1) {
        sums[start + limb] = BigInt.asUintN(64, (sums[start + limb] ?? 0n) + (loaded[limb] ?? 0n));
      }
    },
    read: (cell) => read(sums, cell, limbs),
  };
}

function read(sums: BigUint64Array, cell: number, limbs: number): bigint {
  let sum = 0n;
  for (let limb = limbs - 1; limb >= 0; limb -= 1) sum = (sum << BITS) + (sums[cell * limbs + limb] ?? 0n);
  return sum;
}

/** The topmost limb keeps all that is left, so that nothing is cut off. */
function write(sums: BigUint64Array, cell: number, limbs: number, sum: bigint): void {
  let rest = sum;
  for (let limb = 0; limb < limbs; limb += 1, rest >>= BITS) {
    sums[cell * limbs + limb] = limb === limbs - 1 ? rest : BigInt.asUintN(40, rest);
  }
}
