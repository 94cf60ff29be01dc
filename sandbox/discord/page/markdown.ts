import { useMemo, useState } from "preact/hooks";
import { useNow } from "./clock.ts";
import { CodeBlock, InlineCode } from "./code-block.ts";
import { formatTime } from "./format-time.ts";
import { type Drawn, html } from "./html.ts";
import type { Inline } from "./markdown-inline.ts";
import { type Block, parseMarkdown } from "./markdown-parse.ts";
import { ChannelMention, CommandMention, RoleMention, UserMention } from "./mention.ts";

/** A text with Discord's marks, drawn as text nodes and elements. */
export function Markdown({ text }: { text: string }) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return html`<div class="markdown">${blocks.map(drawBlock)}</div>`;
}

function drawBlock(block: Block): Drawn {
  switch (block.kind) {
    case "paragraph":
      return html`<p>${block.children.map(drawInline)}</p>`;
    case "heading":
      return html`<${`h${block.level + 2}`} class=${`md-h${block.level}`}>${block.children.map(drawInline)}</>`;
    case "small":
      return html`<p class="md-small">${block.children.map(drawInline)}</p>`;
    case "quote":
      return html`<blockquote>${block.children.map(drawBlock)}</blockquote>`;
    case "code":
      return html`<${CodeBlock} text=${block.text} />`;
    case "list":
      return drawList(block);
  }
}

function drawList({ ordered, start, items }: Block & { kind: "list" }): Drawn {
  const entries = items.map(
    (item) => html`<li>${item.children.map(drawInline)}${item.nested ? drawBlock(item.nested) : null}</li>`,
  );
  return ordered ? html`<ol start=${start}>${entries}</ol>` : html`<ul>${entries}</ul>`;
}

const TAGS = { strong: "strong", emphasis: "em", underline: "u", strike: "s" } as const;

function drawInline(inline: Inline): Drawn {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "code":
      return html`<${InlineCode} text=${inline.text} />`;
    case "spoiler":
      return html`<${Spoiler} parts=${inline.children} />`;
    case "link":
      return html`<a href=${inline.url} title=${inline.url} target="_blank" rel="noopener noreferrer">${inline.children.map(drawInline)}</a>`;
    case "user":
      return html`<${UserMention} id=${inline.id} />`;
    case "role":
      return html`<${RoleMention} id=${inline.id} />`;
    case "channel":
      return html`<${ChannelMention} id=${inline.id} />`;
    case "everyone":
      return html`<span class="mention">@${inline.name}</span>`;
    case "command":
      return html`<${CommandMention} name=${inline.name} />`;
    case "emoji":
      return `:${inline.name}:`;
    case "time":
      return html`<${Timestamp} unix=${inline.unix} style=${inline.style} />`;
    default:
      return html`<${TAGS[inline.kind]}>${inline.children.map(drawInline)}</>`;
  }
}

function Timestamp({ unix, style }: { unix: number; style: string }) {
  const now = useNow();
  return html`<time class="md-time" datetime=${new Date(unix * 1000).toISOString()} title=${formatTime(unix, "F", now)}>${formatTime(unix, style, now)}</time>`;
}

function Spoiler({ parts }: { parts: Inline[] }) {
  const [shown, setShown] = useState(false);
  if (shown) return html`<span class="spoiler shown">${parts.map(drawInline)}</span>`;
  return html`<button type="button" class="spoiler" aria-label="Spoiler, press to show" onClick=${() => setShown(true)}>
    <span aria-hidden="true">${parts.map(drawInline)}</span>
  </button>`;
}
