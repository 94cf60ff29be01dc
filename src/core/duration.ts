import { Refusal } from "../errors.ts";
import { formatFraction, parseDecimal, scaleDecimal } from "./decimal.ts";
import { sizeOf } from "./size.ts";

const UNITS = [
  { seconds: 604_800n, words: ["w", "week", "weeks"] },
  { seconds: 86_400n, words: ["d", "day", "days"] },
  { seconds: 3_600n, words: ["h", "hour", "hours"] },
  { seconds: 60n, words: ["min", "mins", "minute", "minutes"] },
  { seconds: 1n, words: ["s", "sec", "secs", "second", "seconds"] },
] as const;

/** What formatting uses, largest first; weeks are left out because people compare days. */
const SHOWN = UNITS.slice(1);

const PART = /([\d.,]+) ?([a-z]+)/g;
const ISO = /^p(?:(\d+)w)?(?:(\d+)d)?(?:t(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?)?$/;
const LONGEST = 200;

/** Seconds in a span of time as people write it: `14 d`, `36 h`, `1 w 2 d`, `P14D`. Exact, or a Refusal that says what is accepted. */
export function parseDuration(text: string): bigint {
  const written = text.trim().toLowerCase();
  const seconds = written.length > LONGEST ? undefined : (parseIso(written) ?? parseParts(written));
  if (seconds !== undefined) return seconds;
  throw new Refusal("This is not a span of time.", {
    hint: "Write it with its units, such as `14 d`, `36 h`, `90 min` or `1 w 2 d`.",
  });
}

/** A span of seconds in days, hours, minutes and seconds, exact: `14 d`, `1 d 12 h`. */
export function formatDuration(seconds: bigint): string {
  let rest = sizeOf(seconds);
  const parts: string[] = [];
  for (const unit of SHOWN) {
    if (rest >= unit.seconds) parts.push(`${formatFraction(rest / unit.seconds, 1n, 0)} ${unit.words[0]}`);
    rest %= unit.seconds;
  }
  return parts.length === 0 ? "0 s" : `${seconds < 0n ? "−" : ""}${parts.join(" ")}`;
}

function parseParts(written: string): bigint | undefined {
  if (written === "" || written.replace(PART, "").trim() !== "") return undefined;
  let total = 0n;
  let last: number = UNITS.length;
  for (const [, amount = "", word = ""] of [...written.matchAll(PART)].reverse()) {
    const index = UNITS.findIndex((unit) => (unit.words as readonly string[]).includes(word));
    const decimal = parseDecimal(amount);
    // Larger units first and each once: anything else is more likely a slip than a wish.
    if (index < 0 || index >= last || !decimal) return undefined;
    const seconds = scaleDecimal(decimal, { times: UNITS[index]?.seconds ?? 1n });
    if (seconds === undefined) throw new Refusal("Time is counted in whole seconds.");
    total += seconds;
    last = index;
  }
  return total;
}

function parseIso(written: string): bigint | undefined {
  const found = ISO.exec(written)?.slice(1);
  if (!found?.some((part) => part !== undefined)) return undefined;
  return UNITS.reduce((total, unit, index) => total + BigInt(found[index] ?? 0) * unit.seconds, 0n);
}
