import type { APIMessage } from "discord-api-types/v10";
import type { Json } from "../json.ts";
import type { Interaction } from "../model/interactions.ts";
import { channelPermissions } from "../model/permissions.ts";
import type { Account, Channel, State } from "../state.ts";
import { channelPayload } from "./channel.ts";
import { messagePayload } from "./message.ts";
import { botAccount, memberPayload, userPayload } from "./user.ts";

const ATTACHMENT_LIMIT_BYTES = 10 * 1024 * 1024;

/** The complete documented payload of INTERACTION_CREATE. */
export function interactionPayload(
  state: State,
  interaction: Interaction,
  person: Account,
  channel: Channel,
  data: Json,
): object {
  const inGuild = channel.type !== 1;
  return {
    id: interaction.id,
    application_id: state.applicationId,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    data,
    ...(inGuild ? guildFields(state, person, channel) : { user: userPayload(person), context: 1 }),
    channel_id: channel.id,
    channel: channelPayload(state, channel),
    ...(interaction.source ? { message: messagePayload(state, interaction.source) } : {}),
    app_permissions: channelPermissions(state, botAccount(state), channel).toString(),
    locale: person.locale,
    entitlements: [],
    authorizing_integration_owners: { "0": inGuild ? state.guild.id : "0" },
    attachment_size_limit: ATTACHMENT_LIMIT_BYTES,
  };
}

/** What Discord writes on a message that answers an interaction. */
export function interactionMetadata(state: State, interaction: Interaction): Partial<APIMessage> {
  const person = state.accounts.get(interaction.userId);
  if (!person) return {};
  const metadata = {
    id: interaction.id,
    type: interaction.type,
    user: userPayload(person),
    authorizing_integration_owners: { "0": state.guild.id },
    ...(interaction.commandName === null ? {} : { name: interaction.commandName, command_type: 1 }),
    ...(interaction.source ? { interacted_message_id: interaction.source.message.id } : {}),
  };
  const fields = {
    type: interaction.type === 2 ? 20 : interaction.source ? 19 : 0,
    application_id: state.applicationId,
    webhook_id: state.applicationId,
    interaction_metadata: metadata,
    ...(interaction.source
      ? {
          message_reference: {
            type: 0,
            channel_id: interaction.channelId,
            message_id: interaction.source.message.id,
            guild_id: state.guild.id,
          },
        }
      : {}),
  };
  return fields as unknown as Partial<APIMessage>;
}

function guildFields(state: State, person: Account, channel: Channel) {
  return {
    guild_id: state.guild.id,
    guild: { id: state.guild.id, locale: state.guild.locale, features: [] },
    guild_locale: state.guild.locale,
    member: { ...memberPayload(person), permissions: channelPermissions(state, person, channel).toString() },
    context: 0,
  };
}
