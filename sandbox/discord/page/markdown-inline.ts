/** A run of text within a line, or within a whole paragraph where Discord lets marks span lines. */
export type Inline =
  | { kind: "text" | "code"; text: string }
  | { kind: "strong" | "emphasis" | "underline" | "strike" | "spoiler"; children: Inline[] }
  | { kind: "link"; url: string; children: Inline[] }
  | { kind: "user" | "role" | "channel"; id: string }
  | { kind: "everyone"; name: string }
  | { kind: "command"; name: string; id: string }
  | { kind: "emoji"; name: string; id: string }
  | { kind: "time"; unix: number; style: string };

type Rule = { pattern: RegExp; make: (match: RegExpExecArray) => Inline | undefined };

const text = (value: string): Inline => ({ kind: "text", text: value });

function span(kind: "strong" | "emphasis" | "underline" | "strike" | "spoiler", pattern: RegExp): Rule {
  return { pattern, make: (match) => ({ kind, children: parseInline(match[1] ?? "") }) };
}

function mention(kind: "user" | "role" | "channel", pattern: RegExp): Rule {
  return { pattern, make: (match) => ({ kind, id: match[1] ?? "" }) };
}

/** Tried in this order at every place where a mark could begin. */
const RULES: readonly Rule[] = [
  { pattern: /\\([^A-Za-z0-9\s])/y, make: (match) => text(match[1] ?? "") },
  { pattern: /(`{1,2})([^`][\s\S]*?)\1(?!`)/y, make: (match) => ({ kind: "code", text: (match[2] ?? "").trim() }) },
  { pattern: /<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/y, make: timestamp },
  mention("user", /<@!?(\d{17,20})>/y),
  mention("role", /<@&(\d{17,20})>/y),
  mention("channel", /<#(\d{17,20})>/y),
  {
    pattern: /<\/([\w-]+(?: [\w-]+){0,2}):(\d{1,20})>/y,
    make: (match) => ({ kind: "command", name: match[1] ?? "", id: match[2] ?? "" }),
  },
  {
    pattern: /<a?:(\w{2,32}):(\d{17,20})>/y,
    make: (match) => ({ kind: "emoji", name: match[1] ?? "", id: match[2] ?? "" }),
  },
  { pattern: /@(everyone|here)\b/y, make: (match) => ({ kind: "everyone", name: match[1] ?? "" }) },
  {
    pattern: /\[((?:\\.|[^[\]\\\n])+)\]\(<?(https?:\/\/[^\s)>]+)>?(?: "[^"]*")?\)/y,
    make: (match) => link(match[2], match[1]),
  },
  { pattern: /<(https?:\/\/[^\s<>]+)>/y, make: (match) => link(match[1]) },
  { pattern: /https?:\/\/[^\s<>]*[^\s<>.,:;"')\]]/y, make: (match) => link(match[0]) },
  span("strong", /\*\*((?:\\.|[^\\])+?)\*\*(?!\*)/sy),
  span("underline", /__((?:\\.|[^\\])+?)__(?!_)/sy),
  span("emphasis", /\*(?!\s)((?:\\.|\*\*|[^\\*])+?)(?<!\s)\*(?!\*)/sy),
  span("emphasis", /(?<![A-Za-z0-9])_((?:\\.|__|[^\\_])+?)_(?![A-Za-z0-9_])/sy),
  span("strike", /~~((?:\\.|[^\\])+?)~~/sy),
  span("spoiler", /\|\|((?:\\.|[^\\])+?)\|\|/sy),
];

const MARK = /[\\`<@[*_~|]|https?:/g;

/** Parses the marks within one paragraph; unmatched marks stay as they were typed. */
export function parseInline(source: string): Inline[] {
  const out: Inline[] = [];
  let from = 0;
  let at = nextMark(source, 0);
  while (at < source.length) {
    const found = ruleAt(source, at);
    if (!found) {
      at = nextMark(source, at + 1);
      continue;
    }
    if (at > from) out.push(text(source.slice(from, at)));
    out.push(found.inline);
    from = found.end;
    at = nextMark(source, from);
  }
  if (from < source.length) out.push(text(source.slice(from)));
  return out;
}

function nextMark(source: string, from: number): number {
  MARK.lastIndex = from;
  return MARK.exec(source)?.index ?? source.length;
}

function ruleAt(source: string, at: number): { inline: Inline; end: number } | undefined {
  for (const rule of RULES) {
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(source);
    const end = rule.pattern.lastIndex;
    const inline = match ? rule.make(match) : undefined;
    if (inline) return { inline, end };
  }
  return undefined;
}

function timestamp(match: RegExpExecArray): Inline | undefined {
  const unix = Number(match[1]);
  return Math.abs(unix) <= 8.64e12 ? { kind: "time", unix, style: match[2] ?? "f" } : undefined;
}

function link(url: string | undefined, label?: string): Inline | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return { kind: "link", url, children: label === undefined ? [text(url)] : parseInline(label) };
}
