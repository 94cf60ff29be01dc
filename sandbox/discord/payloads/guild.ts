import type { APIGuild, GatewayGuildCreateDispatchData } from "discord-api-types/v10";
import { may } from "../model/permissions.ts";
import type { State } from "../state.ts";
import { channelPayload } from "./channel.ts";
import { botAccount, memberPayload } from "./user.ts";

/** The server as REST shows it. */
export function guildPayload(state: State): APIGuild {
  return {
    id: state.guild.id,
    name: state.guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: state.guild.ownerId,
    afk_channel_id: null,
    afk_timeout: 300,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 1,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    roles: [...state.roles.values()],
    emojis: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    max_presences: null,
    max_members: 500_000,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: state.guild.locale,
    public_updates_channel_id: null,
    max_video_channel_users: 25,
    max_stage_video_channel_users: 50,
    nsfw_level: 0,
    stickers: [],
    premium_progress_bar_enabled: false,
    safety_alerts_channel_id: null,
    incidents_data: null,
    region: "deprecated",
    hub_type: null,
  } as unknown as APIGuild;
}

/** The server as the gateway announces it: without the members intent only the bot itself is a known member. */
export function guildCreatePayload(state: State, seesMembers: boolean): GatewayGuildCreateDispatchData {
  const bot = botAccount(state);
  const channels = [...state.channels.values()].filter((channel) => channel.type !== 1);
  const visible = channels.filter((channel) => may(state, bot, channel, "ViewChannel"));
  const accounts = [...state.accounts.values()];
  return {
    ...guildPayload(state),
    joined_at: state.guild.joinedAt,
    large: false,
    unavailable: false,
    member_count: accounts.length,
    voice_states: [],
    members: (seesMembers ? accounts : [bot]).map(memberPayload),
    // Channels the bot may not view are announced too; their messages are not.
    channels: channels.filter((channel) => !channel.thread).map((channel) => channelPayload(state, channel)),
    threads: visible
      .filter((channel) => channel.thread && !channel.thread.archived)
      .map((channel) => channelPayload(state, channel)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  } as unknown as GatewayGuildCreateDispatchData;
}
