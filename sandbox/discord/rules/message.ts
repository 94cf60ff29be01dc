import { asRecord, asRecords, asString, asStrings, type Json } from "../json.ts";
import { attachmentName, componentMedia, embedUrls } from "../model/media.ts";
import { COMPONENTS_V2, EPHEMERAL } from "../model/messages.ts";
import { classicLayoutProblems, interactiveProblems } from "./components.ts";
import { componentsV2Problems, unreferencedFileProblems } from "./components-v2.ts";
import { embedProblems } from "./embeds.ts";
import { type Problem, problem } from "./problem.ts";

const MAX_CONTENT = 2000;

/** What surrounds a message body: the files sent with it, those already there, and whether it answers an interaction. */
export type MessageSurroundings = {
  uploads: readonly { index: string; filename: string }[];
  keptFiles: readonly { id: string; filename: string }[];
  flagsBefore: number;
  answersInteraction: boolean;
  /** What an edited message holds where the body says nothing. */
  before: { content: string; embeds: readonly unknown[] } | undefined;
};

/** Everything the schemas do not know about a message body. */
export function messageProblems(body: Json, around: MessageSurroundings): Problem[] {
  const flags = (typeof body.flags === "number" ? body.flags : 0) | around.flagsBefore;
  const usesV2 = (flags & COMPONENTS_V2) !== 0;
  return [
    ...contentProblems(body),
    ...flagProblems(body, around),
    ...mentionProblems(body),
    ...embedProblems(body.embeds),
    ...interactiveProblems(body.components),
    ...(usesV2 ? componentsV2Problems({ ...around.before, ...body }) : classicLayoutProblems(body.components)),
    ...attachmentProblems(body, around, usesV2),
    ...pollProblems(body),
  ];
}

/** Whether a body would make a message nobody can see. */
export function isEmptyMessage(body: Json, fileCount: number): boolean {
  const text = asString(body.content)?.trim() ?? "";
  const lists = [body.embeds, body.components, body.sticker_ids].some((list) => Array.isArray(list) && list.length > 0);
  return text === "" && !lists && fileCount === 0 && !body.poll && !body.message_reference;
}

function contentProblems(body: Json): Problem[] {
  const length = asString(body.content)?.length ?? 0;
  if (length <= MAX_CONTENT) return [];
  return [problem(["content"], "BASE_TYPE_MAX_LENGTH", `Must be ${MAX_CONTENT} or fewer in length.`)];
}

function flagProblems(body: Json, around: MessageSurroundings): Problem[] {
  const flags = typeof body.flags === "number" ? body.flags : 0;
  const ephemeral = flags & EPHEMERAL && !around.answersInteraction;
  return ephemeral
    ? [problem(["flags"], "MESSAGE_FLAGS_INVALID", "EPHEMERAL is only for answers to interactions.")]
    : [];
}

function mentionProblems(body: Json): Problem[] {
  const mentions = asRecord(body.allowed_mentions);
  const parse = asStrings(mentions.parse);
  return (["users", "roles"] as const)
    .filter((kind) => parse.includes(kind) && asStrings(mentions[kind]).length > 0)
    .map((kind) =>
      problem(
        ["allowed_mentions"],
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      ),
    );
}

function attachmentProblems(body: Json, around: MessageSurroundings, usesV2: boolean): Problem[] {
  const listed = Array.isArray(body.attachments) ? asRecords(body.attachments) : undefined;
  const ids = new Set([...around.uploads.map((upload) => upload.index), ...around.keptFiles.map((file) => file.id)]);
  const strangers = (listed ?? []).flatMap((entry, index) =>
    ids.has(String(entry.id))
      ? []
      : [problem(["attachments", index, "id"], "ATTACHMENT_NOT_FOUND", `No file was sent for attachment ${entry.id}.`)],
  );
  const uploads = around.uploads.map(
    (upload) => asString(listed?.find((entry) => String(entry.id) === upload.index)?.filename) ?? upload.filename,
  );
  const kept = around.keptFiles.filter((file) => !listed || listed.some((entry) => entry.id === file.id));
  const names = new Set([...uploads, ...kept.map((file) => file.filename)]);
  const missing = namedFiles(body)
    .filter(({ name }) => !names.has(name))
    .map(({ name, path }) => problem(path, "ATTACHMENT_NOT_FOUND", `There is no attachment named ${name}.`));
  const hidden = usesV2 && body.components !== undefined ? unreferencedFileProblems(body.components, uploads) : [];
  const tooMany =
    names.size > 10 ? [problem(["attachments"], "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")] : [];
  return [...strangers, ...missing, ...hidden, ...tooMany];
}

function namedFiles(body: Json): { name: string; path: (string | number)[] }[] {
  const places = [
    ...asRecords(body.embeds).flatMap((embed, index) =>
      embedUrls(embed).map(({ url, path }) => ({ url, path: ["embeds", index, ...path] })),
    ),
    ...componentMedia(body.components).map(({ media, path }) => ({ url: media.url, path: [...path, "url"] })),
  ];
  return places.flatMap(({ url, path }) => {
    const name = attachmentName(url);
    return name === undefined ? [] : [{ name, path }];
  });
}

function pollProblems(body: Json): Problem[] {
  return asRecords(asRecord(body.poll).answers).flatMap((answer, index) =>
    (asString(asRecord(answer.poll_media).text)?.length ?? 0) > 55
      ? [
          problem(
            ["poll", "answers", index, "poll_media", "text"],
            "BASE_TYPE_MAX_LENGTH",
            "Must be 55 or fewer in length.",
          ),
        ]
      : [],
  );
}
