import type { Config } from "../config/schema.ts";
import { acceptedWords, formatParameter, isQuantity, parseParameter } from "../core/parameters/codec.ts";
import { checkGuardrails, parseGuardrails } from "../core/parameters/guardrails.ts";
import { Refusal } from "../errors.ts";
import { codecOf } from "./codec.ts";
import type { ParameterRef } from "./registry.ts";
import { integerBounds } from "./signature.ts";

/** The raw value for what a member typed, within what the setter's ABI type holds and the declared guardrails; else a Refusal naming what is accepted. */
export function readValue(config: Config, ref: ParameterRef, type: string, text: string): string {
  const codec = codecOf(config, ref.config);
  const raw = parsed(() => parseParameter(codec, withoutPer(ref, text)), acceptedWords(codec));
  if (isQuantity(codec)) checkGuardrails(codec, parseGuardrails(codec, ref.config.guardrails), ref.title, BigInt(raw));
  const range = integerBounds(type);
  if (range === undefined || (BigInt(raw) >= range.min && BigInt(raw) <= range.max)) return raw;
  const [least, most] = [range.min, range.max].map((bound) => formatParameter(codec, bound.toString()));
  throw new Refusal(`${ref.title} can hold ${least} to ${most}.`);
}

/** Members may say what the value is per, as it is shown to them; another unit than the parameter's own is left to be refused. */
function withoutPer({ config: { per } }: ParameterRef, text: string): string {
  return per === undefined
    ? text
    : text.replace(new RegExp(`\\s*(?:/|\\b(?:per|an?|each)\\b)\\s*${per.unit}\\s*$`, "i"), "");
}

function parsed(parse: () => string, accepted: string): string {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.message, { hint: error.hint ?? accepted, cause: error });
  }
}
