import { isAddressEqual } from "viem";
import { parseDecimal } from "../../decimal.ts";
import { addressesIn } from "./addresses.ts";
import type { LintFacts } from "./facts.ts";

/** What the reason says of the calls that they do not: it is what most people read of a proposal. */
export function findTextMismatches(facts: LintFacts): string[] {
  return [...foreignAddresses(facts), ...foreignQuantities(facts)];
}

function foreignAddresses({ text, calls, account, executor }: LintFacts): string[] {
  const named = [account, executor, ...calls.flatMap(({ action, addresses }) => [action.target, ...addresses])];
  const foreign = addressesIn(text).filter((told) => !named.some((one) => isAddressEqual(one, told)));
  return foreign.map((told) => `The reason names ${told}, which no call does.`);
}

/**
 * Of each unit that both speak of, the reason has to name one quantity that the calls do: `5 %` where 12 % is voted on is a
 * contradiction, `12 %, as costs rose by 15 %` is none.
 */
function foreignQuantities({ text, words, symbols }: LintFacts): string[] {
  const [said, done] = [quantitiesIn(text, symbols), quantitiesIn(words.join(" "), symbols)];
  return [...said].flatMap(([unit, told]) => {
    const meant = done.get(unit);
    if (meant === undefined || [...told.keys()].some((one) => meant.has(one))) return [];
    const [first] = told.values();
    return [`The reason speaks of ${first} ${unit}, which the calls do not.`];
  });
}

/** Quantities by their units, and in each by value: `1,000` and `1000.0` are one. */
function quantitiesIn(text: string, symbols: readonly string[]): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  const units = ["%", ...symbols].map((one) => one.replace(/[^\w%]/g, "\\$&")).join("|");
  for (const [, number = "", unit = ""] of text.matchAll(new RegExp(`(\\d[\\d.,]*)\\s*(${units})(?!\\w)`, "gi"))) {
    const decimal = parseDecimal(number.replace(/[.,]+$/, ""));
    if (decimal === undefined) continue;
    const name = symbols.find((one) => one.toLowerCase() === unit.toLowerCase()) ?? unit;
    const known = found.get(name) ?? new Map<string, string>();
    known.set(canonicalOf(decimal), number);
    found.set(name, known);
  }
  return found;
}

function canonicalOf({ digits, places }: { digits: bigint; places: number }): string {
  let [rest, left] = [digits, places];
  for (; left > 0 && rest % 10n === 0n; left -= 1) rest /= 10n;
  return `${rest}e-${left}`;
}
