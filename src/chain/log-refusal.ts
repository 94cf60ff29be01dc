import { ProviderFailure } from "./provider-failure.ts";

/** What there was too much of: blocks, which is so everywhere on a chain, or logs, which is so where it is full. */
export type TooMuch = "blocks" | "logs";

/** What nodes say when a range holds too many logs, or takes too long, in the words of the larger providers. */
const LOGS =
  /results|response|too (large|much|many logs)|(more|greater) than \d+ (logs|bytes)|logs matched|time(d )?-?out|took too long|limit exceeded$/i;

/** What they say of too many blocks. */
const BLOCKS =
  /block range|blocks? distance|range \d+ exceeds|ranges? (is|over|limit|too)|many blocks|max(imum)? (block )?range|limited to|requested blocks|at most [\d,]+ blocks|exceeds the range|smaller than size|bigger than|up to an? [\d,]+/i;

/** Whether a provider would answer for less; a rate limit is none of these. */
export function tooMuch(error: unknown): TooMuch | undefined {
  if (!(error instanceof ProviderFailure) || error.kind !== "unfit") return undefined;
  const said = `${error.message} ${typeof error.data === "string" ? error.data : JSON.stringify(error.data ?? "")}`;
  const isSize = LOGS_FIRST.test(said);
  if (!isSize && BLOCKS.test(said)) return "blocks";
  if (isSize || LOGS.test(said) || error.status === 413 || error.code === -32005) return "logs";
  return undefined;
}

/** Providers that speak of results and then explain which ranges of blocks they take. */
const LOGS_FIRST = /response size|results/i;
