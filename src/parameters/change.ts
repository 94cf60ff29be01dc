import { resultOf } from "../chain/call.ts";
import type { Call, Read } from "../chain/chain.ts";
import type { Config } from "../config/schema.ts";
import { isQuantity } from "../core/parameters/codec.ts";
import {
  type ChainBounds,
  checkChainBounds,
  checkCooldown,
  checkMostChange,
  describeChainBounds,
  describeMostChange,
  parseGuardrails,
} from "../core/parameters/guardrails.ts";
import { codecOf } from "./codec.ts";
import { getterCall, type ParameterRef } from "./registry.ts";
import { parseSignature, pickValue } from "./signature.ts";

/** A knob as the chain has it at a block: its raw value, and the bounds that the chain itself names. */
export type KnobReading = { raw: string; bounds: ChainBounds };

/** A change of a knob and all that its guardrails ask about; times in Unix seconds. */
export type KnobChange = {
  before: string;
  after: string;
  bounds: ChainBounds;
  /** When the last change by a vote was executed; undefined where there was none. */
  lastChangedAt: number | undefined;
  now: number;
};

/** Reads a knob's value and its bounds in one round; fails where any of them cannot be read, because an unread bound is not no bound. */
export function* readKnob(ref: ParameterRef): Read<KnobReading> {
  return knobFrom(ref, yield knobCalls(ref));
}

/** What a knob's reading asks the chain. */
export function knobCalls(ref: ParameterRef): Call[] {
  const { getter, guardrails } = ref.config;
  const { minGetter, maxGetter } = guardrails;
  const asked = [getter, ...(minGetter ? [minGetter] : []), ...(maxGetter ? [maxGetter] : [])];
  return asked.map((signature) => getterCall(ref, signature));
}

/** The reading that those calls' answers make. */
export function knobFrom(ref: ParameterRef, answers: readonly unknown[]): KnobReading {
  const { getter, pick, guardrails } = ref.config;
  const { minGetter, maxGetter } = guardrails;
  const [value, ...bounds] = answers.map((answer) => resultOf<unknown>(answer));
  return {
    raw: pickValue(parseSignature(getter), pick, value),
    bounds: {
      min: minGetter === undefined ? undefined : BigInt(bounds[0] as bigint),
      max: maxGetter === undefined ? undefined : BigInt(bounds.at(-1) as bigint),
    },
  };
}

/**
 * Throws a Refusal for a change that a guardrail forbids in view of the chain and of what was voted before: the chain's own
 * bounds, the largest step, the rest after a change. What needs neither is checked when the value is parsed.
 */
export function checkChange(config: Config, ref: ParameterRef, change: KnobChange): void {
  const codec = codecOf(config, ref.config);
  if (isQuantity(codec)) {
    const [before, after] = [BigInt(change.before), BigInt(change.after)];
    checkChainBounds(codec, change.bounds, ref.title, after);
    checkMostChange(codec, parseGuardrails(codec, ref.config.guardrails), ref.title, { before, after });
  }
  checkCooldown(ref.title, ref.config.guardrails.cooldownSeconds, change.lastChangedAt, change.now);
}

/** The chain's own bounds in words; undefined where it names none. */
export function describeBoundsOf(config: Config, ref: ParameterRef, bounds: ChainBounds): string | undefined {
  return describeChainBounds(codecOf(config, ref.config), bounds);
}

/** The largest change by one vote in words; undefined where there is no such limit. */
export function describeLargestStep(config: Config, ref: ParameterRef): string | undefined {
  const codec = codecOf(config, ref.config);
  return describeMostChange(codec, parseGuardrails(codec, ref.config.guardrails));
}
