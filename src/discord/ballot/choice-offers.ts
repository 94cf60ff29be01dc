import { readPlace } from "../../core/governance/ballots/read-place.ts";
import { readTyped, takesSides } from "../../core/governance/ballots/written-choice.ts";
import type { Counting, RulePack } from "../../core/governance/rule-pack.ts";
import { bare } from "../../core/sanitize.ts";
import { sidesOf } from "../cards/proposal.ts";
import type { Choice } from "../command.ts";
import { limits } from "../limits.ts";

type Pack = RulePack<Counting>;

/** A choice that a ballot names, with its part where weight is divided. */
type Entry = { place: number; part?: string };

const NUMBERED = /^(.+?)\s*[:=\s]\s*(\d+(?:\.\d+)?)\s*%?$/;

/** What can be meant by what is typed so far as a vote's choice, each written so that `/vote` reads it just so. */
export function choiceOffers(pack: Pack, names: readonly string[], typed: string): Choice[] {
  if (takesSides(pack)) {
    const wanted = typed.trim().toLowerCase();
    const offered = sidesOf(pack).filter((side) => side.startsWith(wanted));
    return offered.map((side) => ({ name: `${side.charAt(0).toUpperCase()}${side.slice(1)}`, value: side }));
  }
  if (pack.counting === "single-choice")
    return next(names, [], typed).flatMap((entries) => offer(pack, names, entries));
  const isSplit = pack.counting === "weighted" || pack.counting === "quadratic";
  const begun = takeApart(names, typed, isSplit);
  if (begun === undefined) return [];
  const { done, rest } = begun;
  const longer = isSplit ? nextParts(names, done, rest) : next(names, done, rest);
  const all = rest === "" && done.length > 0 ? [done, ...longer] : longer;
  return all.flatMap((entries) => offer(pack, names, entries)).slice(0, limits.choices);
}

/** What is said already, and the beginning of a further name; undefined where what is said makes no sense. */
function takeApart(names: readonly string[], typed: string, isSplit: boolean) {
  const tokens = typed.split(isSplit ? /[,;]/ : /[>,;]/).map((token) => token.trim());
  const last = tokens.pop() ?? "";
  const read = (token: string): Entry | undefined => {
    const [, name, part] = (isSplit ? NUMBERED.exec(token) : [token, token]) ?? [];
    const place = name === undefined ? undefined : placeOf(names, name);
    return place === undefined ? undefined : { place, ...(part === undefined ? {} : { part }) };
  };
  const done = tokens.filter((token) => token !== "").map(read);
  const ended = read(last);
  const all = [...done, ...(ended === undefined ? [] : [ended])];
  const entries = all.filter((entry) => entry !== undefined);
  const isClear = entries.length === all.length && new Set(entries.map(({ place }) => place)).size === all.length;
  return isClear ? { done: entries, rest: ended === undefined ? last : "" } : undefined;
}

function next(names: readonly string[], done: readonly Entry[], rest: string, part?: string): Entry[][] {
  const wanted = rest.trim().toLowerCase();
  const left = names.flatMap((name, index) =>
    done.some(({ place }) => place === index + 1) || !name.toLowerCase().includes(wanted) ? [] : [index + 1],
  );
  return left.map((place) => [...done, { place, ...(part === undefined ? {} : { part }) }]);
}

/** Gives the next choice all that is left of a hundred. */
function nextParts(names: readonly string[], done: readonly Entry[], rest: string): Entry[][] {
  if (!done.every(({ part = "" }) => /^\d{1,3}$/.test(part))) return [];
  const left = done.reduce((sum, { part }) => sum - BigInt(part ?? 0), 100n);
  return left > 0n ? next(names, done, rest, String(left)) : [];
}

/** With names where they fit and are read as meant, else with places; nothing where neither is. */
function offer(pack: Pack, names: readonly string[], entries: readonly Entry[]): Choice[] {
  const isRanking = pack.counting === "ranked" || pack.counting === "condorcet";
  const written = (nameOf: (place: number) => string, space: string) =>
    entries.map(({ place, part }) => nameOf(place) + (part === undefined ? "" : `${space}${part}`));
  const separator = isRanking ? " > " : ", ";
  const named = written((place) => names[place - 1] ?? "", " ");
  const values = [named, written(String, ": ")].map((parts) => parts.join(separator));
  const value = values.find((text) => text.length <= limits.choiceValue && means(pack, names, text, entries));
  if (value === undefined) return [];
  const isOpen = isRanking && !pack.partial && entries.length < names.length;
  return [{ name: bare(`${named.join(separator)}${isOpen ? " > …" : ""}`, limits.choiceName), value }];
}

function means(pack: Pack, names: readonly string[], text: string, entries: readonly Entry[]): boolean {
  try {
    const read = readTyped(pack, names, text);
    const list: unknown[] = Array.isArray(read) ? read : [read];
    const places = list.map((one) => readPlace(Array.isArray(one) ? one[0] : one, names) + 1);
    return places.length === entries.length && entries.every(({ place }, index) => places[index] === place);
  } catch {
    // Whatever keeps it from being read: it is not offered.
    return false;
  }
}

function placeOf(names: readonly string[], token: string): number | undefined {
  const exact = names.indexOf(token);
  if (exact >= 0) return exact + 1;
  const alike = names.findIndex((name) => name.toLowerCase() === token.toLowerCase());
  if (alike >= 0) return alike + 1;
  return /^[1-9]\d?$/.test(token) && Number(token) <= names.length ? Number(token) : undefined;
}
