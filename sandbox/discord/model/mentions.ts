import { asRecord, asStrings, isRecord } from "../json.ts";
import type { Account, Channel, State } from "../state.ts";
import { may } from "./permissions.ts";

/** Who a message makes a sound for. */
export type Pinged = { users: string[]; roles: string[]; everyone: boolean };

/** Which mentions count when the sender does not say: everything, or users only (answers to interactions). */
export type MentionDefault = "everything" | "users";

/** Who is really notified by a text: what it names, as far as `allowed_mentions` and the sender's permissions let it. */
export function pingedBy(
  state: State,
  sender: Account,
  channel: Channel,
  text: string,
  allowedMentions: unknown,
  unsaid: MentionDefault,
): Pinged {
  const parse = isRecord(allowedMentions)
    ? asStrings(allowedMentions.parse)
    : unsaid === "users"
      ? ["users"]
      : ["users", "roles", "everyone"];
  const { users, roles } = asRecord(allowedMentions);
  const allowedUser = (id: string) => parse.includes("users") || asStrings(users).includes(id);
  const allowedRole = (id: string) => parse.includes("roles") || asStrings(roles).includes(id);
  const mentionsAnyone = may(state, sender, channel, "MentionEveryone");
  return {
    users: named(text, /<@!?(\d{17,20})>/g).filter((id) => state.accounts.has(id) && allowedUser(id)),
    roles: named(text, /<@&(\d{17,20})>/g).filter(
      (id) => (state.roles.get(id)?.mentionable || mentionsAnyone) && state.roles.has(id) && allowedRole(id),
    ),
    everyone: mentionsAnyone && parse.includes("everyone") && /@(everyone|here)\b/.test(text),
  };
}

function named(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].flatMap((match) => match[1] ?? []))];
}
