import { Counter, Gauge, type Registry } from "prom-client";
import { findCursor } from "../../db/cursors.ts";
import { countRewards } from "../../db/epochs.ts";
import { cursorOf } from "../actions/rewards/read-rewards.ts";
import type { App } from "../app.ts";
import { cached } from "./cached.ts";

/** A page that is read often shall not load the providers. */
const HEADS_MS = 5_000;

/** Adds what providers were asked, how far each chain is, and each source of rewards behind it; all of it looked up when the page is read. */
export function addChainMetrics(registry: Registry, app: App): void {
  const registers = [registry];
  const heads = cached(HEADS_MS, () => findHeads(app));
  addRequests(registry, app);
  new Gauge({
    name: "steward_finalized_block",
    help: "The newest final block, by chain.",
    labelNames: ["chain"],
    registers,
    async collect() {
      for (const [chain, block] of await heads()) this.set({ chain: String(chain) }, Number(block));
    },
  });
  new Gauge({
    name: "steward_source_blocks_behind",
    help: "Final blocks that a source of rewards has not been read to, by source; all from its first one where it was never read.",
    labelNames: ["source"],
    registers,
    async collect() {
      const known = await heads();
      for (const [source, { chain, fromBlock = 0 }] of Object.entries(app.config.rewards)) {
        const head = known.get(chain);
        const at = findCursor(app.db, chain, cursorOf(source))?.block ?? BigInt(Number(fromBlock)) - 1n;
        if (head !== undefined) this.set({ source }, Math.max(0, Number(head - at)));
      }
    },
  });
  new Gauge({
    name: "steward_rewards",
    help: "Rewards booked, by source.",
    labelNames: ["source"],
    registers,
    collect() {
      for (const { source, rewards } of countRewards(app.db)) this.set({ source }, rewards);
    },
  });
}

/** The chains count by themselves what they ask; here it is only told. */
function addRequests(registry: Registry, { chains }: App): void {
  const registers = [registry];
  new Counter({
    name: "steward_rpc_requests_total",
    help: "HTTP requests to RPC providers.",
    labelNames: ["chain", "provider", "outcome"],
    registers,
    collect() {
      this.reset();
      for (const { chain, provider, httpRequests, failed } of counts(chains)) {
        this.inc({ chain, provider, outcome: "ok" }, httpRequests - failed);
        this.inc({ chain, provider, outcome: "failed" }, failed);
      }
    },
  });
  new Counter({
    name: "steward_rpc_calls_total",
    help: "JSON-RPC calls to RPC providers, of which one HTTP request may carry many.",
    labelNames: ["chain", "provider"],
    registers,
    collect() {
      this.reset();
      for (const { chain, provider, calls } of counts(chains)) this.inc({ chain, provider }, calls);
    },
  });
}

function counts(chains: App["chains"]) {
  return chains.list().flatMap((chain) => chain.requests().map((count) => ({ chain: String(chain.id), ...count })));
}

async function findHeads(app: App): Promise<Map<number, bigint>> {
  const found = await Promise.all(
    app.chains.list().map(async (chain) => {
      const block = await chain.finalized().catch(() => undefined);
      return [chain.id, block?.number] as const;
    }),
  );
  return new Map(found.flatMap(([id, number]) => (number === undefined ? [] : [[id, number]])));
}
