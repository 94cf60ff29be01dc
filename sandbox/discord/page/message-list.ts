import { ChannelStart } from "./channel-start.ts";
import { isEphemeral } from "./flows.ts";
import { formatTime } from "./format-time.ts";
import { html } from "./html.ts";
import { Message } from "./message.ts";
import { NoteLine } from "./note-line.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import { useStayAtFoot } from "./use-stay-at-foot.ts";
import type { Message as WireMessage } from "./wire.ts";

const NONE: readonly WireMessage[] = [];
const CLOSE_SECONDS = 420;

/** The messages of the open channel, newest at the foot. */
export function MessageList() {
  const channelId = useStore(state, (current) => current.channelId);
  const all = useStore(state, (current) => current.messages[channelId] ?? NONE);
  const dismissed = useStore(state, (current) => current.dismissed);
  const notes = useStore(state, (current) => current.notes);
  const channel = useStore(state, ({ view }) => view?.channels.find((other) => other.id === channelId));
  const list = all.filter((message) => !dismissed.has(message.id));
  const mine = notes.filter((note) => note.channelId === channelId);
  const { box, away, jump } = useStayAtFoot(channelId, mine.length);
  return html`<div class="messages-frame"><div class="messages" ref=${box} tabindex="0" role="log" aria-label="Messages">
    <div class="messages-inner">
    ${channel ? html`<${ChannelStart} channel=${channel} />` : null}
    <ol>
      ${list.flatMap((message, index) => [
        newDay(list[index - 1], message)
          ? html`<li class="day" key=${`day-${message.id}`} role="separator"><span>${dayOf(message)}</span></li>`
          : null,
        html`<${Message} key=${message.id} message=${message} compact=${continues(list[index - 1], message)} />`,
      ])}
      ${mine.map((note) => html`<${NoteLine} key=${note.id} note=${note} />`)}
    </ol></div></div>
    ${away ? html`<button type="button" class="jump" onClick=${jump}>You are reading older messages <b>Jump to present</b></button>` : null}
  </div>`;
}

const unixOf = (message: WireMessage) => Date.parse(message.timestamp) / 1000;
const dayOf = (message: WireMessage) => formatTime(unixOf(message), "D", 0);

function newDay(before: WireMessage | undefined, message: WireMessage): boolean {
  return before === undefined || dayOf(before) !== dayOf(message);
}

function continues(before: WireMessage | undefined, message: WireMessage): boolean {
  if (!before || before.author.id !== message.author.id || newDay(before, message)) return false;
  if (message.interaction_metadata || message.message_reference || isEphemeral(before)) return false;
  return unixOf(message) - unixOf(before) < CLOSE_SECONDS;
}
