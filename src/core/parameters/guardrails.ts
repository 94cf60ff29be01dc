import { Refusal } from "../../errors.ts";
import { type Codec, formatQuantity, parseParameter } from "./codec.ts";

/** Bounds enforced before a vote opens, in the chain's raw units. */
export type Guardrails = { min: bigint | undefined; max: bigint | undefined; step: bigint | undefined };

/** Reads bounds as the config writes them; throws Refusal for one that cannot be read. A switch and an address have none. */
export function parseGuardrails(
  codec: Codec,
  written: { min?: string | undefined; max?: string | undefined; step?: string | undefined },
): Guardrails {
  const read = (text: string | undefined) => (text === undefined ? undefined : BigInt(parseParameter(codec, text)));
  if (codec.type === "boolean" || codec.type === "address") return { min: undefined, max: undefined, step: undefined };
  return { min: read(written.min), max: read(written.max), step: read(written.step) };
}

/** Throws a Refusal that names the bound the value breaks; steps count from `min`, or from zero without one. */
export function checkGuardrails(codec: Codec, guardrails: Guardrails, title: string, raw: bigint): void {
  const { min, max, step } = guardrails;
  const bounds = describeGuardrails(codec, guardrails);
  const hint = bounds === undefined ? undefined : `Accepted: ${bounds}.`;
  const refuse = (why: string) => new Refusal(`${title} ${why}.`, hint === undefined ? {} : { hint });
  if (min !== undefined && raw < min) throw refuse(`may not be below ${formatQuantity(codec, min)}`);
  if (max !== undefined && raw > max) throw refuse(`may not be above ${formatQuantity(codec, max)}`);
  if (step !== undefined && (raw - (min ?? 0n)) % step !== 0n) {
    throw refuse(`can only be set in steps of ${formatQuantity(codec, step)}`);
  }
}

/** The bounds in words: `0 % to 30 %, in steps of 0.25 %`; undefined where there are none. */
export function describeGuardrails(codec: Codec, { min, max, step }: Guardrails): string | undefined {
  const words = (raw: bigint) => formatQuantity(codec, raw);
  const parts: string[] = [];
  if (min !== undefined && max !== undefined) parts.push(`${words(min)} to ${words(max)}`);
  else if (min !== undefined) parts.push(`at least ${words(min)}`);
  else if (max !== undefined) parts.push(`at most ${words(max)}`);
  if (step !== undefined) parts.push(`in steps of ${words(step)}`);
  return parts.length === 0 ? undefined : parts.join(", ");
}
