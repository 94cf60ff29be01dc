/** Control and format characters (bidirectional marks, zero widths, tags), unpaired surrogates, private letters, and letters that show as nothing. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{DI}\u2800]/gu;

const LINE_BREAK = /\r\n?|[\n\v\f\u0085\u2028\u2029]/g;

/** More marks than three on one letter is not a language but a tower. */
const TOWER = /(\p{M}{3})\p{M}+/gu;

/** Everything Discord reads as formatting, as a mention or as a link, wherever it stands. */
const SYNTAX = /[\\*_~|`<>()[\]#+\-@:]/g;

/** `1.` at a line's start begins a list. */
const NUMBERED = /^(\d+)\./gm;

/** Addresses that are recognised without a scheme. */
const BARE_LINK = /\b(www|discord|discordapp|dsc)\.(?=\S)/gi;

const SAFE_URL = /^https:\/\/([a-z0-9.-]+)(?:[/?#][\w\-.~/?#=&%+]*)?$/i;

/**
 * Someone's text as one line that says nothing but its letters: invisible characters dropped, formatting and mentions
 * inert, links too unless they go to one of the hosts. At most `maxLength` characters, counted before escaping.
 */
export function plain(text: string, maxLength: number, hosts: readonly string[] = []): string {
  return inert(bare(text, maxLength), hosts);
}

/** The same with its line breaks kept, one empty line at a time. */
export function paragraph(text: string, maxLength: number, hosts: readonly string[] = []): string {
  const lines = text.split(LINE_BREAK).map(visible).join("\n");
  return inert(cut(lines.replace(/\n{3,}/g, "\n\n").trim(), maxLength), hosts);
}

/** One visible line without escapes, for places that show no formatting: labels, choices, file names. */
export function bare(text: string, maxLength: number): string {
  return cut(visible(text.replace(LINE_BREAK, " ")), maxLength);
}

/** One visible line as a code span: an address, a name, a number. Empty text shows as a dash. */
export function code(text: string, maxLength = 100): string {
  return `\`${bare(text.replaceAll("`", "'"), maxLength) || "–"}\``;
}

/** Our own words with something from outside in them: their formatting stays, but they hide nothing and link nowhere. */
export function unlinked(text: string, maxLength: number): string {
  const lines = text.split(LINE_BREAK).map(visible).join("\n");
  return cut(lines, maxLength).replaceAll("](", "]\\(").replace(/:\/\//g, "[:]//");
}

/** Cuts to at most so many characters (code points), the last of which then is an ellipsis. */
export function cut(text: string, maxLength: number): string {
  const characters = Array.from(text);
  if (characters.length <= maxLength) return text;
  return maxLength < 1
    ? ""
    : `${characters
        .slice(0, maxLength - 1)
        .join("")
        .trimEnd()}…`;
}

function visible(line: string): string {
  const shown = line
    .replace(/[\t\p{Zs}]/gu, " ")
    .replace(INVISIBLE, "")
    .normalize("NFC");
  return shown.replace(TOWER, "$1").replace(/ {2,}/g, " ").trim();
}

function inert(text: string, hosts: readonly string[]): string {
  const words = text.split(/([ \n]+)/).map((word) => (isAllowed(word, hosts) ? word : escapeWord(word)));
  return words.join("").replace(NUMBERED, "$1\\.");
}

function isAllowed(word: string, hosts: readonly string[]): boolean {
  const host = SAFE_URL.exec(word)?.[1]?.toLowerCase();
  return host !== undefined && hosts.includes(host);
}

function escapeWord(word: string): string {
  // A reader who copies a link out of a proposal has to undo this first, and so looks at it.
  const defused = word.replace(/http(s?):\/\//gi, "hxxp$1[:]//").replace(BARE_LINK, "$1[.]");
  return defused.replace(SYNTAX, "\\$&");
}
