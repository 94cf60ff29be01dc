import { Attachments } from "./attachments.ts";
import { Avatar } from "./avatar.ts";
import { useNow } from "./clock.ts";
import { Components } from "./components-v2.ts";
import { Embed } from "./embed.ts";
import { isEphemeral } from "./flows.ts";
import { formatTime, stamp } from "./format-time.ts";
import { html } from "./html.ts";
import { Markdown } from "./markdown.ts";
import { AppTag, EphemeralFoot, Origin, Thinking, ThreadLink } from "./message-parts.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import { FLAG, type Message as WireMessage } from "./wire.ts";

type MessageProps = {
  message: WireMessage;
  /** Follows a message of the same author closely, so the author is not named again. */
  compact: boolean;
};

/** One message: who, when, and everything the bot put into it. */
export function Message({ message, compact }: MessageProps) {
  const me = useStore(state, (current) => current.me);
  const refused = useStore(state, (current) => current.refused[message.id]);
  const ephemeral = isEphemeral(message);
  const pinged = message.mention_everyone || message.mentions.some((user) => user.id === me);
  const kind = ["message", ephemeral && "ephemeral", pinged && "pinged", compact && "compact"]
    .filter(Boolean)
    .join(" ");
  const name = message.author.global_name ?? message.author.username;
  return html`<li class=${kind} id=${`message-${message.id}`} data-message=${message.id} aria-label=${`Message by ${name}`}>
    <${Origin} message=${message} />
    <div class="message-row">
      <div class="message-side">${compact ? html`<${Stamp} message=${message} short />` : html`<${Avatar} id=${message.author.id} name=${name} bot=${message.author.bot ?? false} />`}</div>
      <div class="message-main">
        ${
          compact
            ? null
            : html`<div class="message-head">
          <b class=${message.author.bot ? "author bot" : "author"}>${name}</b>
          ${message.author.bot ? html`<${AppTag} />` : null}<${Stamp} message=${message} /></div>`
        }
        <${Content} message=${message} />
        <${ThreadLink} message=${message} />
        ${refused === undefined ? null : html`<p class="interaction-failed" role="alert">${refused}</p>`}
        ${ephemeral ? html`<${EphemeralFoot} id=${message.id} />` : null}
      </div>
    </div>
  </li>`;
}

function Content({ message }: { message: WireMessage }) {
  const flags = message.flags ?? 0;
  if ((flags & FLAG.loading) !== 0)
    return html`<${Thinking} name=${message.author.global_name ?? message.author.username} />`;
  const parts = message.components ?? [];
  const edited = message.edited_timestamp === null ? null : html`<${Edited} at=${message.edited_timestamp} />`;
  if ((flags & FLAG.componentsV2) !== 0) {
    return html`<div class="v2"><${Components} parts=${parts} message=${message} /></div>${edited}`;
  }
  return html`
    ${message.content ? html`<${Markdown} text=${message.content} />` : null}${message.content ? edited : null}
    <${Attachments} message=${message} />
    ${message.embeds.map((embed) => html`<${Embed} embed=${embed} attachments=${message.attachments} />`)}
    <${Components} parts=${parts} message=${message} />
    ${message.content ? null : edited}
  `;
}

function Stamp({ message, short = false }: { message: WireMessage; short?: boolean }) {
  const now = useNow();
  const unix = Date.parse(message.timestamp) / 1000;
  const words = short ? formatTime(unix, "t", now) : stamp(unix, now);
  return html`<time class="stamp" datetime=${message.timestamp} title=${formatTime(unix, "F", now)}>${words}</time>`;
}

function Edited({ at }: { at: string }) {
  const now = useNow();
  return html`<span class="edited" title=${formatTime(Date.parse(at) / 1000, "F", now)}>(edited)</span>`;
}
