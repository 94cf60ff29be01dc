import { asRecord, asRecords, type Json } from "../json.ts";
import { acknowledge, conclude, type Interaction } from "../model/interactions.ts";
import { EPHEMERAL, editMessage, postMessage, type StoredMessage } from "../model/messages.ts";
import { interactionMetadata } from "../payloads/interaction.ts";
import { messagePayload } from "../payloads/message.ts";
import { botAccount } from "../payloads/user.ts";
import { modalProblems } from "../rules/modal.ts";
import { problem } from "../rules/problem.ts";
import { specProblems } from "../rules/spec.ts";
import type { Channel, State } from "../state.ts";
import { refused } from "./errors.ts";
import { checkedMessage } from "./message-body.ts";
import type { Answer, Call, Route } from "./route.ts";

/** The first answer to an interaction. */
export const callbackRoutes: readonly Route[] = [
  { method: "POST", path: "/interactions/:interaction/:token/callback", open: true, handle: callback },
];

/** Which answers each type of interaction may get; 5 (modal submit) may also update when it came from a message. */
const ALLOWED: Record<Interaction["type"], readonly number[]> = {
  2: [4, 5, 9],
  3: [4, 5, 6, 7, 9],
  4: [8],
  5: [4, 5, 6, 7],
};

function callback(call: Call): Answer {
  const { state, params, query } = call;
  const interaction = state.interactions.get(params.interaction ?? "");
  if (!interaction || interaction.token !== params.token) throw refused.unknownInteraction();
  if (interaction.phase === "expired") throw refused.unknownInteraction();
  if (interaction.phase === "acknowledged") throw refused.acknowledged();
  const type = allowedType(interaction, asRecord(call.body).type);
  const message = answer(call, interaction, type);
  if (query.get("with_response") !== "true") return { status: 204 };
  return { status: 200, body: callbackResponse(state, interaction, type, message) };
}

function allowedType(interaction: Interaction, type: unknown): number {
  const fits = ALLOWED[interaction.type].includes(type as number);
  const needsSource = (type === 6 || type === 7) && !interaction.source;
  if (!fits || needsSource) {
    const message = `An interaction of type ${interaction.type} cannot be answered with ${String(type)}.`;
    throw refused.form([problem(["type"], "INTERACTION_CALLBACK_TYPE_INVALID", message)]);
  }
  return type as number;
}

function answer(call: Call, interaction: Interaction, type: number): StoredMessage | null {
  if (type === 8) return offerChoices(call, interaction);
  if (type === 9) return showModal(call, interaction);
  if (type === 6) return deferUpdate(interaction);
  if (type === 7) return update(call, interaction);
  return reply(call, interaction, type === 5);
}

function reply(call: Call, interaction: Interaction, deferred: boolean): StoredMessage {
  const { state, uploads } = call;
  const body = deferred
    ? deferredBody(call.body)
    : checkedMessage(call.body, { schema: "reply", uploads, answersInteraction: true, within: "data" });
  const stored = answerMessage(state, interaction, { body, uploads }, deferred);
  interaction.original = stored;
  const ephemeral = stored.viewer !== null;
  acknowledge(interaction, deferred ? { kind: "deferred", ephemeral } : { kind: "message", stored });
  return stored;
}

/** Makes a message that answers an interaction; ephemeral ones only the person sees. */
export function answerMessage(
  state: State,
  interaction: Interaction,
  draft: { body: Json; uploads: Call["uploads"] },
  loading = false,
): StoredMessage {
  const flags = typeof draft.body.flags === "number" ? draft.body.flags : 0;
  const viewer = flags & EPHEMERAL ? interaction.userId : null;
  const stored = postMessage(
    state,
    channelOf(state, interaction),
    { ...draft, mentions: "users" },
    { author: botAccount(state), viewer, loading, extra: interactionMetadata(state, interaction) },
  );
  interaction.own.push(stored);
  return stored;
}

/** The channel an interaction happened in. */
export function channelOf(state: State, interaction: Interaction): Channel {
  const channel = state.channels.get(interaction.channelId);
  if (!channel) throw refused.unknownChannel();
  return channel;
}

function deferredBody(body: unknown): Json {
  const problems = specProblems("reply", body);
  if (problems.length > 0) throw refused.form(problems);
  const flags = asRecord(asRecord(body).data).flags;
  return typeof flags === "number" ? { flags: flags & EPHEMERAL } : {};
}

function deferUpdate(interaction: Interaction): null {
  interaction.original = interaction.source;
  acknowledge(interaction, { kind: "deferred", ephemeral: interaction.source?.viewer !== null });
  return null;
}

function update(call: Call, interaction: Interaction): StoredMessage {
  const { state, uploads } = call;
  const edited = interaction.source;
  if (!edited) throw refused.unknownMessage();
  const check = { schema: "update", uploads, edited, answersInteraction: true, within: "data" } as const;
  const body = checkedMessage(call.body, check);
  editMessage(state, channelOf(state, interaction), edited, { body, uploads, mentions: "users" });
  interaction.original = edited;
  acknowledge(interaction, { kind: "updated", stored: edited });
  return edited;
}

function showModal(call: Call, interaction: Interaction): null {
  const modal = asRecord(asRecord(call.body).data);
  const rules = modalProblems(modal).map((found) => ({ ...found, path: ["data", ...found.path] }));
  const problems = [...specProblems("modal", call.body), ...rules];
  if (problems.length > 0) throw refused.form(problems);
  interaction.modal = modal;
  acknowledge(interaction, { kind: "modal", modal });
  return null;
}

function offerChoices(call: Call, interaction: Interaction): null {
  const problems = specProblems("autocomplete", call.body);
  const choices = asRecords(asRecord(asRecord(call.body).data).choices);
  const long = choices.flatMap((choice, index) =>
    String(choice.value).length > 100
      ? [problem(["data", "choices", index, "value"], "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")]
      : [],
  );
  if (problems.length + long.length > 0) throw refused.form([...problems, ...long]);
  acknowledge(interaction, { kind: "choices", choices });
  return null;
}

function callbackResponse(state: State, interaction: Interaction, type: number, stored: StoredMessage | null) {
  const loading = type === 5 || type === 6;
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      ...(stored
        ? {
            response_message_id: stored.message.id,
            response_message_loading: loading,
            response_message_ephemeral: stored.viewer !== null,
          }
        : {}),
    },
    resource: { type, ...(stored ? { message: messagePayload(state, stored) } : {}) },
  };
}

/** Lets the person see that a deferred answer has got its text. */
export function finishDeferred(interaction: Interaction, stored: StoredMessage): void {
  if (!interaction.deferred) return;
  const updated = stored === interaction.source;
  conclude(interaction, updated ? { kind: "updated", stored } : { kind: "message", stored });
}
