import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { formatTime } from "./format-time.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";
import { Message } from "./message.ts";
import { NoteLine } from "./note-line.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
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
  const box = useStayAtFoot(channelId);
  return html`<div class="messages" ref=${box} tabindex="0" role="log" aria-label="Messages">
    <div class="messages-inner">
    <div class="channel-start">
      <span class="channel-start-icon"><${Icon} name="hash" size=${40} /></span>
      <h2>Welcome to #${channel?.name ?? ""}</h2><p class="muted">This is the start of this channel.</p>
    </div>
    <ol>
      ${list.flatMap((message, index) => [
        newDay(list[index - 1], message)
          ? html`<li class="day" key=${`day-${message.id}`} role="separator"><span>${dayOf(message)}</span></li>`
          : null,
        html`<${Message} key=${message.id} message=${message} compact=${continues(list[index - 1], message)} />`,
      ])}
      ${mine.map((note) => html`<${NoteLine} key=${note.id} note=${note} />`)}
    </ol></div>
  </div>`;
}

/** Keeps the newest message in sight unless the reader scrolled up to read something older. */
function useStayAtFoot(channelId: string) {
  const box = useRef<HTMLDivElement>(null);
  const stick = useRef(true);
  useLayoutEffect(() => {
    stick.current = true;
    box.current?.scrollTo(0, box.current.scrollHeight);
  }, [channelId]);
  useEffect(() => {
    const element = box.current;
    const inner = element?.firstElementChild;
    if (!element || !inner) return undefined;
    const onScroll = () => {
      stick.current = element.scrollHeight - element.scrollTop - element.clientHeight < 80;
    };
    const grown = new ResizeObserver(() => stick.current && element.scrollTo(0, element.scrollHeight));
    grown.observe(inner);
    grown.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      grown.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, []);
  return box;
}

const unixOf = (message: WireMessage) => Date.parse(message.timestamp) / 1000;
const dayOf = (message: WireMessage) => formatTime(unixOf(message), "D", 0);

function newDay(before: WireMessage | undefined, message: WireMessage): boolean {
  return before === undefined || dayOf(before) !== dayOf(message);
}

function continues(before: WireMessage | undefined, message: WireMessage): boolean {
  if (!before || before.author.id !== message.author.id || newDay(before, message)) return false;
  if (message.interaction_metadata || message.referenced_message) return false;
  return unixOf(message) - unixOf(before) < CLOSE_SECONDS;
}
