import { randomBytes } from "node:crypto";
import type { Json } from "../json.ts";
import type { State } from "../state.ts";
import type { StoredMessage } from "./messages.ts";

/** 2 command, 3 component, 4 autocomplete, 5 modal submit. */
export type InteractionType = 2 | 3 | 4 | 5;

/** What became of an interaction, as the person who made it sees it. */
export type Outcome =
  | { kind: "message"; stored: StoredMessage }
  | { kind: "modal"; modal: Json }
  | { kind: "deferred"; ephemeral: boolean }
  | { kind: "updated"; stored: StoredMessage }
  | { kind: "choices"; choices: Json[] }
  | { kind: "failed"; reason: string };

export type Interaction = {
  id: string;
  token: string;
  type: InteractionType;
  userId: string;
  channelId: string;
  commandName: string | null;
  openedAtSeconds: number;
  phase: "waiting" | "acknowledged" | "expired";
  /** The message whose component was used, or from which the modal came. */
  source: StoredMessage | null;
  /** The message `@original` stands for. */
  original: StoredMessage | null;
  /** Messages this interaction made. */
  own: StoredMessage[];
  /** A deferred answer that still waits for its text. */
  deferred: boolean;
  modal: Json | null;
  first: PromiseWithResolvers<Outcome>;
  final: PromiseWithResolvers<Outcome>;
};

const NO_RESPONSE = "The application did not respond";

/** Opens an interaction and starts the clock within which the application must answer. */
export function openInteraction(
  state: State,
  known: Pick<Interaction, "type" | "userId" | "channelId"> & Partial<Pick<Interaction, "source" | "commandName">>,
): Interaction {
  const interaction: Interaction = {
    id: state.nextId(),
    token: `aW50ZXJhY3Rpb246${randomBytes(60).toString("base64url")}`,
    commandName: null,
    source: null,
    ...known,
    openedAtSeconds: state.clock.nowSeconds(),
    phase: "waiting",
    original: null,
    own: [],
    deferred: false,
    modal: null,
    first: Promise.withResolvers<Outcome>(),
    final: Promise.withResolvers<Outcome>(),
  };
  state.interactions.set(interaction.id, interaction);
  const timer = setTimeout(() => expire(interaction), state.limits.ackMs);
  timer.unref();
  return interaction;
}

/** Marks the first answer of an interaction and lets the person see it. */
export function acknowledge(interaction: Interaction, outcome: Outcome): void {
  interaction.phase = "acknowledged";
  interaction.deferred = outcome.kind === "deferred";
  interaction.first.resolve(outcome);
  if (outcome.kind !== "deferred") interaction.final.resolve(outcome);
}

/** Lets the person see what a deferred answer has become. */
export function conclude(interaction: Interaction, outcome: Outcome): void {
  interaction.deferred = false;
  interaction.final.resolve(outcome);
}

/** Whether the interaction's token can still be used. */
export function tokenLives(state: State, interaction: Interaction): boolean {
  return state.clock.nowSeconds() - interaction.openedAtSeconds < state.limits.tokenSeconds;
}

function expire(interaction: Interaction): void {
  if (interaction.phase !== "waiting") return;
  interaction.phase = "expired";
  interaction.first.resolve({ kind: "failed", reason: NO_RESPONSE });
  interaction.final.resolve({ kind: "failed", reason: NO_RESPONSE });
}
