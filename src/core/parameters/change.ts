import { formatFraction } from "../decimal.ts";
import { sizeOf } from "../size.ts";
import { type Codec, formatBare, isQuantity, type QuantityCodec } from "./codec.ts";

/** How much a change changes, signed: `+2 percentage points (+20 %)`, `−50 HELIO (−10 %)`, `+4 d`. Undefined where a change has no size. */
export function describeParameterChange(codec: Codec, before: string, after: string): string | undefined {
  if (!isQuantity(codec)) return undefined;
  const [from, to] = [BigInt(before), BigInt(after)];
  if (from === to) return "no change";
  const isTime = codec.type === "duration" && codec.unit === undefined;
  const relative = isTime || from === 0n ? "" : ` (${relativeChange(from, to)})`;
  return signed(to - from, absoluteChange(codec, to - from)) + relative;
}

function absoluteChange(codec: QuantityCodec, difference: bigint): string {
  const words = formatBare(codec, difference);
  if (codec.type !== "percent") return words;
  const points = words.replace(/ %$/, "");
  return `${points} percentage ${points === "1" || points === "−1" ? "point" : "points"}`;
}

/** Floored toward zero to two decimals; a change too small for them is said to be under them. */
function relativeChange(from: bigint, to: bigint): string {
  const size = sizeOf(from);
  const share = formatFraction((to - from) * 100n, size, 2);
  if (share === "0") return to > from ? "less than +0.01 %" : "less than −0.01 %";
  return signed(to - from, `${share} %`);
}

function signed(difference: bigint, words: string): string {
  return difference > 0n ? `+${words}` : words;
}
