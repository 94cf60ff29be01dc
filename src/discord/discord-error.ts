import { DiscordAPIError, HTTPError } from "discord.js";
import { BotError, Refusal, Transient } from "../errors.ts";

/** What Discord's answers mean for people; codes not named here are a refusal without advice. */
const advice: Readonly<Record<string, string>> = {
  10003: "The channel is gone. Name another one in Steward's config.",
  10008: "The message is gone.",
  30046: "Discord takes no more edits of this old message for now.",
  40067: "The forum asks for a tag on each post. Make the tags that Steward sets there, or do not require one.",
  50001: "Steward cannot see the channel. Give it the permission View Channel there.",
  50007: "The member takes no direct messages from this server.",
  50013:
    "Steward lacks a permission in the channel. Give it Send Messages, Embed Links, Attach Files, Read Message History and, for threads, Create Public Threads and Send Messages in Threads; where a forum's tags are for moderators, Manage Threads.",
  50035: "Discord found the message malformed: this is a fault in Steward.",
  50083: "The thread is archived.",
};

/** The code of Discord's refusal, once `discordError` has put it into words. */
export function refusedWith(error: unknown, ...codes: number[]): boolean {
  return error instanceof Refusal && codes.includes(Number(error.context["code"]));
}

/**
 * Turns whatever the REST client throws into Refusal (Discord said no, and will again) or Transient (the outcome is unknown,
 * or it may pass). URLs and bodies, which may hold interaction tokens, are left behind.
 */
export function discordError(error: unknown, doing: string): BotError {
  if (error instanceof BotError) return error;
  if (error instanceof DiscordAPIError && isFinal(error)) {
    return new Refusal(`Discord refused to ${doing}.`, {
      hint: advice[String(error.code)] ?? "The log says more.",
      context: { code: error.code, status: error.status, said: error.message },
    });
  }
  const status = error instanceof DiscordAPIError || error instanceof HTTPError ? error.status : undefined;
  const reason = error instanceof Error ? error.name : typeof error;
  return new Transient(`Discord could not be reached to ${doing}.`, { context: { status, reason } });
}

/** An interaction's token lives a quarter of an hour. */
const TOKEN_EXPIRED = 50027;

/** A lost token, a limit or a page that is not Discord's own answer says nothing about the message itself. */
function isFinal({ code, status }: DiscordAPIError): boolean {
  if (code === TOKEN_EXPIRED) return true;
  return typeof code === "number" && code > 0 && status < 500 && ![401, 408, 429].includes(status);
}
