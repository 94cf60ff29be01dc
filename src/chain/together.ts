import type { Call, Read } from "./chain.ts";

type Part<T> = { read: Read<T>; step: IteratorResult<readonly Call[], T> };

/** Runs reads side by side: as many rounds as the longest of them takes. Fails where one of them does. */
export function* together<T>(reads: readonly Read<T>[]): Read<T[]> {
  const parts: Part<T>[] = reads.map((read) => ({ read, step: read.next() }));
  while (parts.some(({ step }) => !step.done)) {
    const results = yield parts.flatMap(({ step }) => (step.done ? [] : step.value));
    let taken = 0;
    for (const part of parts) {
      if (part.step.done) continue;
      const own = results.slice(taken, taken + part.step.value.length);
      taken += own.length;
      part.step = part.read.next(own);
    }
  }
  return parts.map(({ step }) => step.value as T);
}

/** The same of reads that give unlike things, each in its place. */
export function* tupleOf<T extends readonly unknown[]>(reads: { [K in keyof T]: Read<T[K]> }): Read<T> {
  return (yield* together(reads as readonly Read<unknown>[])) as unknown as T;
}
