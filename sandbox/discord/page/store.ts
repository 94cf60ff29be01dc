import { useEffect, useState } from "preact/hooks";

/** A value that tells its listeners when it changes. */
export type Store<S> = {
  get(): S;
  set(patch: Partial<S> | ((state: S) => Partial<S>)): void;
  subscribe(listener: () => void): () => void;
};

/** Makes a store; every `set` merges the patch and calls all listeners once. */
export function createStore<S extends object>(initial: S): Store<S> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(patch) {
      state = { ...state, ...(typeof patch === "function" ? patch(state) : patch) };
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Reads part of a store inside a component, which is drawn again only when that part is another value. */
export function useStore<S, T>(store: Store<S>, select: (state: S) => T): T {
  const selected = select(store.get());
  const [, redraw] = useState(0);
  useEffect(() => {
    let last = selected;
    const check = () => {
      const next = select(store.get());
      if (Object.is(next, last)) return;
      last = next;
      redraw((count) => count + 1);
    };
    check();
    return store.subscribe(check);
  });
  return selected;
}
