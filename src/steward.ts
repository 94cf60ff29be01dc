import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../commands/index.ts";
import { type Lock, takeLock } from "../db/lock.ts";
import { type Db, openDb } from "../db/open.ts";
import { jobs } from "../jobs/index.ts";
import type { App } from "./app.ts";
import { createChains } from "./chain/chains.ts";
import { type Clock, createMovableClock, createWallClock, watchWallClock } from "./clock.ts";
import type { Environment } from "./config/environment.ts";
import type { Config } from "./config/schema.ts";
import { createDiscordClient, type DiscordClient } from "./discord/client.ts";
import { deployAndLog } from "./discord/deploy.ts";
import { createMessenger } from "./discord/messenger.ts";
import { needsMembers } from "./discord/needs-members.ts";
import { renderNotice } from "./discord/notices.ts";
import { createRouter } from "./discord/router.ts";
import type { Log } from "./log.ts";
import { keepRuns } from "./scheduler/keep-runs.ts";
import { createScheduler, type Run, type Scheduler } from "./scheduler/scheduler.ts";
import type { Setup } from "./setup/setup.ts";
import { createSigner, readSigningKey } from "./signer.ts";
import { startWeb } from "./web/start-web.ts";

/** A Steward that runs. */
export type Steward = {
  /** Ends everything in order, within ten seconds: no new work, what is under way, what waits to be said, the database. */
  stop: () => Promise<void>;
  /** Resolves with the reason when Discord will not have this bot, so that it cannot go on. */
  lost: Promise<Error>;
};

/** How long work under way may take at the end, and what waits to be said after it. */
const FINISH_MS = 5_000;

/** Puts everything together and starts it. Throws Refusal when the data folder is in use; an unreachable Discord or chain is waited for. */
export async function startSteward({ environment, config }: Setup, log: Log): Promise<Steward> {
  const { STEWARD_DATA: folder } = environment;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const clock =
    environment.DISCORD_API_BASE === undefined ? createWallClock() : createMovableClock(join(folder, "clock.json"));
  const lock = takeLock(folder, clock.now());
  try {
    return await assemble({ environment, config: completed(config, environment), log, clock, lock });
  } catch (error) {
    lock.release();
    throw error;
  }
}

type Parts = { environment: Environment; config: Config; log: Log; clock: Clock; lock: Lock };

async function assemble(parts: Parts): Promise<Steward> {
  const { environment, config, log, clock, lock } = parts;
  const db = openDb(join(environment.STEWARD_DATA, "steward.db"));
  const { DISCORD_TOKEN: token, DISCORD_API_BASE: apiBase } = environment;
  const client = createDiscordClient({ token, apiBase, log, now: clock.now, membersIntent: needsMembers(config) });
  const app = createApp(parts, {
    db,
    client,
    wake: (job) => scheduler.wake(job),
    pages: () => whereMembersRead(environment, web.port),
  });
  const web = await startWeb(app, { clock, environment, clockMoved: () => scheduler.clockMoved() });
  const keep = keepRuns(db);
  const onRun = (run: Run) => {
    web.meter.run(run);
    keep(run);
  };
  const scheduler = createScheduler({ jobs, app, log, schedules: config.jobs, onRun });
  const endWatch = watchWallClock((bySeconds) => {
    log.warn("The machine's clock was set; everything due is looked at anew.", { bySeconds });
    scheduler.clockMoved();
  });
  const session = openSession(app, client, scheduler);
  scheduler.start();
  log.info("Steward runs.", { server: config.server, port: web.port, data: environment.STEWARD_DATA });
  const stop = async () => {
    endWatch();
    await within(FINISH_MS, scheduler.stop("deliver-outbox"));
    await client.stop();
    await within(1_000, session.settled());
    await web.close();
    close(db, lock);
  };
  return { stop: once(stop), lost: session.lost };
}

function createApp(
  { environment, config, log, clock }: Parts,
  { db, client, wake, pages }: { db: Db; client: DiscordClient } & Pick<App, "wake" | "pages">,
): App {
  const keyFile = join(environment.STEWARD_DATA, "signing-key");
  const app: App = {
    config,
    db,
    chains: createChains(config, environment.rpcUrls, log),
    discord: createMessenger(client, (kind, refs, marker) => renderNotice(app, kind, refs, marker), config.server),
    now: clock.now,
    log,
    wake,
    pages,
    sign: createSigner(readSigningKey(environment.STEWARD_SECRET, keyFile)),
  };
  return app;
}

/** Logs in and answers interactions; keeps count of those under way, so that the end can wait for them. */
function openSession(app: App, client: DiscordClient, scheduler: Scheduler) {
  const route = createRouter(app, { rest: client.rest, application: client.application, commands });
  const pending = new Set<Promise<void>>();
  const lost = new Promise<Error>((resolve) => {
    const on = {
      interaction: (interaction: Parameters<typeof route>[0]) => {
        const answered = route(interaction).finally(() => pending.delete(answered));
        pending.add(answered);
        return answered;
      },
      ready: async () => {
        await deployAndLog(client, app.config.server, commands, app.log);
        app.log.info("Steward is ready.");
        scheduler.wakeAll();
      },
      fatal: resolve,
    };
    client.start(on).catch(resolve);
  });
  return { lost, settled: async () => void (await Promise.allSettled(pending)) };
}

/** Where its operator says that members reach Steward's pages; where all of Discord is on this machine, members are too. */
function whereMembersRead(environment: Environment, port: number): string | undefined {
  const { STEWARD_PUBLIC_URL: url, DISCORD_API_BASE: local } = environment;
  if (url !== undefined) return url.replace(/\/+$/, "");
  return local === undefined ? undefined : `http://127.0.0.1:${port}`;
}

/** What the environment says about the community, where the config leaves it open. */
function completed(config: Config, { STEWARD_PUBLIC_URL: url }: Environment): Config {
  if (config.wallets.domain !== undefined || url === undefined) return config;
  return { ...config, wallets: { ...config.wallets, domain: new URL(url).host } };
}

function close(db: Db, lock: Lock): void {
  db.$client.pragma("wal_checkpoint(truncate)");
  db.$client.close();
  lock.release();
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, patience]);
  clearTimeout(timer);
}

function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= act();
    return done;
  };
}
