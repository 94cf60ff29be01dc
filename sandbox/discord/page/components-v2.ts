import type {
  APIContainerComponent,
  APIFileComponent,
  APIMediaGalleryComponent,
  APIMessageTopLevelComponent,
  APISectionComponent,
} from "discord-api-types/v10";
import { ActionRow } from "./action-row.ts";
import { Button } from "./button.ts";
import { hexColor } from "./embed.ts";
import { FileRow } from "./file-row.ts";
import { type Drawn, html } from "./html.ts";
import { Picture } from "./lightbox.ts";
import { Markdown } from "./markdown.ts";
import { COMPONENT, type Message } from "./wire.ts";

type Part = APIMessageTopLevelComponent | APIContainerComponent["components"][number];

/** A message's components from top to bottom, in either of Discord's two systems. */
export function Components({ parts, message }: { parts: readonly Part[]; message: Message }) {
  return html`${parts.map((part) => drawPart(part, message))}`;
}

function drawPart(part: Part, message: Message): Drawn {
  switch (part.type) {
    case COMPONENT.actionRow:
      return html`<${ActionRow} components=${part.components} message=${message} />`;
    case COMPONENT.textDisplay:
      return html`<${Markdown} text=${part.content} />`;
    case COMPONENT.section:
      return html`<${Section} section=${part} message=${message} />`;
    case COMPONENT.mediaGallery:
      return html`<${MediaGallery} gallery=${part} />`;
    case COMPONENT.file:
      return html`<${FileOf} file=${part} message=${message} />`;
    case COMPONENT.separator:
      return html`<hr class=${`separator ${part.spacing === 2 ? "large" : ""} ${part.divider === false ? "bare" : ""}`} />`;
    case COMPONENT.container:
      return html`<${Container} container=${part} message=${message} />`;
    default:
      return html`<p class="muted">This page cannot show a component of this kind yet.</p>`;
  }
}

function Container({ container, message }: { container: APIContainerComponent; message: Message }) {
  const edge = container.accent_color == null ? {} : { borderLeftColor: hexColor(container.accent_color) };
  const accent = container.accent_color == null ? "" : "accented";
  return html`<article class=${`container ${accent}`} style=${edge}>
    <${Components} parts=${container.components} message=${message} />
  </article>`;
}

function Section({ section, message }: { section: APISectionComponent; message: Message }) {
  const { accessory } = section;
  return html`<div class="section">
    <div class="section-text">${section.components.map((text) => html`<${Markdown} text=${text.content} />`)}</div>
    <div class="section-accessory">${
      accessory.type === COMPONENT.button
        ? html`<${Button} button=${accessory} message=${message} />`
        : html`<div class="thumbnail"><${Picture} url=${accessory.media.url} alt=${accessory.description ?? ""} /></div>`
    }</div>
  </div>`;
}

function MediaGallery({ gallery }: { gallery: APIMediaGalleryComponent }) {
  return html`<div class=${`gallery count-${Math.min(gallery.items.length, 4)}`}>
    ${gallery.items.map(
      (item) =>
        html`<${Picture} url=${item.media.url} alt=${item.description ?? ""} width=${item.media.width ?? undefined} height=${item.media.height ?? undefined} />`,
    )}
  </div>`;
}

/** A file component names its file by address; name and size are those of the attachment behind it. */
function FileOf({ file, message }: { file: APIFileComponent; message: Message }) {
  const attachment = message.attachments.find(
    (other) => other.url === file.file.url || other.id === file.file.attachment_id,
  );
  const name = attachment?.filename ?? file.name ?? file.file.url.split("/").at(-1) ?? "file";
  return html`<${FileRow} url=${attachment?.url ?? file.file.url} name=${name} size=${attachment?.size ?? file.size ?? 0} />`;
}
