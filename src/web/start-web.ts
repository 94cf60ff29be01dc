import { type Gauges, readGauges } from "../../db/gauges.ts";
import type { App } from "../app.ts";
import type { Clock } from "../clock.ts";
import { onInteraction } from "../telemetry.ts";
import { assetRoutes } from "./assets.ts";
import { ballotRoutes } from "./ballot-page.ts";
import { clockRoutes } from "./clock.ts";
import { handoffRoutes } from "./handoff-page.ts";
import { healthRoutes } from "./health.ts";
import { linkRoutes } from "./link-page.ts";
import { createMeter, type Meter, metricsRoutes } from "./metrics.ts";
import { permitRoutes } from "./permit-page.ts";
import { type Routes, type Server, serve } from "./server.ts";

const USUAL_PORT = 8787;

/** What the pages need besides the app; without a port the usual one is tried first. */
export type WebOptions = {
  clock: Clock;
  environment: { STEWARD_HTTP_PORT?: number | undefined };
  clockMoved: () => void;
};

/** Serves health, metrics, the members' pages and, where time may be moved, the clock; on this machine only. Rejects when the port asked for is taken. */
export async function startWeb(
  app: App,
  { clock, environment, clockMoved }: WebOptions,
): Promise<Server & { meter: Meter }> {
  const { meter, registry } = createMeter();
  const gauges = (): Gauges => readGauges(app.db, app.now());
  const routes = {
    ...healthRoutes(app, gauges),
    ...metricsRoutes(registry, app, gauges),
    ...clockRoutes(clock, clockMoved),
    ...assetRoutes(),
    ...linkRoutes(app),
    ...ballotRoutes(app),
    ...handoffRoutes(app),
    ...permitRoutes(app),
  };
  const server = await listen(routes, environment.STEWARD_HTTP_PORT, app);
  const endListening = onInteraction(meter.interaction);
  return {
    meter,
    port: server.port,
    close: () => {
      endListening();
      return server.close();
    },
  };
}

/** A port nobody asked for must not keep the bot from starting; one that was asked for must be the one. */
async function listen(routes: Routes, port: number | undefined, { log }: App): Promise<Server> {
  try {
    return await serve(routes, port ?? USUAL_PORT, log);
  } catch (error) {
    if (port !== undefined) throw error;
    log.warn(`Port ${USUAL_PORT} is taken, so another one is used.`, { code: (error as { code?: string }).code });
    return serve(routes, 0, log);
  }
}
