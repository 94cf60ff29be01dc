import { onTestFinished } from "vitest";
import { deliverOutbox } from "../../jobs/deliver-outbox.ts";
import { createPerson } from "../../sandbox/discord/person.ts";
import { createLocalDiscord, type LocalDiscord } from "../../sandbox/discord/server.ts";
import { PEOPLE, ROLES, SERVER } from "../../sandbox/people.ts";
import type { App } from "../../src/app.ts";
import type { ConfigInput } from "../../src/config/schema.ts";
import { createDiscordClient, type DiscordClient } from "../../src/discord/client.ts";
import type { Command } from "../../src/discord/command.ts";
import { deployCommands } from "../../src/discord/deploy.ts";
import { createMessenger } from "../../src/discord/messenger.ts";
import { renderNotice } from "../../src/discord/notices.ts";
import { createRouter } from "../../src/discord/router.ts";
import { createTestApp, type TestApp } from "./app.ts";
import { testConfig } from "./test-config.ts";

/** An app whose Discord is real: the unmodified client, on a local Discord. */
export type DiscordWorld = {
  app: Omit<TestApp, "discord"> & Pick<App, "discord">;
  client: DiscordClient;
  discord: LocalDiscord;
  person: (name: string) => ReturnType<typeof createPerson>;
  /** Makes a coming request, or the session, fail. */
  fault: (fault: Record<string, unknown>) => Promise<void>;
  /** Says what the outbox holds, and brings its messages up to date. */
  deliver: () => Promise<void>;
};

/** Builds the world with these commands, and takes it down when the test ends. */
export async function createDiscordWorld(
  commands: readonly Command[],
  changes: Partial<ConfigInput> = {},
): Promise<DiscordWorld> {
  const discord = await createLocalDiscord();
  const { deliverAfter, app, client } = createApp(discord, changes);
  await new Promise<void>((resolve, reject) => {
    const ready = () => deployCommands(client, app.config.server, commands).then(resolve, reject);
    const interaction = createRouter(app, { rest: client.rest, application: client.application, commands });
    client.start({ interaction, ready, fatal: reject }).catch(reject);
  });
  onTestFinished(async () => {
    await client.stop();
    await discord.close();
  });
  return {
    app,
    client,
    discord,
    person: (name) => createPerson(discord.url, personNamed(name).id),
    fault: (body) => faultAt(discord.url, body),
    deliver: deliverAfter,
  };
}

/** Makes a coming request, or the session, fail at a local Discord. */
export async function faultAt(url: string, body: Record<string, unknown>): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}/control/faults`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`no such fault: ${await response.text()}`);
}

/** Somebody of the sandbox. */
export function personNamed(name: string) {
  const found = PEOPLE.find((person) => person.name === name);
  if (found === undefined) throw new Error(`nobody is called ${name}`);
  return found;
}

function createApp(discord: LocalDiscord, changes: Partial<ConfigInput>) {
  const { proposals, executions, reports, alarms } = SERVER.channels;
  const config = testConfig({
    server: SERVER.guild,
    channels: { proposals, executions, reports, alarms },
    roles: { member: [ROLES.member], maintainer: [ROLES.maintainer], treasurer: [ROLES.treasurer] },
    ...changes,
  });
  const base = createTestApp({ at: Math.floor(Date.now() / 1000), config });
  const client = createDiscordClient({
    token: SERVER.token,
    apiBase: `${discord.url}/api`,
    log: base.log,
    now: base.now,
  });
  const app = base as DiscordWorld["app"];
  app.discord = createMessenger(client, (kind, refs, marker) => renderNotice(app, kind, refs, marker), config.server);
  const deliverAfter = async () => {
    base.pass(6);
    await deliverOutbox.run(app);
  };
  return { app, client, deliverAfter };
}
