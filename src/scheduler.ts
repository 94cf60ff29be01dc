import type { App } from "./app.ts";

/** What the clock does: asks the database what is due, and does it. Safe to run twice, late, or never for a while. */
export type Job = {
  /** As its file and the log name it. */
  name: string;
  /** When to look for due work: cron text in UTC. */
  schedule: string;
  /** Does what is due at `app.now()`. May name the unix second at which it wants to run again. */
  run: (app: App) => Promise<{ again?: number; did?: Record<string, number> }>;
};
