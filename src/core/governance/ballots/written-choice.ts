import { Refusal } from "../../../errors.ts";
import { parseDecimal } from "../../decimal.ts";
import type { Counting, RulePack } from "../rule-pack.ts";
import type { Choice, Side, Split } from "./choice.ts";
import { readChoice } from "./read-choice.ts";

type PollPack = RulePack<Exclude<Counting, "two-house">>;

/** A choice as it is stored and posted: a side, a place from 1, places, or parts by place. `readChoice` reads it back. */
export type WrittenChoice = string | number | readonly number[] | Readonly<Record<string, string>>;

/** Ways to count in which ballots take sides. */
const SIDED: readonly Counting[] = ["for-against-abstain", "optimistic", "two-house"];

/** Whether ballots take sides, so that there are no choices with names. */
export function takesSides({ counting }: Pick<RulePack<Counting>, "counting">): boolean {
  return SIDED.includes(counting);
}

/** The pack whose door every ballot of a vote passes: a house's where there are houses, since all of them take the same sides. */
export function doorPack(pack: RulePack<Counting>): PollPack {
  if (pack.counting !== "two-house") return pack;
  const [first] = Object.values(pack.houses);
  if (first === undefined) throw new Refusal(`"${pack.title}" has no houses.`);
  return first;
}

/** Writes a choice in the one form in which it is kept; equal choices are written alike. */
export function writeChoice({ counting }: Pick<RulePack<Counting>, "counting">, choice: Choice): WrittenChoice {
  switch (counting) {
    case "for-against-abstain":
    case "optimistic":
    case "two-house":
      return choice as Side;
    case "single-choice":
      return (choice as number) + 1;
    case "weighted":
    case "quadratic": {
      const { choices, parts } = choice as Split;
      return Object.fromEntries(choices.map((place, index) => [String(place + 1), String(parts[index])]));
    }
    case "approval":
      return (choice as readonly number[]).map((place) => place + 1).sort((a, b) => a - b);
    default:
      return (choice as readonly number[]).map((place) => place + 1);
  }
}

/** A ballot from whatever a button, a form or a file says, in the one form in which it is kept; Refusal where it says nothing clear. */
export function admitChoice(pack: RulePack<Counting>, names: readonly string[], written: unknown): WrittenChoice {
  return writeChoice(pack, readChoice(doorPack(pack), names, written));
}

/**
 * What a member typed, in a form that `readChoice` understands: a side or a choice, `Oak, Elm` or `1, 3` where several are named,
 * `2 > 1 > 3` where they are ranked, `Oak 60, Elm 40` or `1: 60, 3: 40` where weight is divided.
 */
export function readTyped(
  { counting }: Pick<RulePack<Counting>, "counting">,
  names: readonly string[],
  text: string,
): unknown {
  const typed = text.trim();
  switch (counting) {
    case "approval":
      return namesIn(typed, names, /[,;\n]/);
    case "ranked":
    case "condorcet":
      return namesIn(typed, names, /[>,;\n]/);
    case "weighted":
    case "quadratic":
      return splitIn(typed, names);
    default:
      return named(typed, names);
  }
}

function namesIn(text: string, names: readonly string[], separator: RegExp): unknown {
  // A choice whose own name holds the separator.
  if (names.includes(text)) return [text];
  return text.split(separator).flatMap((part) => (part.trim() === "" ? [] : [named(part.trim(), names)]));
}

/** The choice meant, whatever its capitals; else the text, which may be a place. */
function named(text: string, names: readonly string[]): string {
  if (names.includes(text)) return text;
  const alike = names.filter((name) => name.toLowerCase() === text.toLowerCase());
  return alike.length === 1 ? (alike[0] ?? text) : text;
}

/** `Oak 60, Elm 40`, `1: 60 %, 3: 40 %`: what comes last in each part is its number. */
function splitIn(text: string, names: readonly string[]): [string, string][] {
  return text
    .split(/[,;\n]/)
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const [, name, number] = /^\s*(.+?)\s*[:=\s]\s*(\d+(?:\.\d+)?)\s*%?\s*$/.exec(part) ?? [];
      if (name === undefined || number === undefined || parseDecimal(number) === undefined)
        throw new Refusal(`“${part.trim().slice(0, 40)}” does not say which choice gets how much.`, {
          hint: "Write each choice and its part, such as `1: 60, 3: 40`.",
        });
      return [named(name, names), number];
    });
}

/** A kept choice in words: `For`; `Oak`; `Oak, Elm`; `1. Oak · 2. Elm`; `Oak 60 %, Elm 40 %`. */
export function sayChoice(pack: RulePack<Counting>, names: readonly string[], written: WrittenChoice): string {
  const name = (place: number | string) => names[Number(place) - 1] ?? `Choice ${place}`;
  if (typeof written === "string") return `${written.charAt(0).toUpperCase()}${written.slice(1)}`;
  if (typeof written === "number") return name(written);
  if (isList(written)) {
    const isRanked = pack.counting === "ranked" || pack.counting === "condorcet";
    return written
      .map((place, index) => `${isRanked ? `${index + 1}. ` : ""}${name(place)}`)
      .join(isRanked ? " · " : ", ");
  }
  const parts = Object.entries(written);
  const whole = parts.reduce((sum, [, part]) => sum + BigInt(part), 0n);
  return parts.map(([place, part]) => `${name(place)} ${percentage(BigInt(part), whole)}`).join(", ");
}

function isList(written: WrittenChoice): written is readonly number[] {
  return Array.isArray(written);
}

/** Floored to a tenth of a percent; `about` where that is not all of it. */
function percentage(part: bigint, whole: bigint): string {
  const tenths = (part * 1_000n) / whole;
  const text = tenths % 10n === 0n ? `${tenths / 10n}` : `${tenths / 10n}.${tenths % 10n}`;
  return `${(part * 1_000n) % whole === 0n ? "" : "about "}${text} %`;
}
