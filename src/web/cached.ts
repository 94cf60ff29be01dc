/** Keeps what was made, or is being made, for so many milliseconds. */
export function cached<T>(forMs: number, make: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined;
  let until = 0;
  return () => {
    if (value === undefined || performance.now() > until) {
      value = make();
      until = performance.now() + forMs;
    }
    return value;
  };
}
