import { useEffect, useState } from "preact/hooks";

/** Reads something again whenever one of `causes` changes; a late answer to an older question is dropped, and a refusal is held in words. */
export function useReading<T>(read: () => Promise<T>, causes: readonly unknown[]) {
  const [reading, setReading] = useState<{ found?: T; problem?: string }>({});
  useEffect(() => {
    let over = false;
    read().then(
      (found) => {
        if (!over) setReading({ found });
      },
      (error: unknown) => {
        const problem = error instanceof Error ? error.message : String(error);
        if (!over) setReading((before) => ({ ...before, problem }));
      },
    );
    return () => {
      over = true;
    };
  }, causes);
  return reading;
}
