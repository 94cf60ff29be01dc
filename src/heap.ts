import { setFlagsFromString } from "node:v8";

/** How far the heap may grow, in percent, before it is searched for garbage; and by what factor the part that holds what is new may. */
type Room = { percent: number; factor: number };

/** Keeps the process small. Importing makes much garbage at once, and V8 would keep 60 MB for its like, which never comes again. */
const SMALL: Room = { percent: 20, factor: 1 };
/** Where much is read at once this saves a third of the time: what is read is garbage before it would be moved. */
const ROOMY: Room = { percent: 50, factor: 2 };

let isKeptSmall = false;
let roomy = 0;

/** Keeps the heap small from now on, but for work that asks for room. */
export function keepHeapSmall(): void {
  isKeptSmall = true;
  set(SMALL);
}

/** Gives the heap more room while the work lasts. How much at most is said where Node is started (`--max-semi-space-size`). */
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

function set({ percent, factor }: Room): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}
