import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIRole,
  type APIUser,
  type REST,
  Routes,
} from "discord.js";
import type { Environment } from "../../config/environment.ts";
import type { Config } from "../../config/schema.ts";
import { invitation } from "../../discord/deploy.ts";
import { discordError } from "../../discord/discord-error.ts";
import { grantMembers } from "../../discord/members.ts";
import { needsMembers } from "../../discord/needs-members.ts";
import { createRest } from "../../discord/rest.ts";
import { BotError } from "../../errors.ts";
import { type Finding, notable, well, wrong } from "./finding.ts";
import { missingPermissions } from "./missing-permissions.ts";

/** Looks at Discord with the bot's own eyes: token, server, channels, permissions, commands, roles. */
export async function examineDiscord(environment: Environment, config: Config): Promise<Finding[]> {
  const rest = createRest(environment.DISCORD_TOKEN, environment.DISCORD_API_BASE);
  const self = await ask<APIUser>(rest, Routes.user("@me"));
  if (self instanceof BotError) {
    return self.context["status"] === 401
      ? [wrong("Discord does not know the bot token.", "Put the bot's current token into DISCORD_TOKEN.")]
      : [wrong(self.message, "Look at this machine's way to Discord: network, proxy, firewall.")];
  }
  const guild = await ask<APIGuild>(rest, Routes.guild(config.server));
  const application = await ask<{ id: string }>(rest, Routes.currentApplication());
  const applicationId = application instanceof BotError ? self.id : application.id;
  const findings = [well(`The token is valid: ${self.username}.`)];
  if (guild instanceof BotError) {
    return [
      ...findings,
      wrong(
        `The bot is not on the server ${config.server}.`,
        `Open ${invitation(applicationId)} and add it; or correct \`server\`.`,
      ),
    ];
  }
  const member = await ask<APIGuildMember>(rest, Routes.guildMember(config.server, self.id));
  const carried = member instanceof BotError ? [] : member.roles;
  return [
    ...findings,
    well(`It is on the server ${guild.name}.`),
    await examineCommands(rest, applicationId, config.server),
    ...examineRoles(config, guild.roles),
    ...(await examineMembers(rest, config)),
    ...(await examineChannels(rest, config, { guild, self: self.id, roles: carried })),
  ];
}

async function examineCommands(rest: REST, application: string, server: string): Promise<Finding> {
  const commands = await ask<unknown[]>(rest, Routes.applicationGuildCommands(application, server));
  if (!(commands instanceof BotError)) return well(`Commands can be registered; there are ${commands.length} now.`);
  return wrong(
    "Commands cannot be registered.",
    `Open ${invitation(application)} once more, so that the bot gets the scope applications.commands.`,
  );
}

function examineRoles(config: Config, roles: readonly APIRole[]): Finding[] {
  const wanted = Object.entries(config.roles).flatMap(([audience, ids]) =>
    ids.map((id) => ({ where: `roles.${audience}`, id })),
  );
  for (const [name, electorate] of Object.entries(config.electorates)) {
    if (electorate.kind === "role")
      wanted.push(...electorate.roles.map((id) => ({ where: `electorates.${name}.roles`, id })));
  }
  const findings = wanted.map(({ where, id }) => {
    const role = roles.find((one) => one.id === id);
    return role
      ? well(`${where}: ${role.name}.`)
      : wrong(
          `${where}: there is no role ${id}.`,
          "Correct the id: Developer Mode on, then right-click the role, Copy Role ID.",
        );
  });
  const unmanned = (["maintainer", "treasurer"] as const).filter((audience) => config.roles[audience].length === 0);
  return [
    ...findings,
    ...unmanned.map((audience) => notable(`roles.${audience} is empty: nobody is one.`, "Name at least one role.")),
  ];
}

/** Asked only where an electorate is a list of members. */
async function examineMembers(rest: REST, config: Config): Promise<Finding[]> {
  if (!needsMembers(config)) return [];
  const members = await ask<unknown[]>(rest, Routes.guildMembers(config.server));
  return [
    members instanceof BotError
      ? wrong("The bot may not list the server's members, which a listed electorate needs.", grantMembers)
      : well("The server's members can be listed."),
  ];
}

type Eyes = { guild: APIGuild; self: string; roles: readonly string[] };

async function examineChannels(rest: REST, config: Config, eyes: Eyes): Promise<Finding[]> {
  const wanted: [string, string][] = [
    ...Object.entries(config.channels)
      .filter((entry): entry is [string, string] => entry[1] !== undefined)
      .map(([name, id]): [string, string] => [`channels.${name}`, id]),
    ...Object.entries(config.reports).flatMap(([name, { channel }]): [string, string][] =>
      channel ? [[`reports.${name}.channel`, channel]] : [],
    ),
  ];
  return Promise.all(
    wanted.map(async ([where, id]) => {
      const channel = await ask<APIChannel>(rest, Routes.channel(id));
      if (channel instanceof BotError)
        return wrong(
          `${where}: the bot does not see a channel ${id}.`,
          "Correct the id, or give the bot View Channel there.",
        );
      const missing = missingPermissions(channel, eyes);
      const name = `#${"name" in channel ? channel.name : id}`;
      if (missing.length === 0) return well(`${where}: ${name}, with every permission it needs.`);
      return wrong(
        `${where}: in ${name} the bot lacks ${missing.join(", ")}.`,
        "Give them to the bot's role, in the channel's settings.",
      );
    }),
  );
}

async function ask<T>(rest: REST, route: `/${string}`): Promise<T | BotError> {
  try {
    return (await rest.get(route)) as T;
  } catch (error) {
    return discordError(error, "say who the bot is and what it may do");
  }
}
