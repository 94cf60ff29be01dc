import { onTestFinished } from "vitest";
import { type Anvil, startAnvil } from "../../sandbox/chain/anvil.ts";
import { createRpc, type Rpc } from "../../sandbox/chain/rpc.ts";
import type { Chain } from "../../src/chain/chain.ts";
import { createChains } from "../../src/chain/chains.ts";
import type { Log } from "../../src/log.ts";
import { testConfig } from "./test-config.ts";

/** A log that remembers what it was told. */
export type RecordingLog = Log & { lines: { level: string; message: string; facts: Record<string, unknown> }[] };

export function recordingLog(): RecordingLog {
  const lines: RecordingLog["lines"] = [];
  const say =
    (level: string) =>
    (message: string, facts: Record<string, unknown> = {}) =>
      void lines.push({ level, message, facts });
  return { lines, debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") };
}

export type ChainOptions = {
  log?: Log;
  finality?: { kind: "finalized" } | { kind: "depth"; blocks: number };
  logRange?: number;
  timeoutMs?: number;
};

/** A chain over these URLs, with the id of local chains. */
export function chainOver(urls: readonly string[], options: ChainOptions = {}): Chain {
  const {
    log = recordingLog(),
    finality = { kind: "depth", blocks: 0 },
    logRange = 2_000,
    timeoutMs = 1_000,
  } = options;
  const { chains } = testConfig({ chains: { "31337": { name: "Local chain", finality, logRange } } });
  return createChains({ chains }, { 31337: urls }, log, { timeoutMs }).get(31_337);
}

/** A real chain with nothing on it and some blocks; ends with the test. */
export async function freshChain(blocks = 0): Promise<{ anvil: Anvil; rpc: Rpc }> {
  const anvil = await startAnvil();
  onTestFinished(() => anvil.stop());
  const rpc = createRpc(anvil.url);
  for (let block = 0; block < blocks; block += 1) await rpc("evm_mine");
  return { anvil, rpc };
}
