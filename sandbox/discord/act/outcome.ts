import type { Json } from "../json.ts";
import type { Interaction, Outcome } from "../model/interactions.ts";
import { interactionPayload } from "../payloads/interaction.ts";
import type { Account, Channel, State } from "../state.ts";
import { asSeen, type SeenMessage } from "./view.ts";

/** What became of an interaction, as JSON for the person. */
export type OutcomeView =
  | { kind: "message"; message: SeenMessage; ephemeral: boolean }
  | { kind: "modal"; modal: Json }
  | { kind: "deferred"; ephemeral: boolean }
  | { kind: "updated"; message: SeenMessage }
  | { kind: "failed"; reason: string };

/** Tells the application about an interaction and waits for its answer; with `wait=final` for the text of a deferred one. */
export async function deliver(
  state: State,
  person: Account,
  channel: Channel,
  interaction: Interaction,
  data: Json,
  final: boolean,
): Promise<Outcome> {
  const payload = interactionPayload(state, interaction, person, channel, data);
  state.events.publish({ kind: "interaction", payload });
  const first = await interaction.first.promise;
  if (first.kind !== "deferred" || !final) return first;
  const late = Promise.withResolvers<Outcome>();
  const timer = setTimeout(() => late.resolve(first), state.limits.finalMs);
  const outcome = await Promise.race([interaction.final.promise, late.promise]);
  clearTimeout(timer);
  return outcome;
}

/** The outcome with its message as this person sees it. */
export function outcomeView(state: State, outcome: Outcome): OutcomeView {
  switch (outcome.kind) {
    case "message":
      return { kind: "message", message: asSeen(state, outcome.stored), ephemeral: outcome.stored.viewer !== null };
    case "updated":
      return { kind: "updated", message: asSeen(state, outcome.stored) };
    case "choices":
      return { kind: "failed", reason: "choices came where an answer was expected" };
    default:
      return outcome;
  }
}
