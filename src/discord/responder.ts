import type { APIInteraction, REST } from "discord.js";
import { ComponentType, InteractionResponseType, MessageFlags, Routes, TextInputStyle } from "discord.js";
import type { Choice, Modal, Reply } from "./command.ts";
import { refusedWith } from "./discord-error.ts";
import { limits } from "./limits.ts";
import { messageBody, request } from "./message-body.ts";
import { repeat } from "./rest.ts";
import { shorten } from "./shorten.ts";

/** Answers one interaction. Each method throws Refusal when Discord takes the answer no more, Transient when it could not be reached. */
export type Responder = {
  reply: (reply: Reply, isPrivate: boolean) => Promise<void>;
  /** Says that the answer is coming; who sees it is fixed from here on. */
  defer: (isPrivate: boolean) => Promise<void>;
  /** Puts the answer where it was said to be coming. */
  complete: (reply: Reply) => Promise<void>;
  open: (modal: Modal) => Promise<void>;
  offer: (choices: readonly Choice[]) => Promise<void>;
};

/** Discord's code for an interaction that is gone. */
export const UNKNOWN_INTERACTION = 10062;
/** Discord's code for an interaction that has its answer. */
export const ALREADY_ANSWERED = 40060;

/** Makes the responder of one interaction, which needs nothing but its id and token. */
export function createResponder(rest: REST, { id, token, application_id }: APIInteraction): Responder {
  const callback = (type: InteractionResponseType, data: unknown, files: Reply["files"] = []) =>
    answerOnce(() =>
      rest.post(Routes.interactionCallback(id, token), { auth: false, ...request({ type, data }, files) }),
    );

  return {
    reply: (reply, isPrivate) => {
      if (reply.replace) return callback(InteractionResponseType.UpdateMessage, messageBody(reply), reply.files);
      return callback(
        InteractionResponseType.ChannelMessageWithSource,
        withPrivacy(messageBody(reply), isPrivate),
        reply.files,
      );
    },
    defer: (isPrivate) =>
      callback(InteractionResponseType.DeferredChannelMessageWithSource, {
        flags: isPrivate ? MessageFlags.Ephemeral : 0,
      }),
    complete: async (reply) => {
      const route = Routes.webhookMessage(application_id, token, "@original");
      await repeat("answer", () =>
        rest.patch(route, { auth: false, ...request(messageBody(reply), reply.files ?? []) }),
      );
    },
    open: (modal) => callback(InteractionResponseType.Modal, modalBody(modal)),
    offer: (choices) =>
      callback(InteractionResponseType.ApplicationCommandAutocompleteResult, {
        choices: choices.slice(0, limits.choices).map(shortenedChoice),
      }),
  };
}

/** A second attempt that finds the interaction answered means that the first one got through. */
async function answerOnce(send: () => Promise<unknown>): Promise<void> {
  let attempts = 0;
  const attempt = () => {
    attempts += 1;
    return send();
  };
  await repeat("answer", attempt, { pauseMs: 100 }).catch((error: unknown) => {
    if (attempts === 1 || !refusedWith(error, ALREADY_ANSWERED)) throw error;
  });
}

function withPrivacy(body: Record<string, unknown>, isPrivate: boolean) {
  return { ...body, flags: Number(body["flags"]) | (isPrivate ? MessageFlags.Ephemeral : 0) };
}

function shortenedChoice({ name, value }: Choice): Choice {
  return { name: Array.from(name).slice(0, limits.choiceName).join("") || "–", value };
}

function modalBody({ id, title, fields }: Modal) {
  return {
    custom_id: id,
    title,
    components: fields.map((field) => ({
      type: ComponentType.Label,
      label: field.label,
      ...(field.description === undefined ? {} : { description: field.description }),
      component: {
        type: ComponentType.TextInput,
        custom_id: field.id,
        style: field.style === "short" ? TextInputStyle.Short : TextInputStyle.Paragraph,
        required: field.required ?? true,
        ...(field.placeholder === undefined ? {} : { placeholder: field.placeholder }),
        ...(field.maxLength === undefined ? {} : { max_length: field.maxLength }),
        ...(field.value ? { value: shorten(field.value, field.maxLength ?? limits.modalValue, "") } : {}),
      },
    })),
  };
}
