import { applicationFlags, seesMembers } from "../gateway/intents.ts";
import { asRecord } from "../json.ts";
import { directMessagesWith } from "../model/channels.ts";
import { guildPermissions } from "../model/permissions.ts";
import { channelPayload } from "../payloads/channel.ts";
import { guildPayload } from "../payloads/guild.ts";
import { botAccount, memberPayload, userPayload } from "../payloads/user.ts";
import { specProblems } from "../rules/spec.ts";
import type { State } from "../state.ts";
import { refused } from "./errors.ts";
import { memberAccount, pageLimit, visibleChannel } from "./lookup.ts";
import type { Answer, Call, Route } from "./route.ts";

/** The bot itself, the server, its channels, members and roles, and the way to direct messages. */
export const communityRoutes: readonly Route[] = [
  { method: "GET", path: "/users/@me", handle: ({ state }) => ok(userPayload(botAccount(state))) },
  { method: "GET", path: "/users/:user", handle: user },
  { method: "POST", path: "/users/@me/channels", handle: directMessages },
  { method: "GET", path: "/applications/@me", handle: ({ state }) => ok(application(state)) },
  { method: "GET", path: "/oauth2/applications/@me", handle: ({ state }) => ok(application(state)) },
  { method: "GET", path: "/guilds/:guild", handle: (call) => ok(guildPayload(inGuild(call))) },
  { method: "GET", path: "/guilds/:guild/channels", handle: channels },
  { method: "GET", path: "/guilds/:guild/roles", handle: (call) => ok([...inGuild(call).roles.values()]) },
  { method: "GET", path: "/guilds/:guild/members", handle: members },
  { method: "GET", path: "/guilds/:guild/members/:user", handle: member },
  { method: "PUT", path: "/guilds/:guild/members/:user/roles/:role", handle: (call) => role(call, true) },
  { method: "DELETE", path: "/guilds/:guild/members/:user/roles/:role", handle: (call) => role(call, false) },
  { method: "GET", path: "/channels/:channel", handle: channel },
  { method: "POST", path: "/channels/:channel/typing", handle: (call) => typing(call) },
];

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function inGuild({ state, params }: Call): State {
  if (params.guild !== state.guild.id) throw refused.unknownGuild();
  return state;
}

function user({ state, params }: Call): Answer {
  const account = state.accounts.get(params.user ?? "");
  if (!account) throw refused.unknownUser();
  return ok(userPayload(account));
}

function member({ state, params }: Call): Answer {
  return ok(memberPayload(memberAccount(state, params.guild, params.user)));
}

function members(call: Call): Answer {
  const { accounts, grantedIntents } = inGuild(call);
  if (!seesMembers(grantedIntents)) throw refused.access();
  const limit = pageLimit(call.query, { otherwise: 1, most: 1000 });
  const after = BigInt(call.query.get("after") ?? 0);
  const next = [...accounts.values()]
    .filter(({ id }) => BigInt(id) > after)
    .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  return ok(next.slice(0, limit).map(memberPayload));
}

function channels(call: Call): Answer {
  const state = inGuild(call);
  const own = [...state.channels.values()].filter((candidate) => candidate.type !== 1 && !candidate.thread);
  return ok(own.map((candidate) => channelPayload(state, candidate)));
}

function channel({ state, params }: Call): Answer {
  return ok(channelPayload(state, visibleChannel(state, params.channel)));
}

function typing({ state, params }: Call): Answer {
  visibleChannel(state, params.channel);
  return { status: 204 };
}

function directMessages({ state, body }: Call): Answer {
  const problems = specProblems("directMessages", body);
  if (problems.length > 0) throw refused.form(problems);
  const account = state.accounts.get(String(asRecord(body).recipient_id));
  if (!account || account.bot) throw refused.unknownUser();
  return ok(channelPayload(state, directMessagesWith(state, account.id)));
}

function role({ state, params }: Call, granted: boolean): Answer {
  const account = memberAccount(state, params.guild, params.user);
  const target = state.roles.get(params.role ?? "");
  if (!target) throw refused.unknownRole();
  const bot = botAccount(state);
  const highest = Math.max(0, ...bot.roles.map((id) => state.roles.get(id)?.position ?? 0));
  const manages = guildPermissions(state, bot) & (1n << 28n);
  if (!manages || target.managed || target.position >= highest) throw refused.permissions();
  account.roles = account.roles.filter((id) => id !== target.id);
  if (granted) account.roles.push(target.id);
  state.events.publish({ kind: "member", userId: account.id });
  return { status: 204 };
}

function application(state: State) {
  const bot = botAccount(state);
  return {
    id: state.applicationId,
    name: bot.displayName,
    icon: null,
    description: "",
    summary: "",
    type: null,
    bot_public: false,
    bot_require_code_grant: false,
    verify_key: "0".repeat(64),
    flags: applicationFlags(state.grantedIntents),
    hook: true,
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: userPayload(state.accounts.get(state.guild.ownerId) ?? bot),
    team: null,
    approximate_guild_count: 1,
    bot: userPayload(bot),
  };
}
