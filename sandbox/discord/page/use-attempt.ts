import { useState } from "preact/hooks";
import { state } from "./state.ts";

/** Tries something that may be refused, and holds its result or the reason in plain words; what depends on the chain is read again after it. */
export function useAttempt<T>() {
  const [result, setResult] = useState<T | undefined>();
  const [problem, setProblem] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const run = async (attempt: () => Promise<T>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    setResult(undefined);
    try {
      setResult(await attempt());
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
    state.set(({ chainSerial }) => ({ chainSerial: chainSerial + 1 }));
  };
  return { run, result, problem, busy };
}
