import { FileRow } from "./file-row.ts";
import { html } from "./html.ts";
import { Picture } from "./lightbox.ts";
import type { Message } from "./wire.ts";

/** A message's files: images in place, everything else as rows to download; what an embed or component shows already is left out. */
export function Attachments({ message }: { message: Message }) {
  const shown = new Set(message.embeds.flatMap((embed) => [embed.image?.url, embed.thumbnail?.url]));
  const rest = message.attachments.filter((file) => !shown.has(file.url));
  const images = rest.filter((file) => file.content_type?.startsWith("image/"));
  const files = rest.filter((file) => !file.content_type?.startsWith("image/"));
  return html`
    ${images.map((file) => html`<div class="attachment"><${Picture} url=${file.url} alt=${file.description ?? ""} name=${file.filename} width=${file.width ?? undefined} height=${file.height ?? undefined} /></div>`)}
    ${files.map((file) => html`<${FileRow} url=${file.url} name=${file.filename} size=${file.size} />`)}
  `;
}
