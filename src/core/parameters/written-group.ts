import { Refusal } from "../../errors.ts";

/** A member of a group as it can be named. */
export type Named = { id: string; title: string };

/** Between entries: a semicolon, a new line, or a comma that does not stand before three digits, as in `1,000`. */
const BETWEEN = /;|\n|,(?!\d{3}(?!\d))/;

/**
 * What a member typed for several values at once, by member: `node 70 %, operator 25 %`. A name may be cut short where that
 * leaves one member. Refusal for a name that is none or two, one named twice, and an entry without a value.
 */
export function readWrittenGroup<Member extends Named>(
  members: readonly Member[],
  text: string,
): { member: Member; value: string }[] {
  const entries = text.split(BETWEEN).flatMap((part) => (part.trim() === "" ? [] : [readEntry(members, part.trim())]));
  if (entries.length === 0) throw new Refusal("This changes nothing.", { hint: howTo(members) });
  const twice = entries.find(({ member }, index) => entries.findIndex((one) => one.member === member) !== index);
  if (twice) throw new Refusal(`${twice.member.title} is named twice.`);
  return entries;
}

function readEntry<Member extends Named>(members: readonly Member[], part: string): { member: Member; value: string } {
  const whole = longestName(members, part);
  const name = whole?.name ?? /^[^\s:=]+/.exec(part)?.[0] ?? "";
  const member = whole?.member ?? onlyOne(members, name);
  const value = part.slice(name.length).replace(/^\s*[:=]?\s*/, "");
  if (value === "") throw new Refusal(`${member.title} is named without a value.`, { hint: howTo(members) });
  return { member, value };
}

/** The member whose whole id or title the entry begins with; of several the longest, because one may begin with another. */
function longestName<Member extends Named>(members: readonly Member[], part: string) {
  const written = part.toLowerCase();
  return members
    .flatMap((member) => [member.id, member.title].map((name) => ({ member, name })))
    .filter(({ name }) => written.startsWith(name.toLowerCase()) && /^$|^[\s:=]/.test(written.slice(name.length)))
    .toSorted((one, other) => other.name.length - one.name.length)[0];
}

function onlyOne<Member extends Named>(members: readonly Member[], name: string): Member {
  const wanted = name.toLowerCase();
  const found = members.filter(
    ({ id, title }) =>
      id.startsWith(wanted) || title.toLowerCase().startsWith(wanted) || id.split("-").includes(wanted),
  );
  if (found.length === 1 && found[0]) return found[0];
  const why =
    found.length === 0 ? `There is no “${name.slice(0, 40)}” here.` : `“${name.slice(0, 40)}” could be several.`;
  throw new Refusal(why, { hint: howTo(found.length === 0 ? members : found) });
}

function howTo(members: readonly Named[]): string {
  return `Name what is to change and its value, separated by commas; there are ${members.map(({ id }) => `\`${id}\``).join(", ")}.`;
}
