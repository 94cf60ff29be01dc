import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Gauges } from "../../db/gauges.ts";
import type { App } from "../app.ts";
import type { Run } from "../scheduler/scheduler.ts";
import type { InteractionSeen } from "../telemetry.ts";
import { addChainMetrics } from "./chain-metrics.ts";
import type { Routes } from "./server.ts";

/** What other parts tell as it happens; everything else is asked for when the page is read. */
export type Meter = {
  interaction: (seen: InteractionSeen) => void;
  run: (run: Run) => void;
};

/** Counts what it is told. No figure names a member. */
export function createMeter(): { meter: Meter; registry: Registry } {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const interactions = new Counter({
    name: "steward_interactions_total",
    help: "Interactions answered, by command and outcome.",
    labelNames: ["command", "outcome"],
    registers,
  });
  const acknowledged = new Histogram({
    name: "steward_ack_seconds",
    help: "From an interaction's arrival until Discord has taken its acknowledgement.",
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
    registers,
  });
  const runs = new Counter({
    name: "steward_job_runs_total",
    help: "Runs of jobs.",
    labelNames: ["job", "outcome"],
    registers,
  });
  const length = new Gauge({
    name: "steward_job_last_seconds",
    help: "Length of a job's last run.",
    labelNames: ["job"],
    registers,
  });
  const meter: Meter = {
    interaction: ({ command, outcome, ackMs }) => {
      interactions.inc({ command, outcome });
      if (ackMs !== undefined) acknowledged.observe(ackMs / 1000);
    },
    run: ({ job, ms, failure }) => {
      runs.inc({ job, outcome: failure === null ? "ok" : "failed" });
      length.set({ job }, ms / 1000);
    },
  };
  return { meter, registry };
}

/** `GET /metrics`, in the text form that Prometheus reads. */
export function metricsRoutes(registry: Registry, app: App, gauges: () => Gauges): Routes {
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge("steward_ballots", "Ballots ever cast, changed ones included.", () => gauges().ballots);
  gauge("steward_open_proposals", "Votes that are open.", () => gauges().openProposals);
  gauge("steward_outbox_waiting", "Messages that wait to be posted.", () => gauges().outboxWaiting);
  gauge("steward_outbox_dead", "Messages Discord refused for good.", () => gauges().outboxDead);
  gauge("steward_gateway_connected", "1 while the gateway session is up.", () => Number(app.discord.connected()));
  addChainMetrics(registry, app);
  return { "GET /metrics": async () => ({ status: 200, type: registry.contentType, body: await registry.metrics() }) };
}
