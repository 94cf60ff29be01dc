import { useEffect, useState } from "preact/hooks";
import { state } from "./state.ts";
import { useStore } from "./store.ts";

/** The sandbox's time in Unix seconds: this machine's clock plus the offset everything in the sandbox shares. */
function sandboxNow(): number {
  return Math.floor(Date.now() / 1000) + state.get().clockOffset;
}

/** The sandbox's time in Unix seconds, drawn again each second and at once when time is moved. */
export function useNow(): number {
  useStore(state, (current) => current.clockOffset);
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return sandboxNow();
}
