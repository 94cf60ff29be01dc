import type {
  APIApplicationCommand,
  APIChannel,
  APIGuild,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  APIRole,
  APIUser,
} from "discord-api-types/v10";

/** Component types of Discord that the page can show, by number. */
export const COMPONENT = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  thumbnail: 11,
  mediaGallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
} as const;

/** Option types of slash commands, by number. */
export const OPTION = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

/** Message flags the page reads. */
export const FLAG = { ephemeral: 64, loading: 128, componentsV2: 32_768 } as const;

/** Channel types the page tells apart. */
export const CHANNEL = {
  text: 0,
  dm: 1,
  announcement: 5,
  thread: 11,
  privateThread: 12,
  announcementThread: 10,
  forum: 15,
} as const;

/** Somebody one can be in the sandbox. */
export type Person = { id: string; name: string; displayName: string; roles: readonly string[] };

/** An account of the server, applications included. */
export type Member = APIUser & { roles: readonly string[] };

/** The server as one person sees it. */
export type GuildView = {
  guild: APIGuild;
  channels: readonly APIChannel[];
  roles: readonly APIRole[];
  members: readonly Member[];
};

/** A message as the local Discord stores it. */
export type Message = APIMessage;

/** What a bot made of an interaction. */
export type Outcome = {
  kind: "message" | "modal" | "deferred" | "updated" | "failed";
  message?: Message;
  modal?: APIModalInteractionResponseCallbackData;
  reason?: string;
  ephemeral?: boolean;
};

/** An outcome with the id of the interaction it answers. */
export type Answer = { interactionId: string; outcome: Outcome };

/** The value given for one option of a command. */
export type OptionValue = string | number | boolean;

/** A suggestion the bot makes while an option is being typed. */
export type Choice = { name: string; value: string | number };

/** A command call as the page sends it. */
export type CommandCall = {
  channelId: string;
  name: string;
  subcommand?: string;
  options: Record<string, OptionValue>;
};

export type { APIApplicationCommand as Command, APIChannel as Channel, APIRole as Role };
