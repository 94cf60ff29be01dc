import { getAddress, isAddress } from "viem";
import { Refusal } from "../../errors.ts";
import { formatAmount, parseAmount } from "../amount.ts";
import { exactPlaces, formatFraction, requireDecimal, scaleDecimal } from "../decimal.ts";
import { formatDuration, parseDuration } from "../duration.ts";

/** How the chain's value and the member's words translate into each other, with all that is needed to do so. */
export type Codec =
  | { type: "percent" | "multiplier" /** The integer that means 100 %, or 1 ×. */; scale: bigint }
  | { type: "token"; symbol: string; decimals: number }
  | { type: "duration"; secondsPerUnit: bigint }
  | { type: "integer"; unit?: string }
  | { type: "boolean" }
  | { type: "address" };

const TRUTHS: Readonly<Record<string, string>> = {
  on: "true",
  true: "true",
  yes: "true",
  off: "false",
  false: "false",
  no: "false",
};

/** More places than any exact scale needs: only a scale that has no exact decimals is ever cut short by it. */
const PLACES = 40;

/** The chain's raw value as text (decimal, `true`/`false`, address) for what a member typed; exact, or a Refusal that says what is accepted. */
export function parseParameter(codec: Codec, text: string): string {
  const typed = text.replace(/\s+/g, " ").trim();
  if (codec.type === "boolean") return parseBoolean(typed);
  if (codec.type === "address") return parseAddress(typed);
  return parseQuantity(codec, typed).toString();
}

/** The value as members read it: `12.5 %`, `1.25 ×`, `500 HELIO`, `14 d`, `24 nodes`, `on`. Exact; `parseParameter` reads it back. */
export function formatParameter(codec: Codec, raw: string): string {
  if (codec.type === "boolean") return raw === "true" ? "on" : "off";
  if (codec.type === "address") return raw;
  return formatQuantity(codec, BigInt(raw));
}

/** What members may type, in one sentence. */
export function acceptedWords(codec: Codec): string {
  if (codec.type === "percent") return "Write a percentage with its sign, such as `12.5 %`.";
  if (codec.type === "multiplier") return "Write a factor, such as `1.25` or `1.25 ×`.";
  if (codec.type === "token") return `Write an amount, such as \`500 ${codec.symbol}\`.`;
  if (codec.type === "duration") return "Write a span of time with its units, such as `14 d`, `36 h` or `1 w 2 d`.";
  if (codec.type === "integer") return `Write a whole number, such as \`24${codec.unit ? ` ${codec.unit}` : ""}\`.`;
  return codec.type === "boolean" ? "Write `on` or `off`." : "Write a full address: 0x and 40 hexadecimal digits.";
}

/** A quantity of the chain in words; what `formatParameter` does, for differences and bounds too. */
export function formatQuantity(codec: Codec, raw: bigint): string {
  if (codec.type === "percent") return `${formatFraction(raw * 100n, codec.scale, places(codec.scale))} %`;
  if (codec.type === "multiplier") return `${formatFraction(raw, codec.scale, places(codec.scale))} ×`;
  if (codec.type === "token") return `${formatAmount(raw, codec.decimals)} ${codec.symbol}`;
  if (codec.type === "duration") return formatDuration(raw * codec.secondsPerUnit);
  const unit = codec.type === "integer" && codec.unit ? ` ${codec.unit}` : "";
  return formatFraction(raw, 1n, 0) + unit;
}

function parseQuantity(codec: Codec, text: string): bigint {
  if (codec.type === "percent")
    return parseScaled(codec, without(text, /%$/, codec), { times: codec.scale, over: 100n });
  if (codec.type === "multiplier") return parseScaled(codec, text.replace(/ ?[x×]$/i, ""), { times: codec.scale });
  if (codec.type === "token") return parseAmount(withoutWord(text, codec.symbol), codec.decimals);
  if (codec.type === "duration") {
    const seconds = parseDuration(text);
    if (seconds % codec.secondsPerUnit === 0n) return seconds / codec.secondsPerUnit;
    throw new Refusal(`Only multiples of ${formatDuration(codec.secondsPerUnit)} can be set.`);
  }
  return parseAmount(codec.type === "integer" && codec.unit ? withoutWord(text, codec.unit) : text, 0);
}

function parseScaled(codec: Codec, text: string, factor: { times: bigint; over?: bigint }): bigint {
  const raw = scaleDecimal(requireDecimal(text, codec.type === "percent" ? "`12.5 %`" : "`1.25 ×`"), factor);
  if (raw !== undefined) return raw;
  throw new Refusal(`This is finer than the parameter can hold: its smallest step is ${formatQuantity(codec, 1n)}.`);
}

/** A percentage without its sign could be a share or a factor, so that it is refused rather than guessed. */
function without(text: string, unit: RegExp, codec: Codec): string {
  if (unit.test(text)) return text.replace(unit, "").trim();
  throw new Refusal("The unit is missing.", { hint: acceptedWords(codec) });
}

function withoutWord(text: string, word: string): string {
  return text.toLowerCase().endsWith(word.toLowerCase()) ? text.slice(0, -word.length).trim() : text;
}

function parseBoolean(text: string): string {
  const truth = Object.hasOwn(TRUTHS, text.toLowerCase()) ? TRUTHS[text.toLowerCase()] : undefined;
  if (truth !== undefined) return truth;
  throw new Refusal("This is a switch.", { hint: acceptedWords({ type: "boolean" }) });
}

function parseAddress(text: string): string {
  if (!isAddress(text, { strict: false }))
    throw new Refusal("This is not an address.", { hint: acceptedWords({ type: "address" }) });
  // Mixed case carries a checksum, and a wrong one is a typing error that would send power or money to nobody.
  if (/[a-f]/.test(text.slice(2)) && /[A-F]/.test(text.slice(2)) && !isAddress(text)) {
    throw new Refusal("The checksum of this address is wrong.", { hint: "Copy it again, whole." });
  }
  return getAddress(text);
}

function places(scale: bigint): number {
  return exactPlaces(scale) ?? PLACES;
}
