import type {
  APIApplicationCommandAutocompleteInteraction,
  APIChatInputApplicationCommandInteraction,
  APIInteraction,
  APIMessageComponentInteraction,
  APIModalSubmitInteraction,
  REST,
} from "discord.js";
import { ApplicationCommandType, InteractionType, SnowflakeUtil } from "discord.js";
import { findCard } from "../actions/outbox/find-card.ts";
import type { App } from "../app.ts";
import { Refusal } from "../errors.ts";
import { requireAudience } from "./access.ts";
import { admit } from "./admission.ts";
import { answer } from "./answer.ts";
import type { Answer, Caller, Command, Member } from "./command.ts";
import { complete } from "./completion.ts";
import { kindOf, openId, sealId } from "./custom-id.ts";
import { holdsComponent } from "./holds-component.ts";
import { optionsOf, readFields, readInvocation } from "./invocation.ts";
import { createRegistry, outdated, type Registry } from "./registry.ts";
import { say } from "./reply.ts";
import { createResponder } from "./responder.ts";
import { createTurn } from "./turn.ts";

type Context = { app: App; registry: Registry; member: Member };

/** Makes the one function that receives every interaction: it lets in, checks, runs, answers, and never throws. */
export function createRouter(
  app: App,
  { rest, application, commands }: RouterParts,
): (interaction: APIInteraction) => Promise<void> {
  const registry = createRegistry(commands);
  const turn = createTurn();
  return async (interaction) => {
    const admission = admit(interaction, { server: app.config.server, application: application() });
    if ("ignore" in admission) return app.log.debug("interaction ignored", { why: admission.ignore });
    const respond = createResponder(rest, interaction);
    if (interaction.type === InteractionType.ApplicationCommandAutocomplete) {
      return complete({
        app,
        registry,
        respond,
        interaction,
        member: "member" in admission ? admission.member : undefined,
      });
    }
    const refusal = "refuse" in admission ? admission.refuse : undefined;
    const run = async (): Promise<Answer> =>
      "member" in admission
        ? dispatch({ app, registry, member: admission.member }, interaction)
        : say("waiting", refusal);
    const name = nameOf(registry, interaction);
    await answer({ interaction, name, respond, log: app.log, turn, isPrivate: isPrivate(registry, interaction), run });
  };
}

/** What the router needs besides the app. */
export type RouterParts = {
  rest: REST;
  /** Steward's application id, known once the gateway has said it. */
  application: () => string | undefined;
  commands: readonly Command[];
};

type Answerable = Exclude<APIInteraction, APIApplicationCommandAutocompleteInteraction>;

async function dispatch(context: Context, interaction: Answerable): Promise<Answer> {
  if (
    interaction.type === InteractionType.ApplicationCommand &&
    interaction.data.type === ApplicationCommandType.ChatInput
  ) {
    return call(context, interaction as APIChatInputApplicationCommandInteraction);
  }
  if (interaction.type === InteractionType.MessageComponent) return press(context, interaction);
  if (interaction.type === InteractionType.ModalSubmit) return submit(context, interaction);
  return outdated("command");
}

function call(
  { app, registry, member }: Context,
  interaction: APIChatInputApplicationCommandInteraction,
): Answer | Promise<Answer> {
  const command = registry.command(interaction.data.name);
  requireAudience(app.config, command.audience, member.roles);
  return command.run(app, {
    ...caller(app, member, interaction),
    ...readInvocation(command.data, optionsOf(interaction)),
  });
}

async function press({ app, registry, member }: Context, interaction: APIMessageComponentInteraction): Promise<Answer> {
  const { data, message } = interaction;
  const handler = registry.press(kindOf(data.custom_id) ?? outdated("card"));
  const args = open(app, data.custom_id, handler.on === "personal" ? member : undefined);
  // A seal says who may press, not where: what was sealed for one card must not act from another.
  if (!holdsComponent(message, data.custom_id))
    refuse("This button does not belong to this message, so nothing was done.");
  if (handler.on === "card") await requireStored(app, message);
  requireAudience(app.config, handler.audience ?? handler.command.audience, member.roles);
  return handler.run(app, { ...caller(app, member, interaction), args, values: "values" in data ? data.values : [] });
}

function submit({ app, registry, member }: Context, interaction: APIModalSubmitInteraction): Answer | Promise<Answer> {
  const handler = registry.modal(kindOf(interaction.data.custom_id) ?? outdated("form"));
  const args = open(app, interaction.data.custom_id, member);
  requireAudience(app.config, handler.audience ?? handler.command.audience, member.roles);
  return handler.run(app, { ...caller(app, member, interaction), args, fields: readFields(interaction.data) });
}

function caller(app: App, member: Member, { id }: { id: string }): Caller {
  const scope = { server: app.config.server, member: member.id };
  return {
    member,
    interaction: { id, sentAtMs: SnowflakeUtil.timestampFrom(id) },
    seal: (kind, ...args) => sealId(app.sign, scope, kind, args),
  };
}

function open(app: App, id: string, owner: Member | undefined): readonly string[] {
  const opened = openId(app.sign, { server: app.config.server, member: owner?.id }, id);
  if (opened === "outdated") return outdated("card");
  if (opened !== "foreign") return opened.args;
  return refuse("This button was not made for you by Steward, so nothing was done.");
}

function refuse(why: string): never {
  throw new Refusal(why, {
    hint: "Use the card in the channel itself, or the command; `/help` lists them all.",
  });
}

/** A click may overtake the note that its card was posted: that note is given a moment. */
async function requireStored(app: App, { id, author }: APIMessageComponentInteraction["message"]): Promise<void> {
  for (const waitMs of [0, 300, 700]) {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (author.bot === true && findCard(app, id) !== undefined) return;
  }
  throw new Refusal("This card is not the one Steward keeps up to date, so nothing was done.", {
    hint: "Use the newest card in the channel, or the command; `/help` lists them all.",
  });
}

/** What was called, or the kind of what was pressed or sent. A kind that no handler has is nobody's name: it would be a metric's label. */
function nameOf(registry: Registry, { type, data }: Answerable): string {
  if (type === InteractionType.ApplicationCommand) return `/${data.name}`;
  const kind = data !== undefined && "custom_id" in data ? kindOf(data.custom_id) : undefined;
  return kind !== undefined && registry.knows(kind) ? kind : "unknown";
}

function isPrivate(registry: Registry, interaction: Answerable): boolean {
  if (interaction.type !== InteractionType.ApplicationCommand) return true;
  try {
    return registry.command(interaction.data.name).visibility !== "public";
  } catch {
    return true;
  }
}
