import { setFlagsFromString } from "node:v8";

/** How far the heap may grow, in percent, before it is searched for garbage: little, which keeps the process small. */
const SMALL = 20;
/** Where much is read at once this halves the time that goes into the search, and costs some ten megabytes. */
const ROOMY = 50;

let isKeptSmall = false;
let roomy = 0;

/** Keeps the heap small from now on, but for work that asks for room. */
export function keepHeapSmall(): void {
  isKeptSmall = true;
  set(SMALL);
}

/** Gives the heap more room while the work lasts. */
export async function withRoomyHeap<T>(work: () => Promise<T>): Promise<T> {
  if (!isKeptSmall) return work();
  roomy += 1;
  set(ROOMY);
  try {
    return await work();
  } finally {
    roomy -= 1;
    if (roomy === 0) set(SMALL);
  }
}

function set(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}
