import { Refusal } from "../../errors.ts";
import { formatQuantity, type QuantityCodec } from "./codec.ts";

/** A value of a group: what members call it, its codec, and the chain's raw value. */
export type Part = { title: string; codec: QuantityCodec; raw: bigint };

/** The parts must make up the total exactly; Refusal says how far they are from it. */
export function checkSum(parts: readonly Part[], total: bigint): void {
  const [first] = parts;
  const sum = parts.reduce((all, { raw }) => all + raw, 0n);
  if (first === undefined || sum === total) return;
  const words = (raw: bigint) => formatQuantity(first.codec, raw);
  const wrong = sum > total ? `${words(sum - total)} too much` : `${words(total - sum)} too little`;
  const names = parts.map(({ title, raw }) => `${title} ${words(raw)}`);
  throw new Refusal(`Together they must be ${words(total)}; this makes ${words(sum)}, ${wrong}.`, {
    hint: `${names.join(" + ")}.`,
  });
}

/** Each part may be no more than the next, and where `strict` must be less; Refusal names the two that are not. */
export function checkAscending(parts: readonly Part[], strict: boolean): void {
  for (const [index, high] of parts.entries()) {
    const low = parts[index - 1];
    if (low === undefined || low.raw < high.raw || (!strict && low.raw === high.raw)) continue;
    const [less, more] = [low, high].map(({ title, codec, raw }) => `${title} (${formatQuantity(codec, raw)})`);
    throw new Refusal(`${less} must be ${strict ? "below" : "at most"} ${more}.`);
  }
}
