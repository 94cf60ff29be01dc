import * as api from "./api.ts";
import { openChannel, saying } from "./flows.ts";
import { dropMessage, NOBODY, putMessage, state } from "./state.ts";
import type { Channel, Message } from "./wire.ts";

let source: EventSource | undefined;

/** Reads who lives here and takes over the last person this browser was, or the first. */
export async function start(): Promise<void> {
  const [people, clock] = await Promise.all([saying(api.getPeople()), saying(api.getClock())]);
  state.set({ people: people ?? [], clockOffset: clock?.offsetSeconds ?? 0 });
  const remembered = localStorage.getItem("person");
  const person = people?.find((other) => other.id === remembered) ?? people?.[0];
  if (person) await become(person.id);
}

/** Becomes another person: everything the one before could see is forgotten first. */
export async function become(me: string): Promise<void> {
  source?.close();
  localStorage.setItem("person", me);
  state.set({ ...NOBODY, me, drawer: "none" });
  listen(me);
  await refresh(me);
  const { channelId, view } = state.get();
  const visible = view?.channels.some((channel) => channel.id === channelId);
  const first = view?.channels.find((channel) => channel.type === 0)?.id;
  const next = visible ? channelId : first;
  if (state.get().me === me && next !== undefined) await openChannel(next);
}

/** Reads channels, roles and commands again. */
async function refresh(me = state.get().me): Promise<void> {
  const [view, commands, people] = await Promise.all([
    saying(api.getGuild(me)),
    saying(api.getCommands(me)),
    saying(api.getPeople()),
  ]);
  if (state.get().me !== me) return;
  state.set({ ...(view && { view }), ...(commands && { commands }), ...(people && { people }) });
}

function listen(me: string): void {
  const events = new EventSource(`/act/${encodeURIComponent(me)}/events`);
  source = events;
  const on = (name: string, take: (data: unknown) => void) =>
    events.addEventListener(name, (event) => {
      if (state.get().me === me) take(JSON.parse((event as MessageEvent<string>).data));
    });
  on("message", (data) => arrived(data as Message));
  on("edit", (data) => putMessage(data as Message));
  on("delete", (data) => {
    const gone = data as { id: string; channel_id: string };
    dropMessage(gone.channel_id, gone.id);
  });
  on("thread", (data) => void threadArrived(data as Channel));
  for (const name of ["thread-edit", "channel", "channel-edit", "role", "member", "commands"]) on(name, refreshSoon);
  on("clock", (data) => state.set({ clockOffset: (data as { offsetSeconds: number }).offsetSeconds }));
  events.onopen = () => {
    if (!state.get().connected) void caughtUp(me);
    state.set({ connected: true });
  };
  events.onerror = () => state.set({ connected: false });
}

let soon: ReturnType<typeof setTimeout> | undefined;

/** Several changes in a row are read once. */
function refreshSoon(): void {
  clearTimeout(soon);
  soon = setTimeout(() => void refresh(), 50);
}

function arrived(message: Message): void {
  putMessage(message);
  stopWaiting(message);
  const { channelId, view } = state.get();
  if (message.channel_id !== channelId) {
    state.set(({ unread }) => ({ unread: new Set([...unread, message.channel_id]) }));
  }
  if (view && !view.channels.some((channel) => channel.id === message.channel_id)) refreshSoon();
}

/** The bot's first sign of life replaces the line that says a command is on its way. */
function stopWaiting({ interaction_metadata: used }: Message): void {
  if (!used || used.user.id !== state.get().me) return;
  const command = "name" in used ? used.name : undefined;
  const note = state.get().notes.find((other) => other.kind === "waiting" && other.command === command);
  if (note) state.set(({ notes }) => ({ notes: notes.filter((other) => other !== note) }));
}

async function threadArrived(thread: Channel): Promise<void> {
  await refresh();
  state.set(({ unread }) => ({ unread: new Set([...unread, thread.id]) }));
}

/** After a lost connection nothing says what was missed, so everything on the screen is read again. */
async function caughtUp(me: string): Promise<void> {
  await refresh(me);
  if (state.get().me !== me) return;
  state.set({ messages: {} });
  await openChannel(state.get().channelId);
}
