import type { Gauges } from "../../db/gauges.ts";
import type { App } from "../app.ts";
import { cached } from "./cached.ts";
import { json } from "./json.ts";
import type { Routes } from "./server.ts";

/** What is looked at, by name; the facts are for whoever watches. */
export type Check = { name: string; ok: boolean; facts: Record<string, unknown> };

/** How far a chain's newest final block may lie behind before something is wrong: twice the slowest chain's usual. */
const OLDEST_FINAL_SECONDS = 3_600;
/** How long a message may wait to be posted. */
const OLDEST_DUE_SECONDS = 900;
/** An answer is good for this long: a watcher that asks often shall not load the providers. */
const CHAIN_CACHE_MS = 10_000;

/** `GET /healthz`: 200 when gateway, database, chains and outbox are well, else 503; names what is not. */
export function healthRoutes(app: App, gauges: () => Gauges): Routes {
  const chains = cached(CHAIN_CACHE_MS, () =>
    Promise.all(app.chains.list().map((chain) => checkChain(chain, app.now()))),
  );
  return {
    "GET /healthz": async () => {
      const checks = [checkGateway(app), ...checkStore(app, gauges), ...(await chains())];
      const ok = checks.every((check) => check.ok);
      const body = Object.fromEntries(checks.map(({ name, ok, facts }) => [name, { ok, ...facts }]));
      return json(ok ? 200 : 503, { ok, time: app.now(), ...body });
    },
  };
}

function checkGateway(app: App): Check {
  return {
    name: "gateway",
    ok: app.discord.connected(),
    facts: { connectedSince: app.discord.connectedSince() ?? null },
  };
}

function checkStore(app: App, gauges: () => Gauges): Check[] {
  try {
    const { outboxWaiting, outboxDead, oldestDue } = gauges();
    const age = oldestDue === undefined ? 0 : Math.max(0, app.now() - oldestDue);
    const facts = { waiting: outboxWaiting, dead: outboxDead, oldestSeconds: age };
    return [
      { name: "database", ok: true, facts: {} },
      { name: "outbox", ok: age <= OLDEST_DUE_SECONDS, facts },
    ];
  } catch (error) {
    return [{ name: "database", ok: false, facts: { reason: (error as { code?: string }).code ?? "unreadable" } }];
  }
}

async function checkChain(chain: ReturnType<App["chains"]["get"]>, now: number): Promise<Check> {
  const name = `chain ${chain.id}`;
  try {
    const { number, timestamp } = await chain.finalized();
    const age = Math.max(0, now - timestamp);
    return {
      name,
      ok: age <= OLDEST_FINAL_SECONDS,
      facts: { finalizedBlock: Number(number), finalizedAgeSeconds: age },
    };
  } catch {
    return { name, ok: false, facts: { reason: "no provider answers" } };
  }
}
