import { asRecord, type Json } from "../json.ts";
import type { UploadedFile } from "../model/files.ts";
import type { StoredMessage } from "../model/messages.ts";
import { isEmptyMessage, messageProblems } from "../rules/message.ts";
import type { Problem } from "../rules/problem.ts";
import { type BodyName, specProblems } from "../rules/spec.ts";
import { refused } from "./errors.ts";

const MAX_FILE_BYTES = 10 * 1024 * 1024;

export type BodyCheck = {
  schema: BodyName;
  uploads: readonly UploadedFile[];
  /** The message that is edited, if one is. */
  edited?: StoredMessage;
  answersInteraction?: boolean;
  /** The message part of the body, when the body wraps it (callbacks: `data`). */
  within?: "data" | "message";
};

/** The message part of a request body, after the specification and every further rule have been asked. */
export function checkedMessage(body: unknown, check: BodyCheck): Json {
  const spec = specProblems(check.schema, body);
  const message = check.within ? asRecord(asRecord(body)[check.within]) : asRecord(body);
  const rules = messageProblems(message, {
    uploads: check.uploads,
    keptFiles: check.edited?.files ?? [],
    flagsBefore: check.edited?.message.flags ?? 0,
    answersInteraction: check.answersInteraction ?? false,
    before: check.edited && { content: check.edited.message.content, embeds: check.edited.message.embeds },
  });
  const placed = check.within ? rules.map((found) => ({ ...found, path: [check.within ?? "", ...found.path] })) : rules;
  const problems = once([...spec, ...placed]);
  if (problems.length > 0) throw refused.form(problems);
  if (check.uploads.some((upload) => upload.bytes.length > MAX_FILE_BYTES)) throw refused.tooLarge();
  if (isEmptyMessage(afterEdit(message, check.edited), fileCount(message, check))) throw refused.emptyMessage();
  return message;
}

/** The first problem of each place: the specification's where both found one. */
function once(problems: readonly Problem[]): Problem[] {
  const places = problems.map((found) => found.path.join("."));
  return problems.filter((_, index) => places.indexOf(places[index] ?? "") === index);
}

function afterEdit(message: Json, edited: StoredMessage | undefined): Json {
  if (!edited) return message;
  const { content, embeds, components } = edited.message;
  return { content, embeds, components, ...message };
}

function fileCount(message: Json, check: BodyCheck): number {
  const kept = check.edited && message.attachments === undefined ? check.edited.files.length : 0;
  const listed = Array.isArray(message.attachments) ? message.attachments.length : 0;
  return Math.max(kept + check.uploads.length, listed);
}
