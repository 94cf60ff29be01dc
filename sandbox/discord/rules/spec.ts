import * as spec from "discord-api-spec/zod";
import { isRecord } from "../json.ts";
import type { Problem } from "./problem.ts";
import { type Schema, schemaProblems, unknownFields } from "./schema.ts";

/** The request bodies that are checked against the published specification. */
const BODIES = {
  createMessage: spec.MessageCreateRequestSchema,
  editMessage: spec.MessageEditRequestPartialSchema,
  followUp: spec.IncomingWebhookRequestPartialSchema,
  editWebhookMessage: spec.IncomingWebhookUpdateRequestPartialSchema,
  reply: spec.CreateMessageInteractionCallbackRequestSchema,
  update: spec.UpdateMessageInteractionCallbackRequestSchema,
  autocomplete: spec.ApplicationCommandAutocompleteCallbackRequestSchema,
  modal: spec.ModalInteractionCallbackRequestSchema,
  command: spec.ApplicationCommandUpdateRequestSchema,
  threadFromMessage: spec.CreateTextThreadWithMessageRequestSchema,
  thread: spec.CreateTextThreadWithoutMessageRequestSchema,
  forumPost: spec.CreateForumThreadRequestSchema,
  editThread: spec.UpdateThreadRequestPartialSchema,
  directMessages: spec.CreatePrivateChannelRequestSchema,
} satisfies Record<string, Schema>;

export type BodyName = keyof typeof BODIES;

/** Fields documented or always sent by the official clients, which the specification forgets. */
const FORGOTTEN: Partial<Record<BodyName, readonly string[]>> = {
  command: ["nsfw", "name_localized", "description_localized"],
  editMessage: ["tts"],
  threadFromMessage: ["type"],
};

/** What the specification finds wrong with a body, unknown fields included. */
export function specProblems(name: BodyName, body: unknown): Problem[] {
  const schema: Schema = BODIES[name];
  const corrected = withNumericPermissions(body);
  return [...schemaProblems(schema, corrected), ...unknownFields(schema, corrected, FORGOTTEN[name])];
}

/** Builds every lazy part of the schemas now, so that no first request pays for it. */
export function warmUp(): void {
  const row = { type: 1, components: [{ type: 2, style: 1, label: "a", custom_id: "a" }] };
  for (const name of Object.keys(BODIES) as BodyName[]) {
    specProblems(name, { type: 4, data: { components: [row] }, components: [row] });
  }
}

/** The specification says integer where Discord documents and sends a string of digits. */
function withNumericPermissions(body: unknown): unknown {
  if (!isRecord(body)) return body;
  const permissions = body.default_member_permissions;
  const isDigits = typeof permissions === "string" && /^\d{1,16}$/.test(permissions);
  return isDigits ? { ...body, default_member_permissions: Number(permissions) } : body;
}
