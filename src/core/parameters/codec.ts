import { Refusal } from "../../errors.ts";
import { formatAmount, parseAmount } from "../amount.ts";
import { exactPlaces, formatFraction, requireDecimal, scaleDecimal } from "../decimal.ts";
import { formatDuration, parseDuration } from "../duration.ts";
import { acceptedWord, formatWord, parseWord, type WordCodec } from "./word-codecs.ts";

/** What a chain counts time in, where it does not count seconds. */
export type TimeUnit = "blocks" | "rounds" | "epochs";

/** Values that have a size: they can be bounded, added and compared. */
export type QuantityCodec =
  | { type: "percent" /** The integer that means 100 %. */; scale: bigint }
  | { type: "multiplier" /** The integer that means 1 ×. */; scale: bigint }
  | { type: "token"; symbol: string; decimals: number }
  /** In time; or, with a unit, in blocks, rounds or epochs, whose length may not be known. */
  | { type: "duration"; unit?: undefined; secondsPerUnit: bigint }
  | { type: "duration"; unit: TimeUnit; secondsPerUnit?: bigint | undefined }
  | { type: "integer"; unit?: string };

/** How the chain's value and the member's words translate into each other, with all that is needed to do so. */
export type Codec = QuantityCodec | WordCodec;

/** More places than any exact scale needs: only a scale that has no exact decimals is ever cut short by it. */
const PLACES = 40;

const QUANTITIES: readonly string[] = ["percent", "multiplier", "token", "duration", "integer"];

/** Whether a value has a size. */
export function isQuantity(codec: Codec): codec is QuantityCodec {
  return QUANTITIES.includes(codec.type);
}

/** The chain's raw value as text (decimal, `true`/`false`, address, bytes, text) for what a member typed; exact, or a Refusal that says what is accepted. */
export function parseParameter(codec: Codec, text: string): string {
  return isQuantity(codec) ? parseQuantity(codec, text).toString() : parseWord(codec, text);
}

/** The value as members read it: `12.5 %`, `1.25 ×`, `500 HELIO`, `14 d`, `7 rounds`, `24 nodes`, `on`. Exact; `parseParameter` reads it back. */
export function formatParameter(codec: Codec, raw: string): string {
  return isQuantity(codec) ? formatQuantity(codec, BigInt(raw)) : formatWord(codec, raw);
}

/** What members may type, in one sentence. */
export function acceptedWords(codec: Codec): string {
  if (!isQuantity(codec)) return acceptedWord(codec);
  if (codec.type === "percent") return "Write a percentage with its sign, such as `12.5 %`.";
  if (codec.type === "multiplier") return "Write a factor, such as `1.25` or `1.25 ×`.";
  if (codec.type === "token") return `Write an amount, such as \`500 ${codec.symbol}\`.`;
  if (codec.type === "integer") return `Write a whole number, such as \`24${codec.unit ? ` ${codec.unit}` : ""}\`.`;
  if (codec.unit === undefined) return "Write a span of time with its units, such as `14 d`, `36 h` or `1 w 2 d`.";
  const time = codec.secondsPerUnit === undefined ? "" : ", or a span of time, such as `14 d`";
  return `Write a number of ${codec.unit}, such as \`100 ${codec.unit}\`${time}.`;
}

/** A quantity of the chain in words; what `formatParameter` does, for differences and bounds too. */
export function formatQuantity(codec: QuantityCodec, raw: bigint): string {
  if (codec.type !== "duration" || codec.unit === undefined || codec.secondsPerUnit === undefined || raw === 0n)
    return formatBare(codec, raw);
  return `${formatBare(codec, raw)} (about ${formatDuration(raw * codec.secondsPerUnit)})`;
}

/** The quantity alone, without how long so many blocks take. */
export function formatBare(codec: QuantityCodec, raw: bigint): string {
  if (codec.type === "percent") return `${formatFraction(raw * 100n, codec.scale, places(codec.scale))} %`;
  if (codec.type === "multiplier") return `${formatFraction(raw, codec.scale, places(codec.scale))} ×`;
  if (codec.type === "token") return `${formatAmount(raw, codec.decimals)} ${codec.symbol}`;
  if (codec.type === "duration" && codec.unit === undefined) return formatDuration(raw * codec.secondsPerUnit);
  const unit = codec.unit === undefined || codec.unit === "" ? "" : ` ${codec.unit}`;
  return formatFraction(raw, 1n, 0) + (codec.type === "duration" && raw === 1n ? unit.replace(/s$/, "") : unit);
}

/** The raw quantity of what a member typed; exact, or a Refusal that says what is accepted. */
export function parseQuantity(codec: QuantityCodec, typed: string): bigint {
  const text = typed.replace(/\s+/g, " ").trim();
  if (codec.type === "percent")
    return parseScaled(codec, without(text, /%$/, codec), { times: codec.scale, over: 100n });
  if (codec.type === "multiplier") return parseScaled(codec, text.replace(/ ?[x×]$/i, ""), { times: codec.scale });
  if (codec.type === "token") return parseAmount(withoutWord(text, codec.symbol), codec.decimals);
  if (codec.type === "duration") return codec.unit === undefined ? parseTime(codec, text) : parseCount(codec, text);
  return parseAmount(codec.unit ? withoutWord(text, codec.unit) : text, 0);
}

function parseScaled(
  codec: QuantityCodec & { scale: bigint },
  text: string,
  factor: { times: bigint; over?: bigint },
): bigint {
  const raw = scaleDecimal(requireDecimal(text, codec.type === "percent" ? "`12.5 %`" : "`1.25 ×`"), factor);
  if (raw !== undefined) return raw;
  throw new Refusal(`This is finer than the parameter can hold: its smallest step is ${formatQuantity(codec, 1n)}.`);
}

/** In the chain's own unit, or in time where it is known how long that takes. */
function parseCount(codec: QuantityCodec & { type: "duration"; unit: TimeUnit }, typed: string): bigint {
  const text = typed.replace(/ ?\(about [^)]*\)$/, "");
  const [, count, unit = ""] = /^(.*\d) ?([a-z]+)$/i.exec(text) ?? [];
  if (count !== undefined && [codec.unit, codec.unit.slice(0, -1)].includes(unit.toLowerCase()))
    return parseAmount(count, 0);
  if (codec.secondsPerUnit !== undefined) return parseTime({ secondsPerUnit: codec.secondsPerUnit }, text);
  throw new Refusal(`This is counted in ${codec.unit}.`, {
    hint: `Write it like \`100 ${codec.unit}\`: how long one takes is not known.`,
  });
}

function parseTime({ secondsPerUnit }: { secondsPerUnit: bigint }, text: string): bigint {
  const seconds = parseDuration(text);
  if (seconds % secondsPerUnit === 0n) return seconds / secondsPerUnit;
  throw new Refusal(`Only multiples of ${formatDuration(secondsPerUnit)} can be set.`);
}

/** A percentage without its sign could be a share or a factor, so that it is refused rather than guessed. */
function without(text: string, unit: RegExp, codec: Codec): string {
  if (unit.test(text)) return text.replace(unit, "").trim();
  throw new Refusal("The unit is missing.", { hint: acceptedWords(codec) });
}

function withoutWord(text: string, word: string): string {
  return text.toLowerCase().endsWith(word.toLowerCase()) ? text.slice(0, -word.length).trim() : text;
}

function places(scale: bigint): number {
  return exactPlaces(scale) ?? PLACES;
}
