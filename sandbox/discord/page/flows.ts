import * as api from "./api.ts";
import { putAll, putMessage, state } from "./state.ts";
import { type Answer, type CommandCall, FLAG, type Message, type Outcome } from "./wire.ts";

/** Opens a channel: its messages are read and it counts as seen. */
export async function openChannel(channelId: string): Promise<void> {
  state.set(({ unread }) => ({
    channelId,
    drawer: "none",
    unread: new Set([...unread].filter((id) => id !== channelId)),
  }));
  const { me } = state.get();
  const list = await saying(api.getMessages(me, channelId));
  if (list && state.get().me === me) putAll(channelId, list);
}

/** Whether only its reader sees this message. */
export function isEphemeral(message: Message): boolean {
  return ((message.flags ?? 0) & FLAG.ephemeral) !== 0;
}

/** Sends a slash command; a line says that it is on its way, and stays if it came to nothing. */
export async function runCommand(call: CommandCall): Promise<void> {
  const { me } = state.get();
  const note = {
    id: crypto.randomUUID(),
    channelId: call.channelId,
    command: call.subcommand === undefined ? call.name : `${call.name} ${call.subcommand}`,
    kind: "waiting" as const,
  };
  state.set(({ notes }) => ({ notes: [...notes, note] }));
  const answer = await api.sendCommand(me, call).catch(failed);
  if (state.get().me !== me) return;
  const { outcome } = answer;
  state.set(({ notes }) => ({
    notes:
      outcome.kind === "failed"
        ? notes.map((other) =>
            other.id === note.id ? { ...note, kind: "failed" as const, reason: outcome.reason ?? "" } : other,
          )
        : notes.filter((other) => other.id !== note.id),
  }));
  take(answer);
}

/** Presses a button or picks from a select of a message. */
export async function pressComponent(messageId: string, customId: string, values?: string[]): Promise<void> {
  const { me, busy } = state.get();
  if (busy !== undefined) return;
  state.set(({ refused }) => ({ busy: `${messageId}/${customId}`, refused: without(refused, messageId) }));
  const answer = await api.pressComponent(me, { messageId, customId, ...(values && { values }) }).catch(failed);
  if (state.get().me !== me) return;
  state.set({ busy: undefined });
  if (answer.outcome.kind === "failed") {
    state.set(({ refused }) => ({ refused: { ...refused, [messageId]: sentence(answer.outcome) } }));
  }
  take(answer);
}

/** Submits the open modal; it closes unless the bot failed to answer, so nothing typed is lost. */
export async function submitModal(fields: api.Fields): Promise<string | undefined> {
  const { me, modal } = state.get();
  if (!modal) return undefined;
  const form = { interactionId: modal.interactionId, customId: modal.data.custom_id, fields };
  const answer = await api.submitModal(me, form).catch(failed);
  if (answer.outcome.kind === "failed") return sentence(answer.outcome);
  state.set({ modal: undefined });
  if (state.get().me === me) take(answer);
  return undefined;
}

/** Waits for an answer and says its refusal at the top of the page. */
export async function saying<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    state.set({ notice: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

function take({ interactionId, outcome }: Answer): void {
  state.set(({ chainSerial }) => ({ chainSerial: chainSerial + 1 }));
  if (outcome.message) putMessage(outcome.message);
  if (outcome.kind === "modal" && outcome.modal) state.set({ modal: { interactionId, data: outcome.modal } });
}

function failed(error: unknown): Answer {
  return {
    interactionId: "",
    outcome: { kind: "failed", reason: error instanceof Error ? error.message : String(error) },
  };
}

function sentence(outcome: Outcome): string {
  return outcome.reason ?? "This interaction failed";
}

function without(refused: Readonly<Record<string, string>>, id: string): Record<string, string> {
  return Object.fromEntries(Object.entries(refused).filter(([key]) => key !== id));
}
