import type { APIAttachment, APIEmbed, APIEmbedField, APIEmbedImage } from "discord-api-types/v10";
import { useNow } from "./clock.ts";
import { stamp } from "./format-time.ts";
import { html } from "./html.ts";
import { Picture } from "./lightbox.ts";
import { Markdown } from "./markdown.ts";

type EmbedProps = { embed: APIEmbed; attachments: readonly APIAttachment[] };

/** A classic embed: a card with a coloured edge; an image's words are those of the attachment behind it. */
export function Embed({ embed, attachments }: EmbedProps) {
  const altOf = ({ url, description }: APIEmbedImage) =>
    description ?? attachments.find((file) => file.url === url)?.description ?? "";
  const edge = embed.color == null ? {} : { borderLeftColor: hexColor(embed.color) };
  const href = embed.url?.startsWith("http") ? embed.url : undefined;
  return html`<article class="embed" style=${edge}>
    <div class="embed-body">
      ${embed.author ? html`<div class="embed-author">${embed.author.name}</div>` : null}
      ${embed.title ? html`<div class="embed-title">${href ? html`<a href=${href} target="_blank" rel="noopener noreferrer"><${Markdown} text=${embed.title} /></a>` : html`<${Markdown} text=${embed.title} />`}</div>` : null}
      ${embed.description ? html`<div class="embed-description"><${Markdown} text=${embed.description} /></div>` : null}
      ${embed.fields?.length ? html`<${Fields} fields=${embed.fields} />` : null}
      ${embed.image ? html`<div class="embed-image"><${Picture} url=${embed.image.url} alt=${altOf(embed.image)} width=${embed.image.width} height=${embed.image.height} /></div>` : null}
      <${Footer} embed=${embed} />
    </div>
    ${embed.thumbnail ? html`<div class="embed-thumbnail"><${Picture} url=${embed.thumbnail.url} alt=${altOf(embed.thumbnail)} /></div>` : null}
  </article>`;
}

/** A colour number as CSS writes it. */
export function hexColor(color: number): string {
  return `#${color.toString(16).padStart(6, "0")}`;
}

function Fields({ fields }: { fields: APIEmbedField[] }) {
  return html`<dl class="embed-fields">
    ${fields.map(
      (field) => html`<div class=${field.inline ? "embed-field inline" : "embed-field"}>
      <dt><${Markdown} text=${field.name} /></dt><dd><${Markdown} text=${field.value} /></dd>
    </div>`,
    )}
  </dl>`;
}

function Footer({ embed }: { embed: APIEmbed }) {
  const now = useNow();
  const time = embed.timestamp ? stamp(Date.parse(embed.timestamp) / 1000, now) : undefined;
  const words = [embed.footer?.text, time].filter((word) => word !== undefined);
  return words.length === 0 ? null : html`<footer class="embed-footer">${words.join(" • ")}</footer>`;
}
