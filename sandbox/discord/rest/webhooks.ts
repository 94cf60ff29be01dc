import type { Interaction } from "../model/interactions.ts";
import { tokenLives } from "../model/interactions.ts";
import { deleteMessage, editMessage, type StoredMessage } from "../model/messages.ts";
import { messagePayload } from "../payloads/message.ts";
import { answerMessage, channelOf, finishDeferred } from "./callback.ts";
import { refused } from "./errors.ts";
import { checkedMessage } from "./message-body.ts";
import type { Answer, Call, Route } from "./route.ts";

/** Everything under an interaction's token after its first answer. */
export const webhookRoutes: readonly Route[] = [
  { method: "POST", path: "/webhooks/:application/:token", open: true, handle: followUp },
  { method: "GET", path: "/webhooks/:application/:token/messages/:message", open: true, handle: read },
  { method: "PATCH", path: "/webhooks/:application/:token/messages/:message", open: true, handle: edit },
  { method: "DELETE", path: "/webhooks/:application/:token/messages/:message", open: true, handle: remove },
];

function followUp(call: Call): Answer {
  const { state, uploads } = call;
  const interaction = interactionOf(call);
  const waiting = interaction.original !== interaction.source ? interaction.original : null;
  // The first follow-up after a deferred answer becomes that answer; the ephemeral choice was made when deferring.
  const deferred = interaction.deferred && waiting ? waiting : undefined;
  const body = checkedMessage(call.body, { schema: "followUp", uploads, answersInteraction: true });
  if (deferred) {
    editMessage(state, channelOf(state, interaction), deferred, { body, uploads, mentions: "users" });
    finishDeferred(interaction, deferred);
    return { status: 200, body: messagePayload(state, deferred) };
  }
  const stored = answerMessage(state, interaction, { body, uploads });
  finishDeferred(interaction, stored);
  return { status: 200, body: messagePayload(state, stored) };
}

function read(call: Call): Answer {
  return { status: 200, body: messagePayload(call.state, messageOf(call, interactionOf(call))) };
}

function edit(call: Call): Answer {
  const { state, uploads } = call;
  const interaction = interactionOf(call);
  const edited = messageOf(call, interaction);
  const check = { schema: "editWebhookMessage", uploads, edited, answersInteraction: true } as const;
  const body = checkedMessage(call.body, check);
  editMessage(state, channelOf(state, interaction), edited, { body, uploads, mentions: "users" });
  finishDeferred(interaction, edited);
  return { status: 200, body: messagePayload(state, edited) };
}

function remove(call: Call): Answer {
  const interaction = interactionOf(call);
  const stored = messageOf(call, interaction);
  deleteMessage(call.state, channelOf(call.state, interaction), stored);
  interaction.own = interaction.own.filter((candidate) => candidate !== stored);
  if (interaction.original === stored) interaction.original = null;
  return { status: 204 };
}

function interactionOf({ state, params }: Call): Interaction {
  const interaction = [...state.interactions.values()].find((candidate) => candidate.token === params.token);
  if (!interaction || params.application !== state.applicationId) throw refused.unknownWebhook();
  if (interaction.phase !== "acknowledged") throw refused.unknownWebhook();
  if (!tokenLives(state, interaction)) throw refused.webhookToken();
  return interaction;
}

function messageOf({ params }: Call, interaction: Interaction): StoredMessage {
  const reachable = [...interaction.own, ...(interaction.source ? [interaction.source] : [])];
  const stored =
    params.message === "@original"
      ? interaction.original
      : reachable.find((candidate) => candidate.message.id === params.message);
  if (!stored) throw refused.unknownMessage();
  return stored;
}
