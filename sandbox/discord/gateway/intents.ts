const GUILDS = 1 << 0;
const GUILD_MEMBERS = 1 << 1;
const GUILD_MESSAGES = 1 << 9;
const DIRECT_MESSAGES = 1 << 12;
const PRESENCES = 1 << 8;
const MESSAGE_CONTENT = 1 << 15;

/** Intents an application gets only after Discord's review. */
export const PRIVILEGED_INTENTS = GUILD_MEMBERS | PRESENCES | MESSAGE_CONTENT;

/** An application's flags for the privileged intents it was granted: those of one that is in fewer than a hundred servers. */
export function applicationFlags(granted: number): number {
  const flag = (intent: number, bit: number) => ((granted & intent) === 0 ? 0 : bit);
  return flag(PRESENCES, 1 << 13) | flag(GUILD_MEMBERS, 1 << 15) | flag(MESSAGE_CONTENT, 1 << 19);
}

/** Every intent bit Discord has given a meaning. */
export const KNOWN_INTENTS = (1 << 17) - 1 + (1 << 20) + (1 << 21) + (1 << 24) + (1 << 25);

/** Whether a session that asked for these intents is sent an event. */
export function wants(intents: number, event: string, direct: boolean): boolean {
  const has = (bit: number) => (intents & bit) !== 0;
  if (event === "INTERACTION_CREATE" || event === "READY" || event === "RESUMED") return true;
  if (event.startsWith("MESSAGE_")) return has(direct ? DIRECT_MESSAGES : GUILD_MESSAGES);
  if (event.startsWith("GUILD_MEMBER_")) return has(GUILD_MEMBERS);
  if (event === "CHANNEL_PINS_UPDATE" && direct) return has(DIRECT_MESSAGES);
  return has(GUILDS);
}

/** Whether these intents let one know all members, not only the bot. */
export function seesMembers(intents: number): boolean {
  return (intents & GUILD_MEMBERS) !== 0;
}

/** Whether the session may read what other people write. */
export function seesContent(intents: number): boolean {
  return (intents & MESSAGE_CONTENT) !== 0;
}
