import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cursor } from "../../db/schema.ts";
import type { App } from "../../src/app.ts";
import { createMovableClock, createWallClock } from "../../src/clock.ts";
import { Transient } from "../../src/errors.ts";
import type { Log } from "../../src/log.ts";
import { onInteraction, tellInteraction } from "../../src/telemetry.ts";
import { clockRoutes } from "../../src/web/clock.ts";
import { healthRoutes } from "../../src/web/health.ts";
import { createMeter, metricsRoutes } from "../../src/web/metrics.ts";
import { type Routes, serve } from "../../src/web/server.ts";
import { createTestApp } from "../support/app.ts";
import { testConfig } from "../support/test-config.ts";

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const well = { ballots: 0, openProposals: 0, outboxWaiting: 0, outboxDead: 0, oldestDue: undefined };

async function get(routes: Routes, path: string, init?: RequestInit): Promise<{ status: number; text: string }> {
  const server = await serve(routes, 0, quiet);
  onTestFinished(() => server.close());
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, init);
  return { status: response.status, text: await response.text() };
}

/** As much of the app as the page of health asks for. */
function app({ connected = true, finalizedAt = 1_700_000_000 as number | "none" } = {}): App {
  const finalized = async () => {
    if (finalizedAt === "none") throw new Transient("No provider answers.");
    return { number: 9n, hash: "0x", timestamp: finalizedAt };
  };
  return {
    now: () => 1_700_000_100,
    discord: { connected: () => connected, connectedSince: () => (connected ? 1_700_000_000 : undefined) },
    chains: { list: () => [{ id: 1, finalized }] },
  } as unknown as App;
}

test("default: all is well", async () => {
  const { status, text } = await get(
    healthRoutes(app(), () => well),
    "/healthz",
  );
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({
    ok: true,
    "chain 1": { ok: true, finalizedBlock: 9, finalizedAgeSeconds: 100 },
  });
});

test.each([
  ["gateway", app({ connected: false }), () => well],
  ["chain 1", app({ finalizedAt: "none" }), () => well],
  ["chain 1", app({ finalizedAt: 1_600_000_000 }), () => well],
  ["outbox", app(), () => ({ ...well, outboxWaiting: 3, oldestDue: 1_699_990_000 })],
  [
    "database",
    app(),
    () => {
      throw Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR" });
    },
  ],
])("error: %s is not well, and named", async (part, subject, gauges) => {
  const { status, text } = await get(healthRoutes(subject, gauges), "/healthz");
  expect(status).toBe(503);
  const body = JSON.parse(text) as Record<string, { ok: boolean }>;
  expect(Object.keys(body).filter((name) => body[name]?.ok === false)).toEqual([part]);
});

test("behavior: time moves over the page only where it may be moved", async () => {
  const folder = mkdtempSync(join(tmpdir(), "steward-pages-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  let moved = 0;
  const post = (body: string) => ({ method: "POST", body });
  const routes = clockRoutes(
    createMovableClock(join(folder, "clock.json"), () => 1_000_000),
    () => {
      moved += 1;
    },
  );
  expect(JSON.parse((await get(routes, "/clock", post('{"offsetSeconds":60}'))).text)).toEqual({
    offsetSeconds: 60,
    now: 1_060,
  });
  expect((await get(routes, "/clock", post('{"offsetSeconds":60}'))).status).toBe(200);
  expect((await get(routes, "/clock", post('{"offsetSeconds":"soon"}'))).status).toBe(400);
  expect(moved).toBe(1);
  const fixed = clockRoutes(createWallClock(), () => undefined);
  expect((await get(fixed, "/clock", post('{"offsetSeconds":60}'))).status).toBe(404);
});

test("boundary: too long a body, an unknown page and a fault are answered, and the next request too", async () => {
  const routes: Routes = {
    "POST /echo": (body) => ({ status: 200, body }),
    "GET /fault": () => {
      throw new Error("canary");
    },
  };
  expect((await get(routes, "/echo", { method: "POST", body: "x".repeat(70_000) })).status).toBe(413);
  expect((await get(routes, "/none")).status).toBe(404);
  const fault = await get(routes, "/fault");
  expect(fault.status).toBe(500);
  expect(fault.text).not.toContain("canary");
});

test("behavior: an answered interaction is counted by command and outcome", async () => {
  const { meter, registry } = createMeter();
  onTestFinished(onInteraction(meter.interaction));
  tellInteraction({ command: "/vote", outcome: "ok", ackMs: 40 });
  tellInteraction({ command: "/vote", outcome: "refused", ackMs: undefined });
  const text = await registry.metrics();
  expect(text).toContain('steward_interactions_total{command="/vote",outcome="ok"} 1');
  expect(text).toContain('steward_interactions_total{command="/vote",outcome="refused"} 1');
  expect(text).toMatch(/steward_ack_seconds_bucket\{le="0.05"\} 1/);
});

test("behavior: what providers were asked and how far sources are is looked up when the page is read", async () => {
  const { registry } = createMeter();
  const subject = createTestApp({
    config: testConfig({ rewards: { nodes: { kind: "unused", chain: 31_337 } as never } }),
  });
  let calls = 30;
  subject.chain.requests = () => [{ provider: "provider 1", calls, httpRequests: 7, failed: 2 }];
  const routes = metricsRoutes(registry, subject, () => well);
  const text = (await get(routes, "/metrics")).text;
  expect(text).toContain('steward_rpc_requests_total{chain="31337",provider="provider 1",outcome="ok"} 5');
  expect(text).toContain('steward_rpc_requests_total{chain="31337",provider="provider 1",outcome="failed"} 2');
  expect(text).toContain('steward_rpc_calls_total{chain="31337",provider="provider 1"} 30');
  expect(text).toContain('steward_source_blocks_behind{source="nodes"} 1001');
  calls = 41;
  const later = { chain: 31_337, source: "rewards:nodes", block: 990n, hash: "0x01", at: 1 } as const;
  subject.db.insert(cursor).values(later).run();
  const again = (await get(routes, "/metrics")).text;
  expect(again).toContain('steward_rpc_calls_total{chain="31337",provider="provider 1"} 41');
  expect(again).toContain('steward_source_blocks_behind{source="nodes"} 10');
});
