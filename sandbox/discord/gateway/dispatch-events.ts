import type { WorldEvent } from "../events.ts";
import { channelPayload } from "../payloads/channel.ts";
import { asSeenByBot, messagePayload } from "../payloads/message.ts";
import { memberPayload } from "../payloads/user.ts";
import type { State } from "../state.ts";
import { seesContent, wants } from "./intents.ts";
import type { Session } from "./session.ts";

/** Tells a session about an event of the world, if its intents ask for it and Discord would tell. */
export function dispatchEvent(state: State, session: Session, event: WorldEvent): void {
  const dispatch = dispatchFor(state, session, event);
  if (!dispatch) return;
  // A bot is told about changes to itself whatever its intents.
  const about = event.kind === "member" && event.userId === state.applicationId;
  if (about || wants(session.intents, dispatch.name, dispatch.direct)) session.dispatch(dispatch.name, dispatch.data);
}

type Dispatch = { name: string; data: object; direct: boolean };

function dispatchFor(state: State, session: Session, event: WorldEvent): Dispatch | undefined {
  const guild = { guild_id: state.guild.id };
  switch (event.kind) {
    case "interaction":
      return { name: "INTERACTION_CREATE", data: event.payload, direct: false };
    case "message":
    case "edit":
      return messageDispatch(state, session, event);
    case "delete": {
      const direct = event.channel.type === 1;
      const data = { id: event.messageId, channel_id: event.channel.id, ...(direct ? {} : guild) };
      return event.viewer === null ? { name: "MESSAGE_DELETE", data, direct } : undefined;
    }
    case "thread":
      return {
        name: "THREAD_CREATE",
        data: { ...channelPayload(state, event.channel), newly_created: true },
        direct: false,
      };
    case "thread-edit":
      return { name: "THREAD_UPDATE", data: channelPayload(state, event.channel), direct: false };
    case "channel":
    case "channel-edit": {
      const name = event.kind === "channel" ? "CHANNEL_CREATE" : "CHANNEL_UPDATE";
      // Bots are not told about the opening of direct messages.
      return event.channel.type === 1 ? undefined : { name, data: channelPayload(state, event.channel), direct: false };
    }
    case "pins": {
      const direct = event.channel.type === 1;
      return { name: "CHANNEL_PINS_UPDATE", data: { channel_id: event.channel.id, ...(direct ? {} : guild) }, direct };
    }
    case "role":
      return { name: "GUILD_ROLE_UPDATE", data: { ...guild, role: event.role }, direct: false };
    case "member": {
      const account = state.accounts.get(event.userId);
      return account && { name: "GUILD_MEMBER_UPDATE", data: { ...guild, ...memberPayload(account) }, direct: false };
    }
    default:
      return undefined;
  }
}

function messageDispatch(
  state: State,
  session: Session,
  event: Extract<WorldEvent, { kind: "message" | "edit" }>,
): Dispatch | undefined {
  const { channel, stored } = event;
  if (stored.viewer !== null) return undefined;
  const direct = channel.type === 1;
  const author = state.accounts.get(stored.message.author.id);
  const payload = seesContent(session.intents) ? messagePayload(state, stored) : asSeenByBot(state, stored);
  const member = author && !direct ? { member: memberPayload(author) } : {};
  const name = event.kind === "message" ? "MESSAGE_CREATE" : "MESSAGE_UPDATE";
  return { name, data: { ...payload, ...member, ...(direct ? {} : { guild_id: state.guild.id }) }, direct };
}
