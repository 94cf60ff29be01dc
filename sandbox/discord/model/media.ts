import { asRecords, isRecord, type Json } from "../json.ts";
import type { State, StoredFile } from "../state.ts";
import { everyComponent } from "./components.ts";
import { fileUrl } from "./files.ts";

/** The picture fields of an embed that may point at an uploaded file. */
const EMBED_MEDIA = ["image", "thumbnail"] as const;
const EMBED_ICONS = ["author", "footer"] as const;

/** The names of the files an embed list points at with `attachment://`. */
export function filesNamedByEmbeds(embeds: unknown): string[] {
  return asRecords(embeds).flatMap((embed) => embedUrls(embed).flatMap(({ url }) => attachmentName(url) ?? []));
}

/** The URLs of an embed's pictures with their paths inside it. */
export function embedUrls(embed: Json): { url: string; path: string[] }[] {
  const media = EMBED_MEDIA.map((field) => ({ value: embed[field], path: [field, "url"] }));
  const icons = EMBED_ICONS.map((field) => ({ value: embed[field], path: [field, "icon_url"] }));
  return [...media, ...icons].flatMap(({ value, path }) => {
    const url = isRecord(value) ? value[path[1] ?? ""] : undefined;
    return typeof url === "string" ? [{ url, path }] : [];
  });
}

/** The media objects of a component tree with their paths. */
export function componentMedia(components: unknown): { media: Json; path: (string | number)[] }[] {
  return everyComponent(components).flatMap(({ component, path }) => [
    ...(["media", "file"] as const).flatMap((field) =>
      isRecord(component[field]) ? [{ media: component[field], path: [...path, field] }] : [],
    ),
    ...asRecords(component.items).flatMap((item, index) =>
      isRecord(item.media) ? [{ media: item.media, path: [...path, "items", index, "media"] }] : [],
    ),
  ]);
}

/** The file name behind an `attachment://` URL. */
export function attachmentName(url: unknown): string | undefined {
  return typeof url === "string" && url.startsWith("attachment://") ? url.slice("attachment://".length) : undefined;
}

/** Puts real addresses in the place of `attachment://` in embeds. Works on the objects given. */
export function resolveEmbedMedia(state: State, embeds: Json[], files: readonly StoredFile[]): void {
  for (const embed of embeds) {
    embed.type ??= "rich";
    for (const { url, path } of embedUrls(embed)) {
      const holder = embed[path[0] ?? ""];
      const file = files.find((candidate) => candidate.filename === attachmentName(url));
      if (isRecord(holder) && file) {
        holder[path[1] ?? ""] = fileUrl(state, file);
        holder[`proxy_${path[1]}`] = fileUrl(state, file);
        if (file.description && path[1] === "url") holder.description = file.description;
        if (file.width !== null && path[1] === "url") Object.assign(holder, { width: file.width, height: file.height });
      }
    }
  }
}

/** Puts real addresses in the place of `attachment://` in components. Works on the objects given. */
export function resolveComponentMedia(state: State, components: unknown, files: readonly StoredFile[]): void {
  for (const { media } of componentMedia(components)) {
    const file = files.find((candidate) => candidate.filename === attachmentName(media.url));
    if (!file) continue;
    const url = fileUrl(state, file);
    Object.assign(media, { url, proxy_url: url, content_type: file.contentType, attachment_id: file.id });
    if (file.width !== null) Object.assign(media, { width: file.width, height: file.height });
  }
}
