import type { Json } from "../json.ts";
import { errorTree, type Problem } from "../rules/problem.ts";

/** A refusal in the form Discord gives it: HTTP status, its own code, a message, for bad forms an error tree. */
export class RestError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: Json | undefined;

  constructor(status: number, code: number, message: string, errors?: Json) {
    super(message);
    this.name = "RestError";
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** Every refusal the local Discord knows, by what went wrong. */
export const refused = {
  notFound: () => new RestError(404, 0, "404: Not Found"),
  unauthorized: () => new RestError(401, 0, "401: Unauthorized"),
  version: () => new RestError(400, 50041, "Invalid API version"),
  json: () => new RestError(400, 50109, "The request body contains invalid JSON."),
  tooLarge: () => new RestError(413, 40005, "Request entity too large"),
  form: (problems: readonly Problem[]) => new RestError(400, 50035, "Invalid Form Body", errorTree(problems)),
  emptyMessage: () => new RestError(400, 50006, "Cannot send an empty message"),
  unknownApplication: () => new RestError(404, 10002, "Unknown Application"),
  unknownChannel: () => new RestError(404, 10003, "Unknown Channel"),
  unknownGuild: () => new RestError(404, 10004, "Unknown Guild"),
  unknownMember: () => new RestError(404, 10007, "Unknown Member"),
  unknownMessage: () => new RestError(404, 10008, "Unknown Message"),
  unknownRole: () => new RestError(404, 10011, "Unknown Role"),
  unknownUser: () => new RestError(404, 10013, "Unknown User"),
  unknownWebhook: () => new RestError(404, 10015, "Unknown Webhook"),
  unknownInteraction: () => new RestError(404, 10062, "Unknown interaction"),
  unknownCommand: () => new RestError(404, 10063, "Unknown application command"),
  acknowledged: () => new RestError(400, 40060, "Interaction has already been acknowledged."),
  access: () => new RestError(403, 50001, "Missing Access"),
  anothersMessage: () => new RestError(403, 50005, "Cannot edit a message authored by another user"),
  cannotMessage: () => new RestError(403, 50007, "Cannot send messages to this user"),
  permissions: () => new RestError(403, 50013, "Missing Permissions"),
  channelType: () => new RestError(400, 50024, "Cannot execute action on this channel type"),
  tagRequired: () => new RestError(400, 40067, "A tag is required to create a forum post in this channel"),
  webhookToken: () => new RestError(401, 50027, "Invalid Webhook Token"),
  archived: () => new RestError(400, 50083, "Thread is archived"),
  threadExists: () => new RestError(400, 160004, "A thread has already been created for this message"),
  oldEdits: () =>
    new RestError(429, 30046, "Maximum number of edits to messages older than 1 hour reached. Try again later"),
} as const;
