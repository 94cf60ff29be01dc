import { asRecord, asRecords, asString, type Json } from "../json.ts";
import { embedUrls } from "../model/media.ts";
import { type Problem, problem } from "./problem.ts";
import { urlProblems } from "./urls.ts";

const MAX_CHARACTERS = 6000;

/** The limits of embeds that the schemas lack: 6000 characters over all, no empty names or values, usable addresses. */
export function embedProblems(embeds: unknown): Problem[] {
  const list = asRecords(embeds);
  const total = list.reduce((sum, embed) => sum + embedCharacters(embed), 0);
  const tooLong =
    total > MAX_CHARACTERS
      ? [problem(["embeds"], "MAX_EMBED_SIZE_EXCEEDED", `Embed size exceeds maximum size of ${MAX_CHARACTERS}`)]
      : [];
  return [...tooLong, ...list.flatMap((embed, index) => oneEmbed(embed, ["embeds", index]))];
}

/** The characters of an embed that count towards the sum. */
function embedCharacters(embed: Json): number {
  const texts = [embed.title, embed.description, asRecord(embed.footer).text, asRecord(embed.author).name];
  const fields = asRecords(embed.fields).flatMap((field) => [field.name, field.value]);
  return [...texts, ...fields].reduce<number>((sum, text) => sum + (asString(text)?.length ?? 0), 0);
}

function oneEmbed(embed: Json, path: (string | number)[]): Problem[] {
  const fields = asRecords(embed.fields).flatMap((field, index) =>
    (["name", "value"] as const)
      .filter((key) => asString(field[key])?.trim() === "")
      .map((key) => problem([...path, "fields", index, key], "BASE_TYPE_REQUIRED", "This field is required")),
  );
  const pictures = embedUrls(embed).flatMap((picture) =>
    urlProblems(picture.url, [...path, ...picture.path], ["http:", "https:", "attachment:"]),
  );
  const link = asString(embed.url);
  return [...fields, ...pictures, ...(link ? urlProblems(link, [...path, "url"], ["http:", "https:"]) : [])];
}
