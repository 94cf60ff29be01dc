import { everyComponent, textDisplays } from "../model/components.ts";
import { attachmentName, componentMedia } from "../model/media.ts";
import { type Problem, problem } from "./problem.ts";
import { urlProblems } from "./urls.ts";

const MAX_COMPONENTS = 40;
const MAX_TEXT = 4000;
const LEGACY_FIELDS = ["content", "embeds", "poll", "sticker_ids"] as const;

/** The rules of a message whose whole layout is components: no old fields, 40 components, 4000 characters. */
export function componentsV2Problems(body: Record<string, unknown>): Problem[] {
  const legacy = LEGACY_FIELDS.filter((field) => isFilled(body[field])).map((field) =>
    problem(
      [field],
      "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
      `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    ),
  );
  const count = everyComponent(body.components).length;
  const text = textDisplays(body.components).reduce((sum, part) => sum + part.length, 0);
  return [
    ...legacy,
    ...(count > MAX_COMPONENTS
      ? [
          problem(
            ["components"],
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            `${count} components; ${MAX_COMPONENTS} at most`,
          ),
        ]
      : []),
    ...(text > MAX_TEXT
      ? [
          problem(
            ["components"],
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            `Text of ${text} characters; ${MAX_TEXT} at most`,
          ),
        ]
      : []),
    ...componentMedia(body.components).flatMap(({ media, path }) =>
      urlProblems(String(media.url ?? ""), [...path, "url"], ["http:", "https:", "attachment:"]),
    ),
  ];
}

/** Files nobody would see: with the new layout every upload must be shown by a component. */
export function unreferencedFileProblems(components: unknown, filenames: readonly string[]): Problem[] {
  const referenced = new Set(componentMedia(components).map(({ media }) => attachmentName(media.url)));
  return filenames
    .filter((filename) => !referenced.has(filename))
    .map((filename) =>
      problem(["attachments"], "MESSAGE_ATTACHMENT_NOT_REFERENCED", `No component shows the attachment ${filename}.`),
    );
}

function isFilled(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  return !Array.isArray(value) || value.length > 0;
}
