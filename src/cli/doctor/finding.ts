/** One line of the doctor's page: well, wrong, or worth a look; and what to do where it is not well. */
export type Finding = { sign: "✓" | "✗" | "!"; what: string; todo?: string };

/** It is as it should be. */
export function well(what: string): Finding {
  return { sign: "✓", what };
}

/** Steward cannot do its work like this. */
export function wrong(what: string, todo: string): Finding {
  return { sign: "✗", what, todo };
}

/** Steward works, but somebody should know. */
export function notable(what: string, todo: string): Finding {
  return { sign: "!", what, todo };
}
