import type { Config } from "../config/schema.ts";
import { Refusal } from "../errors.ts";
import type { BoundExecutor, ExecutorKind } from "./executor.ts";
import { governor } from "./governor.ts";
import { safe } from "./safe.ts";
import { timelock } from "./timelock.ts";

/** The kinds of executors there are. */
export const executorKinds: readonly ExecutorKind[] = [governor, timelock, safe];

/** The executor of that name in the config; throws Refusal where there is none. */
export function findExecutor(config: Config, name: string): BoundExecutor {
  const settings = Object.hasOwn(config.executors, name) ? config.executors[name] : undefined;
  const kind = executorKinds.find((one) => one.kind === settings?.kind);
  if (settings && kind) return kind.bind(name, settings);
  throw new Refusal(`There is no executor "${name}" in the config.`);
}
