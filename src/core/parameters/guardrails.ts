import { Refusal } from "../../errors.ts";
import { formatShare } from "../amount.ts";
import { formatDuration } from "../duration.ts";
import { sizeOf } from "../size.ts";
import { type Codec, formatQuantity, isQuantity, parseQuantity, type QuantityCodec } from "./codec.ts";

/** Bounds enforced before a vote opens, in the chain's raw units. */
export type Guardrails = {
  min: bigint | undefined;
  max: bigint | undefined;
  step: bigint | undefined;
  /** Largest change by one vote. */
  mostChange?: bigint | undefined;
  /** The same as a share of the value there is, in millionths. */
  mostChangeShare?: bigint | undefined;
};

/** Bounds as the chain itself has them at a block. */
export type ChainBounds = { min?: bigint | undefined; max?: bigint | undefined };

/** Guardrails as the config writes them. */
export type WrittenGuardrails = {
  min?: string | undefined;
  max?: string | undefined;
  step?: string | undefined;
  mostChange?: string | undefined;
  mostChangeShare?: bigint | undefined;
};

/** Reads bounds as the config writes them; throws Refusal for one that cannot be read. What is no quantity has none. */
export function parseGuardrails(codec: Codec, written: WrittenGuardrails): Guardrails {
  if (!isQuantity(codec)) return { min: undefined, max: undefined, step: undefined };
  const read = (text: string | undefined) => (text === undefined ? undefined : parseQuantity(codec, text));
  const { mostChangeShare } = written;
  const bounds = { min: read(written.min), max: read(written.max), step: read(written.step) };
  return { ...bounds, mostChange: read(written.mostChange), mostChangeShare };
}

/** Throws a Refusal that names the bound the value breaks; steps count from `min`, or from zero without one. */
export function checkGuardrails(codec: QuantityCodec, guardrails: Guardrails, title: string, raw: bigint): void {
  const { min, max, step } = guardrails;
  const bounds = describeGuardrails(codec, guardrails);
  const hint = bounds === undefined ? undefined : `Accepted: ${bounds}.`;
  const words = (value: bigint) => formatQuantity(codec, value);
  const refuse = (why: string) => new Refusal(why, hint === undefined ? {} : { hint });
  if (min !== undefined && raw < min)
    throw refuse(`${words(raw)} is too little: ${title} may not be below ${words(min)}.`);
  if (max !== undefined && raw > max)
    throw refuse(`${words(raw)} is too much: ${title} may not be above ${words(max)}.`);
  if (step !== undefined && (raw - (min ?? 0n)) % step !== 0n)
    throw refuse(`${words(raw)} lies between: ${title} can only be set in steps of ${words(step)}.`);
}

/** Throws a Refusal for a value that the contract would not take, by bounds it holds itself. */
export function checkChainBounds(codec: QuantityCodec, { min, max }: ChainBounds, title: string, raw: bigint): void {
  const words = (value: bigint) => formatQuantity(codec, value);
  if (min !== undefined && raw < min)
    throw new Refusal(`${words(raw)} is too little: the contract takes no ${title} below ${words(min)}.`);
  if (max !== undefined && raw > max)
    throw new Refusal(`${words(raw)} is too much: the contract takes no ${title} above ${words(max)}.`);
}

/**
 * Throws a Refusal for a change larger than one vote may make. A share is of the value there is, rounded down; of zero
 * there is no share, so that it bounds nothing there.
 */
export function checkMostChange(
  codec: QuantityCodec,
  { mostChange, mostChangeShare }: Guardrails,
  title: string,
  { before, after }: { before: bigint; after: bigint },
): void {
  const share =
    mostChangeShare === undefined || before === 0n ? undefined : (sizeOf(before) * mostChangeShare) / 1_000_000n;
  const words = (value: bigint) => formatQuantity(codec, value);
  for (const [most, as] of [
    [mostChange, ""],
    [share, mostChangeShare === undefined ? "" : ` (${formatShare(mostChangeShare)})`],
  ] as const) {
    if (most === undefined || sizeOf(after - before) <= most) continue;
    throw new Refusal(`${words(after)} is too far: one vote may change ${title} by at most ${words(most)}${as}.`, {
      hint: `It is ${words(before)} now: from ${words(before - most)} to ${words(before + most)} can be reached.`,
    });
  }
}

/** Throws a Refusal while a parameter rests after its last change by a vote; times in Unix seconds. */
export function checkCooldown(
  title: string,
  cooldownSeconds: number | undefined,
  lastChangedAt: number | undefined,
  now: number,
): void {
  if (cooldownSeconds === undefined || lastChangedAt === undefined) return;
  const left = lastChangedAt + cooldownSeconds - now;
  if (left <= 0) return;
  const [rest, waits] = [cooldownSeconds, left].map((seconds) => formatDuration(BigInt(seconds)));
  throw new Refusal(`${title} rests for ${rest} after a vote has changed it: ${waits} are left.`);
}

/** The bounds in words: `0 % to 30 %, in steps of 0.25 %`; undefined where there are none. */
export function describeGuardrails(codec: Codec, { min, max, step }: Guardrails): string | undefined {
  if (!isQuantity(codec)) return undefined;
  const words = (raw: bigint) => formatQuantity(codec, raw);
  const parts = rangeWords(words, min, max);
  if (step !== undefined) parts.push(`in steps of ${words(step)}`);
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** The chain's own bounds in words: `at most 30 %`; undefined where it names none. */
export function describeChainBounds(codec: Codec, { min, max }: ChainBounds): string | undefined {
  if (!isQuantity(codec)) return undefined;
  return rangeWords((raw) => formatQuantity(codec, raw), min, max)[0];
}

/** The largest change by one vote in words: `4 d`, `10 % of what it is`, or both. */
export function describeMostChange(codec: Codec, guardrails: Guardrails): string | undefined {
  if (!isQuantity(codec)) return undefined;
  const { mostChange, mostChangeShare } = guardrails;
  const parts = [
    ...(mostChange === undefined ? [] : [formatQuantity(codec, mostChange)]),
    ...(mostChangeShare === undefined ? [] : [`${formatShare(mostChangeShare)} of what it is`]),
  ];
  return parts.length === 0 ? undefined : parts.join(" and ");
}

function rangeWords(words: (raw: bigint) => string, min: bigint | undefined, max: bigint | undefined): string[] {
  if (min !== undefined && max !== undefined) return [`${words(min)} to ${words(max)}`];
  if (min !== undefined) return [`at least ${words(min)}`];
  return max === undefined ? [] : [`at most ${words(max)}`];
}
