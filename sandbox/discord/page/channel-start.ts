import { channelIcon, channelName, isThread, tagsOf, threadsOf } from "./channel-facts.ts";
import { openChannel } from "./flows.ts";
import { html } from "./html.ts";
import { Icon } from "./icons.ts";
import { state } from "./state.ts";
import { useStore } from "./store.ts";
import { CHANNEL, type Channel } from "./wire.ts";

/** What stands above the first message of a channel; in a forum, the list of its posts. */
export function ChannelStart({ channel }: { channel: Channel }) {
  const name = channelName(channel);
  const [title, words] = wordsOf(channel, name);
  const parent = useStore(state, ({ view }) =>
    view?.channels.find(({ id }) => "parent_id" in channel && id === channel.parent_id),
  );
  return html`<div class="channel-start">
    <span class="channel-start-icon"><${Icon} name=${channelIcon(channel)} size=${40} /></span>
    <h2>${title}</h2><p class="muted">${parent ? html`<${Tags} names=${tagsOf(channel, parent)} />` : null}${words}</p>
    ${channel.type === CHANNEL.forum ? html`<${Posts} forum=${channel} />` : null}
  </div>`;
}

function wordsOf(channel: Channel, name: string): [string, string] {
  if (channel.type === CHANNEL.dm) return [name, `This is the start of your direct messages with ${name}.`];
  if (channel.type === CHANNEL.forum) return [name, "Posts in this forum:"];
  if (isThread(channel)) return [name, "This is the start of this thread."];
  return [`Welcome to #${name}`, `This is the start of the #${name} channel.`];
}

function Posts({ forum }: { forum: Channel }) {
  const channels = useStore(state, ({ view }) => view?.channels);
  return html`<ul class="posts">${newestFirst(threadsOf(channels ?? [], forum.id)).map((post) => {
    const count = "message_count" in post ? (post.message_count ?? 0) : 0;
    return html`<li key=${post.id}><button type="button" class="thread-link" onClick=${() => openChannel(post.id)}>
      <b>${post.name}</b><span class="muted"><${Tags} names=${tagsOf(post, forum)} />${count} ${count === 1 ? "message" : "messages"}</span></button></li>`;
  })}</ul>`;
}

function newestFirst(posts: readonly Channel[]): Channel[] {
  return posts.toReversed();
}

function Tags({ names }: { names: readonly string[] }) {
  return html`${names.map((name) => html`<span class="post-tag" key=${name}>${name}</span>`)}`;
}
