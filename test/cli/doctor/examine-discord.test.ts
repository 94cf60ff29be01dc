import { expect, onTestFinished, test } from "vitest";
import { permissionBits } from "../../../sandbox/discord/model/permission-bits.ts";
import { heliogridSeed } from "../../../sandbox/discord/seed.ts";
import { createLocalDiscord, type LocalDiscordOptions } from "../../../sandbox/discord/server.ts";
import { ROLES, SERVER } from "../../../sandbox/people.ts";
import { examineDiscord } from "../../../src/cli/doctor/examine-discord.ts";
import type { Config } from "../../../src/config/schema.ts";

const FORUM = "700000000000000299";
const tags = [{ id: "700000000000000991", name: "Voting", moderated: true }];
const GUILD_MEMBERS = 1 << 1;

/** What the doctor finds at a local Discord with a config of no more than it looks at. */
async function examine(
  { proposals = SERVER.channels.proposals as string, listed = false },
  change: (discord: Awaited<ReturnType<typeof createLocalDiscord>>) => void = () => undefined,
  options: LocalDiscordOptions = {},
) {
  const seed = heliogridSeed();
  const forum = { id: FORUM, type: 15 as const, name: "governance", tags };
  const discord = await createLocalDiscord({ seed: { ...seed, channels: [...seed.channels, forum] }, ...options });
  onTestFinished(discord.close);
  change(discord);
  const config = {
    server: SERVER.guild,
    channels: { proposals, reports: SERVER.channels.reports },
    roles: { member: [ROLES.member], maintainer: [ROLES.maintainer], treasurer: [ROLES.treasurer] },
    electorates: { crew: { kind: "role", roles: [ROLES.member], listed } },
    reports: {},
  };
  const environment = { DISCORD_TOKEN: SERVER.token, DISCORD_API_BASE: `${discord.url}/api` };
  return examineDiscord(environment as Parameters<typeof examineDiscord>[0], config as unknown as Config);
}

const about = (findings: Awaited<ReturnType<typeof examine>>, word: string) =>
  findings.filter(({ what }) => what.includes(word));
const weaken =
  (...names: Parameters<typeof permissionBits>) =>
  ({ state }: Awaited<ReturnType<typeof createLocalDiscord>>) => {
    const role = state.roles.get(SERVER.botRole);
    const everyone = state.roles.get(SERVER.guild);
    for (const one of [role, everyone])
      if (one) one.permissions = (BigInt(one.permissions) & ~permissionBits(...names)).toString();
  };

test("default: a server that has everything has nothing to correct", async () => {
  const findings = await examine({ proposals: FORUM });
  expect(findings.filter(({ sign }) => sign !== "✓")).toEqual([]);
  expect(about(findings, "channels.proposals")).toMatchObject([{ sign: "✓" }]);
  expect(about(findings, "listed")).toEqual([]);
});

test("behavior: a forum needs no threads to be made, but those managed whose tags show states", async () => {
  const threads = await examine({ proposals: FORUM }, weaken("CreatePublicThreads"));
  expect(about(threads, "channels.proposals")).toMatchObject([{ sign: "✓" }]);
  const managed = await examine({ proposals: FORUM }, weaken("ManageThreads"));
  expect(about(managed, "channels.proposals")).toMatchObject([
    { sign: "✗", what: expect.stringContaining("Manage Threads") },
  ]);
  const text = await examine({}, weaken("CreatePublicThreads", "ManageThreads"));
  expect(about(text, "channels.proposals")).toMatchObject([
    { sign: "✗", what: expect.stringMatching(/lacks Create Public Threads\.$/) },
  ]);
});

test("behavior: whether members can be listed is said only where an electorate is listed", async () => {
  const granted = await examine({ listed: true }, undefined, { grantedIntents: GUILD_MEMBERS });
  expect(about(granted, "listed")).toMatchObject([{ sign: "✓" }]);
  const denied = await examine({ listed: true });
  expect(about(denied, "listed")).toMatchObject([
    { sign: "✗", todo: expect.stringContaining("Server Members Intent") },
  ]);
});
