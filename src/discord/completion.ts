import type { APIApplicationCommandAutocompleteInteraction } from "discord.js";
import type { App } from "../app.ts";
import { requireAudience } from "./access.ts";
import type { Choice, Member } from "./command.ts";
import { optionsOf, readTyping } from "./invocation.ts";
import type { Registry } from "./registry.ts";
import type { Responder } from "./responder.ts";

/** While someone types, an offer that comes later is of no use. */
const PATIENCE_MS = 1_000;

type Options = {
  app: App;
  registry: Registry;
  respond: Responder;
  interaction: APIApplicationCommandAutocompleteInteraction;
  member: Member | undefined;
};

/** Offers what could be meant by what is typed so far; nothing when that fails or takes too long. */
export async function complete({ app, registry, respond, interaction, member }: Options): Promise<void> {
  const offer = async (): Promise<readonly Choice[]> => {
    const typing = readTyping(optionsOf(interaction));
    if (typing === undefined || member === undefined) return [];
    const { audience, autocomplete } = registry.command(interaction.data.name);
    requireAudience(app.config, audience, member.roles);
    return (await autocomplete?.[typing.option]?.(app, { ...typing, member })) ?? [];
  };
  const timeout = new Promise<readonly Choice[]>((resolve) => {
    setTimeout(resolve, PATIENCE_MS, []).unref();
  });
  try {
    await respond.offer(await Promise.race([offer(), timeout]));
  } catch (error) {
    app.log.debug("no choices could be offered", { command: interaction.data.name, error });
    await respond.offer([]).catch(() => undefined);
  }
}
